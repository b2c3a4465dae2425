import { setTimeout as sleep } from "node:timers/promises";
import type { Duration } from "../../src/units";
import type { LokiApi, PushedStream } from "../../test/components/loki-api";
import type { Candidate } from "./candidate";
import { Cluster } from "./cluster";
import type { Load } from "./options";

/** What has been written, and what that took. */
export interface Written {
  readonly bytes: number;
  readonly seconds: number;
}

/** Lines are sent so often. */
const TICK = 250;

/** Gives all candidates the same lines, each when its time has come. */
export class Writer {
  private readonly time: LogTime;
  private readonly cluster: Cluster;

  /** @param span how much log time there will be */
  constructor(
    private readonly candidates: readonly Candidate[],
    load: Load,
    span: Duration,
  ) {
    this.time = new LogTime({ clock: Date.now(), span, speed: load.speed, longestStep: 2 * TICK });
    this.cluster = new Cluster(load, this.time.from);
  }

  /** Writes what comes until so much log time has passed. */
  async until(end: Duration): Promise<Written> {
    const lokis = this.candidates.map(({ loki }) => loki.api);
    const start = Date.now();
    let bytes = 0;
    while (!this.time.hasPassed(end)) {
      const clock = Date.now();
      bytes += await deliver(this.cluster.until(this.time.look(clock, end)), lokis);
      for (const candidate of this.candidates) candidate.look();
      await sleep(Math.max(0, clock + TICK - Date.now()));
    }
    return { bytes, seconds: (Date.now() - start) / 1_000 };
  }
}

/** What an agent sends at once (Alloy's batch_size). */
const BATCH = 2 ** 20;

/** Answers after which an agent tries again. */
const isTemporary = (status: number | null) => status === null || status === 429 || status >= 500;

const PAUSE = 200;

/** Delivers lines as an agent does: in batches, again and again until they are taken. @returns the bytes of text */
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
    // Lines that were taken before an answer was lost may be refused as too old when they come again.
    if (status === 204 || (status === 400 && !isFirst)) return;
    if (!isTemporary(status)) throw new Error(`Loki refuses lines: ${status} ${text}`);
    await sleep(PAUSE);
  }
}

function textOf({ entries }: PushedStream): number {
  return entries.reduce((sum, [, line]) => sum + line.length, 0);
}

export interface LogTimeProps {
  /** When it starts to run, in milliseconds since 1970. */
  readonly clock: number;
  /** How much of it there will be. */
  readonly span: Duration;
  /** How many seconds of it pass in one of the clock. */
  readonly speed: number;
  /** Milliseconds of the clock after which it stands still until it is looked at. */
  readonly longestStep: number;
}

/**
 * A log time that runs faster than the clock. It stands still while a machine is too slow: lines that come late all at
 * once would be another load.
 */
export class LogTime {
  /** The time of the first line, in milliseconds since 1970: the last one has to be in the past, or Loki refuses it. */
  readonly from: number;
  private passed = 0;
  private looked: number;

  constructor(private readonly props: LogTimeProps) {
    const { clock, span } = props;
    this.from = clock - milliseconds(span);
    this.looked = clock;
  }

  /** Looks at the clock. @returns the log time, in milliseconds since 1970, and never beyond the end */
  look(clock: number, end: Duration): number {
    const step = Math.min(clock - this.looked, this.props.longestStep);
    this.looked = clock;
    this.passed = Math.min(this.passed + step * this.props.speed, milliseconds(end));
    return this.from + this.passed;
  }

  /** Whether so much log time has passed. */
  hasPassed(span: Duration): boolean {
    return this.passed >= milliseconds(span);
  }
}

function milliseconds(duration: Duration): number {
  return duration.toHours() * 3_600_000;
}
