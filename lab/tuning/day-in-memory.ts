import { writeFileSync } from "node:fs";
import { demandOf } from "../../src/capacity/capacity";
import { replayTime } from "../../src/capacity/write-ahead-log";
import type { Model } from "../../src/model";
import { Duration } from "../../src/units";
import { get, getJson } from "../../test/components/http";
import type { RunningLoki } from "../../test/components/loki";
import { nanoseconds } from "../../test/components/loki-api";
import { until } from "../../test/components/until";
import { Candidate, modelFor } from "./candidate";
import type { Load } from "./options";
import { stackTuning } from "./tunings";
import { Writer } from "./writer";

/** The stack's Loki with a day of lines in memory. Only full chunks are flushed. */
interface DayInMemory {
  readonly candidate: Candidate;
  readonly model: Model;
  readonly textBytes: number;
}

const DAY = Duration.hours(24);

/** Long enough that most queries run without a checkpoint, and short enough for some checkpoints during the day. */
export const CHECKPOINT = Duration.seconds(20);

/** Runs `use` with a Loki that has a day in memory, and removes the Loki afterwards. */
async function withDayInMemory<R>(binary: string, load: Load, use: (day: DayInMemory) => Promise<R>): Promise<R> {
  const model = modelFor(load);
  const { speed } = load;
  const tuning = stackTuning(model);
  // The candidate divides these by the speed. After the day is written, log time stops.
  const byTheClock = {
    chunkIdlePeriod: tuning.chunkIdlePeriod.times(speed),
    checkpointPeriod: CHECKPOINT.times(speed),
  };
  const candidate = await Candidate.start({ binary, model, tuning: { ...tuning, ...byTheClock }, speed });
  try {
    const { bytes } = await new Writer([candidate], load, DAY).until(DAY);
    return await use({ candidate, model, textBytes: bytes });
  } finally {
    await candidate.remove();
  }
}

/** A restart after the process was killed with a day in memory; times in seconds. */
export interface Restart {
  readonly load: Load;
  readonly streams: number;
  /** The prediction of the capacity model, in whole seconds. */
  readonly predicted: number;
  /** The replay of the log, as Loki reports it. */
  readonly replay: number;
  readonly untilReady: number;
}

export function measureRestart(binary: string, load: Load): Promise<Restart> {
  return withDayInMemory(binary, load, async ({ candidate: { loki }, model }) => {
    await loki.kill();
    const start = Date.now();
    loki.startProcess();
    await loki.waitUntilReady();
    const untilReady = (Date.now() - start) / 1_000;
    const metrics = await loki.api.metrics();
    return {
      load,
      streams: metrics.sum("loki_ingester_memory_streams"),
      // In this test, no stream was idle long enough for a flush.
      predicted: replayTime({ ...demandOf(model), chunkIdlePeriod: DAY }).toSeconds(),
      replay: metrics.sum("loki_ingester_wal_replay_duration_seconds"),
      untilReady,
    };
  });
}

/** The number of runs of each query, with cold and with warm caches. */
export interface Repeats {
  readonly warm: number;
  readonly cold: number;
}

/** The response times for a day in memory, and for the same day on the volume. */
export interface QueryTimes {
  readonly load: Load;
  readonly textBytes: number;
  readonly repeats: Repeats;
  readonly answers: readonly QueryTime[];
}

/** The response times of a query in milliseconds. */
interface QueryTime extends Query {
  readonly inMemory: Times;
  readonly cold: Times;
  readonly warm: Times;
}

export function measureQueries(binary: string, load: Load, repeats: Repeats): Promise<QueryTimes> {
  return withDayInMemory(binary, load, async ({ candidate, textBytes }) => {
    const timer = new QueryTimer(candidate.loki, Date.now());
    const inMemory = await timer.timeAll(repeats.warm);
    await candidate.flush();
    const cold = await timer.timeAllCold(repeats.cold);
    await timer.timeAll(1);
    const warm = await timer.timeAll(repeats.warm);
    const answers = QUERIES.map((query, index) => ({
      ...query,
      ...{ inMemory: at(inMemory, index), cold: at(cold, index), warm: at(warm, index) },
    }));
    return { load, textBytes, repeats, answers };
  });
}

function at(times: readonly Times[], index: number): Times {
  const found = times[index];
  if (found === undefined) throw new Error(`query ${index} was not measured`);
  return found;
}

const CONNECTED = { seconds: 60, everyMs: 100 };

/** Measures every query repeatedly. */
class QueryTimer {
  /** @param now the end of every query, in Unix milliseconds */
  constructor(
    private readonly loki: RunningLoki,
    private readonly now: number,
  ) {}

  /** @returns the times in the order of QUERIES */
  timeAll(repeats: number): Promise<readonly Times[]> {
    return this.measureEach((query) => this.repeat(query, repeats));
  }

  /** Measures every query on a Loki that has just started, with an empty page cache. */
  timeAllCold(repeats: number): Promise<readonly Times[]> {
    return this.measureEach((query) => this.repeat(query, repeats, () => this.dropCaches()));
  }

  private async measureEach(measure: (query: Query) => Promise<Times>): Promise<readonly Times[]> {
    const all: Times[] = [];
    for (const query of QUERIES) all.push(await measure(query));
    return all;
  }

  private async repeat(query: Query, repeats: number, before = async () => {}): Promise<Times> {
    const milliseconds: number[] = [];
    for (let index = 0; index < repeats; index += 1) {
      await before();
      milliseconds.push(await runQuery(this.loki.api.url, query, this.now));
    }
    return timesOf(milliseconds);
  }

  private async dropCaches(): Promise<void> {
    await this.loki.stop();
    writeFileSync("/proc/sys/vm/drop_caches", "3");
    this.loki.startProcess();
    await this.loki.waitUntilReady();
    // Queriers connect to their frontend only after Loki is ready. This query reads no data.
    const url = `${this.loki.api.url}/loki/api/v1/query?query=vector(1)`;
    await until("Loki answers queries", CONNECTED, async () => (await get(url)) !== "");
  }
}

/** A typical query of a user. */
export interface Query {
  readonly name: string;
  readonly expression: string;
  /** The length of a range query in hours, or 0 for an instant query. */
  readonly hours: number;
  readonly limit?: number;
}

const QUERIES: readonly Query[] = [
  { name: "text in the largest namespace, a day", expression: '{namespace="namespace-0"} |= "00ff00"', hours: 24 },
  {
    name: "lines by namespace, a day",
    expression: 'sum by (namespace) (count_over_time({namespace=~".+"}[24h]))',
    hours: 0,
  },
  { name: "newest 100 lines of a pod", expression: '{pod="app-7"}', hours: 24, limit: 100 },
  { name: "text in a namespace, the last hour", expression: '{namespace="namespace-1"} |= "error"', hours: 1 },
];

const HOUR = 3_600_000;

/** Runs a query once. @param now the end, in Unix milliseconds @returns the response time in milliseconds */
async function runQuery(url: string, query: Query, now: number): Promise<number> {
  const start = performance.now();
  await getJson(`${url}/loki/api/v1/${pathOf(query, now)}`);
  return performance.now() - start;
}

function pathOf({ expression, hours, limit = 1_000 }: Query, now: number): string {
  const end = `${nanoseconds(now)}`;
  if (hours === 0) return `query?${new URLSearchParams({ query: expression, time: end })}`;
  const start = `${nanoseconds(now - hours * HOUR)}`;
  return `query_range?${new URLSearchParams({ query: expression, start, end, limit: `${limit}` })}`;
}

/** Statistics of response times. */
export interface Times {
  readonly median: number;
  readonly worst: number;
}

export function timesOf(milliseconds: readonly number[]): Times {
  const sorted = [...milliseconds].sort((one, other) => one - other);
  const at = (index: number) => sorted[Math.floor(index)] ?? Number.NaN;
  const middle = (sorted.length - 1) / 2;
  return { median: (at(middle) + at(middle + 0.5)) / 2, worst: at(sorted.length - 1) };
}
