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
import { type Load, writeLoad } from "./load";
import type { Facts, Quantities } from "./prediction";

/** Raises Loki's rate limits, because the tests write the text of a day within seconds. */
const UNLIMITED = [
  ...["-distributor.ingestion-rate-limit-mb=1000", "-distributor.ingestion-burst-size-mb=1000"],
  ...["-ingester.per-stream-rate-limit=1GB", "-ingester.per-stream-rate-limit-burst=1GB"],
];

/** A file system with blocks of 4 KiB and folders that take one. */
const DISK = { kind: "image", size: ByteSize.gibibytes(1) } as const;

const MEBIBYTE = 2 ** 20;

export interface Measurement {
  readonly facts: Facts;
  readonly quantities: Quantities;
}

export async function measure(load: Load, binary: string): Promise<Measurement> {
  const model = exampleModel({ loki: { patterns: load.patterns } });
  return withLoki({ binary, model, disk: DISK, flags: UNLIMITED }, async (loki) => {
    const measured = new MeasuredLoki(loki, model);
    const written = await measured.write(load);
    const segments = await measured.replaySegments();
    const checkpoint = await measured.replayCheckpoint();
    return { facts: written.facts, quantities: quantitiesOf(load, written, segments, checkpoint) };
  });
}

function quantitiesOf(
  { patterns }: Load,
  written: Written,
  segments: SegmentsReplayed,
  checkpoint: CheckpointReplayed,
): Quantities {
  // The log contains no patterns, so a restart loses them. Without patterns, the restarted heap would be smaller only
  // because replayed blocks have tighter buffers.
  const heapWithoutPatterns = patterns ? checkpoint.heap : written.heap;
  return {
    "MiB of live heap without a load": written.emptyHeap / MEBIBYTE,
    "MiB of live heap for streams and text": (heapWithoutPatterns - written.emptyHeap) / MEBIBYTE,
    "MiB of live heap for patterns": (written.heap - heapWithoutPatterns) / MEBIBYTE,
    "MiB of peak process memory": written.peak / MEBIBYTE,
    "MiB of segments": written.segments / MEBIBYTE,
    "MiB of a checkpoint": segments.checkpoint / MEBIBYTE,
    "chunk files": checkpoint.chunks.files,
    "MiB of files on the volume": checkpoint.volume.bytes / MEBIBYTE,
    "MiB allocated on the volume": checkpoint.volume.allocated / MEBIBYTE,
    "seconds to replay segments": segments.replay,
    "seconds to replay a checkpoint": checkpoint.replay,
    "seconds to flush": checkpoint.flush,
  };
}

/** Loki's default of five minutes is longer than these tests run it. */
const CHECKPOINTS = "-ingester.checkpoint-duration=4s";

const TIMEOUT = { seconds: 180 };

/** Loki detects patterns asynchronously. Detection is complete after this number of equal readings. */
const EQUAL_READINGS = { count: 4, everyMs: 1_000 };

/** Measurements after writing a load; sizes in bytes. */
export interface Written {
  readonly facts: Facts;
  readonly emptyHeap: number;
  readonly heap: number;
  readonly peak: number;
  readonly segments: number;
}

/** Measurements after replaying segments; times in seconds, sizes in bytes. */
interface SegmentsReplayed {
  readonly replay: number;
  readonly checkpoint: number;
}

/** Measurements after replaying a checkpoint and after the final flush. */
interface CheckpointReplayed {
  readonly replay: number;
  readonly heap: number;
  readonly flush: number;
  readonly chunks: FolderSize;
  readonly volume: FolderSize;
}

/** One Loki, run three times in a row on the same volumes. */
class MeasuredLoki {
  constructor(
    private readonly loki: RunningLoki,
    private readonly model: Model,
  ) {}

  /** Writes the load, then kills Loki. */
  async write(load: Load): Promise<Written> {
    const emptyHeap = await this.liveHeap();
    const text = await writeLoad(load, this.loki.api);
    const facts = { text, patterns: load.patterns ? await this.patterns() : 0 };
    const heap = await this.liveHeap();
    const peak = peakOfProcess(this.loki.pid);
    await this.loki.kill();
    return { facts, emptyHeap, heap, peak, segments: folderSize(this.log).bytes };
  }

  /** Replays the segments and waits for a checkpoint, then kills Loki. */
  async replaySegments(): Promise<SegmentsReplayed> {
    const replay = await this.restart(CHECKPOINTS);
    const written = "loki_ingester_checkpoint_duration_seconds_count";
    await until("Loki writes a checkpoint", TIMEOUT, async () => (await this.metric(written)) > 0);
    await this.loki.kill();
    return { replay, checkpoint: checkpointSize(this.log).toBytes() };
  }

  /** Replays the checkpoint, then stops Loki. */
  async replayCheckpoint(): Promise<CheckpointReplayed> {
    const replay = await this.restart();
    const heap = await this.liveHeap();
    const flush = await this.loki.stop();
    const { data, chunks } = this.model.loki.directories;
    const files = folderSize(join(this.loki.at(chunks), SINGLE_TENANT));
    return { replay, heap, flush, chunks: files, volume: folderSize(this.loki.at(data)) };
  }

  private get log(): string {
    return this.loki.at(this.model.loki.wal.directory);
  }

  /** Restarts Loki. @returns the seconds of its replay */
  private async restart(...flags: readonly string[]): Promise<number> {
    this.loki.startProcess(...flags);
    await this.loki.waitUntilReady();
    return this.metric("loki_ingester_wal_replay_duration_seconds");
  }

  /** Waits until Loki has detected all patterns. @returns their number */
  private async patterns(): Promise<number> {
    const { count, everyMs } = EQUAL_READINGS;
    const readings: number[] = [];
    await until("Loki detects all patterns", { ...TIMEOUT, everyMs }, async () => {
      readings.push(await this.metric("loki_pattern_ingester_patterns_detected_total"));
      const last = readings.slice(-count);
      return last.length === count && last.every((found) => found > 0 && found === last[0]);
    });
    return readings.at(-1) ?? 0;
  }

  /** Returns the live heap in bytes, after two collections: the first one doesn't empty pools. */
  private async liveHeap(): Promise<number> {
    for (const _ of [1, 2]) await getText(`${this.loki.api.url}/debug/pprof/heap?gc=1`);
    return this.metric("go_memstats_heap_alloc_bytes");
  }

  private async metric(name: string): Promise<number> {
    return (await this.loki.api.metrics()).sum(name);
  }
}

/** Returns the peak resident memory of a process, in bytes. */
function peakOfProcess(pid: number): number {
  const [, kibibytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kibibytes) * 2 ** 10;
}
