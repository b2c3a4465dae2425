import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { SINGLE_TENANT } from "../../../src/loki/names";
import type { Model } from "../../../src/model";
import { ByteSize } from "../../../src/units";
import { exampleModel } from "../../example";
import { get } from "../http";
import type { RunningLoki } from "../running-loki";
import { until } from "../until";
import { withLoki } from "../with-loki";
import type { Figures } from "./figures";
import { folderSize } from "./folder-size";
import type { Load } from "./load";
import type { Facts } from "./prediction";
import { write } from "./writer";

/** What the loads need beyond Loki's defaults: text that came in during a day is written in seconds. */
const UNLIMITED = [
  ...["-distributor.ingestion-rate-limit-mb=1000", "-distributor.ingestion-burst-size-mb=1000"],
  ...["-ingester.per-stream-rate-limit=1GB", "-ingester.per-stream-rate-limit-burst=1GB"],
];

/** Loki's default of five minutes is longer than any of its lives here. */
const CHECKPOINTS = "-ingester.checkpoint-duration=4s";

/** A file system with blocks of 4 KiB and folders that take one. */
const DISK = { kind: "image", size: ByteSize.gibibytes(1) } as const;

const PATIENCE = { seconds: 180 };

const MEBIBYTE = 2 ** 20;

export interface Measurement {
  readonly facts: Facts;
  readonly figures: Figures;
}

export async function measure(load: Load, binary: string): Promise<Measurement> {
  const model = exampleModel({ loki: { patterns: load.patterns } });
  return withLoki({ binary, model, disk: DISK, flags: UNLIMITED }, (loki) => new Lives(loki, model).measure(load));
}

/** A Loki that is written to and killed, writes a checkpoint of what it finds and is killed again, and is stopped at last. */
class Lives {
  constructor(
    private readonly loki: RunningLoki,
    private readonly model: Model,
  ) {}

  async measure(load: Load): Promise<Measurement> {
    const empty = await this.liveHeap();
    const facts = { text: await write(load, this.loki.api), patterns: await this.patterns() };
    const full = await this.liveHeap();
    const peak = peakOfProcess(this.loki.pid);
    await this.loki.kill();
    const segments = folderSize(this.wal).bytes;
    const readingSegments = await this.readLog(CHECKPOINTS);
    await until("a checkpoint", PATIENCE, () => this.hasCheckpoint());
    await this.loki.kill();
    const checkpoint = folderSize(join(this.wal, lastCheckpoint(this.wal))).bytes;
    const readingCheckpoint = await this.readLog();
    // Patterns are in no log. Where none are found nothing has gone, but blocks that come back have tighter buffers.
    const withoutPatterns = load.patterns ? await this.liveHeap() : full;
    const flush = await this.loki.stop();
    const { data, chunks } = this.model.loki.directories;
    const volume = folderSize(this.loki.at(data));
    return {
      facts,
      figures: {
        "MiB of live heap without a load": empty / MEBIBYTE,
        "MiB of live heap for streams and text": (withoutPatterns - empty) / MEBIBYTE,
        "MiB of live heap for patterns": (full - withoutPatterns) / MEBIBYTE,
        "MiB of the process at its peak": peak / MEBIBYTE,
        "MiB of segments": segments / MEBIBYTE,
        "MiB of a checkpoint": checkpoint / MEBIBYTE,
        "files of chunks": folderSize(join(this.loki.at(chunks), SINGLE_TENANT)).files,
        "MiB of files on the volume": volume.bytes / MEBIBYTE,
        "MiB that the files take": volume.allocated / MEBIBYTE,
        "seconds to read segments": readingSegments,
        "seconds to read a checkpoint": readingCheckpoint,
        "seconds to flush": flush,
      },
    };
  }

  private get wal(): string {
    return this.loki.at(this.model.loki.wal.directory);
  }

  /** Patterns are found after lines have been taken: that is done when there are no more for a while. */
  private async patterns(): Promise<number> {
    let found = -1;
    await until("all patterns are found", { ...PATIENCE, everyMs: 2_000 }, async () => {
      const before = found;
      found = await this.metric("loki_pattern_ingester_patterns_detected_total");
      return found === before;
    });
    return found;
  }

  /** In bytes, after two collections: the first leaves what pools still hold. */
  private async liveHeap(): Promise<number> {
    for (const _ of [1, 2]) await get(`${this.loki.api.url}/debug/pprof/heap?gc=1`);
    return this.metric("go_memstats_heap_alloc_bytes");
  }

  /** Starts Loki again. @returns the seconds in which it reads its log */
  private async readLog(...flags: readonly string[]): Promise<number> {
    this.loki.begin(...flags);
    await this.loki.ready();
    return this.metric("loki_ingester_wal_replay_duration_seconds");
  }

  private async hasCheckpoint(): Promise<boolean> {
    return (await this.metric("loki_ingester_checkpoint_duration_seconds_count")) > 0;
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

/** A checkpoint that is being written has another name. */
function lastCheckpoint(wal: string): string {
  const [last] = readdirSync(wal)
    .filter((name) => /^checkpoint\.\d+$/.test(name))
    .sort()
    .reverse();
  if (last === undefined) throw new Error("there is no checkpoint");
  return last;
}
