import { setTimeout as sleep } from "node:timers/promises";
import type { Duration } from "../../src/units";
import type { LokiApi, PushedStream } from "../../test/components/loki-api";
import type { Candidate } from "./candidate";
import { Cluster } from "./cluster";
import type { Load } from "./options";

/** The bytes written, and the duration of writing them. */
export interface Written {
  readonly bytes: number;
  readonly seconds: number;
}

/** The interval between two batches in milliseconds. */
const TICK_MS = 250;

/** Writes the same lines to all candidates, at their log time. */
export class Writer {
  private readonly time: LogTime;
  private readonly cluster: Cluster;

  /** @param span the total log time */
  constructor(
    private readonly candidates: readonly Candidate[],
    load: Load,
    span: Duration,
  ) {
    this.time = new LogTime({ clock: Date.now(), span, speed: load.speed, longestStep: 2 * TICK_MS });
    this.cluster = new Cluster(load, this.time.from);
  }

  /** Writes lines until this log time. */
  async until(end: Duration): Promise<Written> {
    const lokis = this.candidates.map(({ loki }) => loki.api);
    const start = Date.now();
    let bytes = 0;
    while (!this.time.hasPassed(end)) {
      const clock = Date.now();
      bytes += await deliver(this.cluster.until(this.time.advance(clock, end)), lokis);
      for (const candidate of this.candidates) candidate.sampleMemory();
      await sleep(Math.max(0, clock + TICK_MS - Date.now()));
    }
    return { bytes, seconds: (Date.now() - start) / 1_000 };
  }
}

/** The size of an agent's batch in bytes (Alloy's batch_size). */
const BATCH = 2 ** 20;

/** Agents retry after these statuses. */
const isTemporary = (status: number | null) => status === null || status === 429 || status >= 500;

const PAUSE = 200;

/** Delivers lines like an agent: in batches, with retries until Loki accepts them. @returns the bytes of text */
export async function deliver(streams: Iterable<PushedStream>, lokis: readonly LokiApi[]): Promise<number> {
  let bytes = 0;
  for (const batch of batches(streams)) {
    await Promise.all(lokis.map((loki) => deliverBatch(batch.streams, loki)));
    bytes += batch.bytes;
  }
  return bytes;
}

interface Batch {
  readonly streams: readonly PushedStream[];
  readonly bytes: number;
}

export function* batches(streams: Iterable<PushedStream>): Generator<Batch> {
  let batch: PushedStream[] = [];
  let bytes = 0;
  for (const stream of streams) {
    batch.push(stream);
    bytes += textOf(stream);
    if (bytes < BATCH) continue;
    yield { streams: batch, bytes };
    [batch, bytes] = [[], 0];
  }
  if (batch.length > 0) yield { streams: batch, bytes };
}

async function deliverBatch(streams: readonly PushedStream[], loki: LokiApi): Promise<void> {
  for (let isFirst = true; ; isFirst = false) {
    const { status, text } = await loki.post(streams);
    // After a lost response, Loki may reject the same lines as too old.
    if (status === 204 || (status === 400 && !isFirst)) return;
    if (!isTemporary(status)) throw new Error(`Loki rejects lines: ${status} ${text}`);
    await sleep(PAUSE);
  }
}

function textOf({ entries }: PushedStream): number {
  return entries.reduce((sum, [, line]) => sum + line.length, 0);
}

interface LogTimeProps {
  /** The start, in Unix milliseconds of the clock. */
  readonly clock: number;
  /** The total log time. */
  readonly span: Duration;
  /** Seconds of log time per second of the clock. */
  readonly speed: number;
  /** The maximum step in milliseconds of the clock. After it, log time pauses until the next call. */
  readonly longestStep: number;
}

/**
 * A log time that runs faster than the clock. It pauses while the machine is too slow: a burst of late lines would be a
 * different load.
 */
export class LogTime {
  /** The time of the first line in Unix milliseconds. The last one must not be in the future, or Loki rejects it. */
  readonly from: number;
  private passed = 0;
  private lastClock: number;

  constructor(private readonly props: LogTimeProps) {
    const { clock, span } = props;
    this.from = clock - milliseconds(span);
    this.lastClock = clock;
  }

  /** Advances the log time to the clock. @returns the log time in Unix milliseconds, at most that of the end */
  advance(clock: number, end: Duration): number {
    const step = Math.min(clock - this.lastClock, this.props.longestStep);
    this.lastClock = clock;
    this.passed = Math.min(this.passed + step * this.props.speed, milliseconds(end));
    return this.from + this.passed;
  }

  /** Returns true once this log time has passed. */
  hasPassed(span: Duration): boolean {
    return this.passed >= milliseconds(span);
  }
}

function milliseconds(duration: Duration): number {
  return duration.toHours() * 3_600_000;
}
