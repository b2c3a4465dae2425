import { readFileSync } from "node:fs";
import { join } from "node:path";
import { SINGLE_TENANT } from "../../../src/loki/layout";
import type { Model } from "../../../src/model";
import { ByteSize } from "../../../src/units";
import { getText } from "../../components/http";
import { type RunningLoki, withLoki } from "../../components/loki";
import { checkpointSize, type FolderSize, folderSize } from "../../components/loki-volume";
import { until } from "../../components/until";
import { exampleModel } from "../../helpers/example";
import { type Load, write } from "./load";
import type { Facts, Figures } from "./prediction";

/** What the loads need beyond Loki's defaults: text that came in during a day is written in seconds. */
const UNLIMITED = [
  ...["-distributor.ingestion-rate-limit-mb=1000", "-distributor.ingestion-burst-size-mb=1000"],
  ...["-ingester.per-stream-rate-limit=1GB", "-ingester.per-stream-rate-limit-burst=1GB"],
];

/** A file system with blocks of 4 KiB and folders that take one. */
const DISK = { kind: "image", size: ByteSize.gibibytes(1) } as const;

const MEBIBYTE = 2 ** 20;

export interface Measurement {
  readonly facts: Facts;
  readonly figures: Figures;
}

export async function measure(load: Load, binary: string): Promise<Measurement> {
  const model = exampleModel({ loki: { patterns: load.patterns } });
  return withLoki({ binary, model, disk: DISK, flags: UNLIMITED }, async (loki) => {
    const lives = new Lives(loki, model);
    const first = await lives.first(load);
    const second = await lives.second();
    const last = await lives.last();
    return { facts: first.facts, figures: figuresOf(load, first, second, last) };
  });
}

function figuresOf({ patterns }: Load, first: First, second: Second, last: Last): Figures {
  // Patterns are in no log. Where none are found nothing has gone, but blocks that come back have tighter buffers.
  const heapWithoutPatterns = patterns ? last.heap : first.heap;
  return {
    "MiB of live heap without a load": first.emptyHeap / MEBIBYTE,
    "MiB of live heap for streams and text": (heapWithoutPatterns - first.emptyHeap) / MEBIBYTE,
    "MiB of live heap for patterns": (first.heap - heapWithoutPatterns) / MEBIBYTE,
    "MiB of the process at its peak": first.peak / MEBIBYTE,
    "MiB of segments": first.segments / MEBIBYTE,
    "MiB of a checkpoint": second.checkpoint / MEBIBYTE,
    "files of chunks": last.chunks.files,
    "MiB of files on the volume": last.volume.bytes / MEBIBYTE,
    "MiB that the files take": last.volume.allocated / MEBIBYTE,
    "seconds to read segments": second.reading,
    "seconds to read a checkpoint": last.reading,
    "seconds to flush": last.flush,
  };
}

/** Loki's default of five minutes is longer than any of its lives here. */
const CHECKPOINTS = "-ingester.checkpoint-duration=4s";

const TIMEOUT = { seconds: 180 };

/** Patterns are found after lines have been taken: that is done when so many readings in a row tell the same. */
const EQUAL_READINGS = { count: 4, everyMs: 1_000 };

/** What a Loki is like that has been written to; sizes in bytes. */
export interface First {
  readonly facts: Facts;
  readonly emptyHeap: number;
  readonly heap: number;
  readonly peak: number;
  readonly segments: number;
}

/** What it is like when it has read its segments; times in seconds. */
export interface Second {
  readonly reading: number;
  readonly checkpoint: number;
}

/** What it is like when it has read its checkpoint, and what it leaves. */
export interface Last {
  readonly reading: number;
  readonly heap: number;
  readonly flush: number;
  readonly chunks: FolderSize;
  readonly volume: FolderSize;
}

/** The lives of one Loki, each of which finds what the one before it has left. */
export class Lives {
  constructor(
    private readonly loki: RunningLoki,
    private readonly model: Model,
  ) {}

  /** It is written to, and killed. */
  async first(load: Load): Promise<First> {
    const emptyHeap = await this.liveHeap();
    const text = await write(load, this.loki.api);
    const facts = { text, patterns: load.patterns ? await this.patterns() : 0 };
    const heap = await this.liveHeap();
    const peak = peakOfProcess(this.loki.pid);
    await this.loki.kill();
    return { facts, emptyHeap, heap, peak, segments: folderSize(this.log).bytes };
  }

  /** It writes a checkpoint of what it finds, and is killed. */
  async second(): Promise<Second> {
    const reading = await this.readLog(CHECKPOINTS);
    const written = "loki_ingester_checkpoint_duration_seconds_count";
    await until("a checkpoint", TIMEOUT, async () => (await this.metric(written)) > 0);
    await this.loki.kill();
    return { reading, checkpoint: checkpointSize(this.log).toBytes() };
  }

  /** It is stopped. */
  async last(): Promise<Last> {
    const reading = await this.readLog();
    const heap = await this.liveHeap();
    const flush = await this.loki.stop();
    const { data, chunks } = this.model.loki.directories;
    const files = folderSize(join(this.loki.at(chunks), SINGLE_TENANT));
    return { reading, heap, flush, chunks: files, volume: folderSize(this.loki.at(data)) };
  }

  private get log(): string {
    return this.loki.at(this.model.loki.wal.directory);
  }

  /** Starts Loki again. @returns the seconds in which it reads its log */
  private async readLog(...flags: readonly string[]): Promise<number> {
    this.loki.startProcess(...flags);
    await this.loki.waitUntilReady();
    return this.metric("loki_ingester_wal_replay_duration_seconds");
  }

  /** How many patterns Loki has found. */
  private async patterns(): Promise<number> {
    const { count, everyMs } = EQUAL_READINGS;
    const readings: number[] = [];
    await until("all patterns are found", { ...TIMEOUT, everyMs }, async () => {
      readings.push(await this.metric("loki_pattern_ingester_patterns_detected_total"));
      const last = readings.slice(-count);
      return last.length === count && last.every((found) => found > 0 && found === last[0]);
    });
    return readings.at(-1) ?? 0;
  }

  /** In bytes, after two collections: the first leaves what pools still hold. */
  private async liveHeap(): Promise<number> {
    for (const _ of [1, 2]) await getText(`${this.loki.api.url}/debug/pprof/heap?gc=1`);
    return this.metric("go_memstats_heap_alloc_bytes");
  }

  private async metric(name: string): Promise<number> {
    return (await this.loki.api.metrics()).sum(name);
  }
}

/** What the process has held at most, in bytes. */
function peakOfProcess(pid: number): number {
  const [, kibibytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kibibytes) * 2 ** 10;
}
