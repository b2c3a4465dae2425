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
import { planned } from "./tunings";
import { Writer } from "./writer";

/** The plan's Loki with a day of lines, of which nothing has been flushed but what was full. */
export interface DayInMemory {
  readonly candidate: Candidate;
  readonly model: Model;
  readonly textBytes: number;
}

export const DAY = Duration.hours(24);

/** There are some while the day is written, and few while questions about it are asked. */
export const CHECKPOINT = Duration.seconds(20);

/** Gives `use` a Loki with a day in memory, and removes it afterwards. */
export async function withDayInMemory<R>(
  binary: string,
  load: Load,
  use: (day: DayInMemory) => Promise<R>,
): Promise<R> {
  const model = modelFor(load);
  const { speed } = load;
  const plan = planned(model);
  // The candidate divides them by the speed again: when the day is over, no more log time passes.
  const byTheClock = { chunkIdlePeriod: plan.chunkIdlePeriod.times(speed), checkpointPeriod: CHECKPOINT.times(speed) };
  const candidate = await Candidate.start({ binary, model, tuning: { ...plan, ...byTheClock }, speed });
  try {
    const { bytes } = await new Writer([candidate], load, DAY).until(DAY);
    return await use({ candidate, model, textBytes: bytes });
  } finally {
    await candidate.remove();
  }
}

/** A start after the process was killed with a day in memory; times in seconds. */
export interface Killed {
  readonly load: Load;
  readonly streams: number;
  /** By the capacity model, in whole seconds. */
  readonly predicted: number;
  /** Reading the log, as Loki tells it. */
  readonly replay: number;
  readonly untilReady: number;
}

export function killed(binary: string, load: Load): Promise<Killed> {
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
      // Here no stream was idle for long enough to be flushed.
      predicted: replayTime({ ...demandOf(model), chunkIdlePeriod: DAY }).toSeconds(),
      replay: metrics.sum("loki_ingester_wal_replay_duration_seconds"),
      untilReady,
    };
  });
}

/** How often each query is asked, and how often when nothing is in any memory. */
export interface Repeats {
  readonly asked: number;
  readonly cold: number;
}

/** How a day that is in memory answers, and how the same day does on the volume. */
export interface Queried {
  readonly load: Load;
  readonly textBytes: number;
  readonly repeats: Repeats;
  readonly answers: readonly Answered[];
}

/** Milliseconds until the answer was there. */
export interface Answered extends Query {
  readonly inMemory: Times;
  readonly cold: Times;
  readonly warm: Times;
}

export function queried(binary: string, load: Load, repeats: Repeats): Promise<Queried> {
  return withDayInMemory(binary, load, async ({ candidate, textBytes }) => {
    const asker = new Asker(candidate.loki, Date.now());
    const inMemory = await asker.askAll(repeats.asked);
    await candidate.flush();
    const cold = await asker.askAllCold(repeats.cold);
    await asker.askAll(1);
    const warm = await asker.askAll(repeats.asked);
    const answers = QUERIES.map((query) => ({
      ...query,
      ...{ inMemory: of(inMemory, query), cold: of(cold, query), warm: of(warm, query) },
    }));
    return { load, textBytes, repeats, answers };
  });
}

function of(all: ReadonlyMap<Query, Times>, query: Query): Times {
  const times = all.get(query);
  if (times === undefined) throw new Error(`${query.name} was not asked`);
  return times;
}

const CONNECTED = { seconds: 60, everyMs: 100 };

/** Asks every query again and again. */
export class Asker {
  /** @param now the end of every query, in milliseconds since 1970 */
  constructor(
    private readonly loki: RunningLoki,
    private readonly now: number,
  ) {}

  askAll(repeats: number): Promise<ReadonlyMap<Query, Times>> {
    return this.each((query) => this.repeat(query, repeats));
  }

  /** Asks of a Loki that has just been started, about files that the kernel has forgotten. */
  askAllCold(repeats: number): Promise<ReadonlyMap<Query, Times>> {
    return this.each((query) => this.repeat(query, repeats, () => this.forget()));
  }

  private async each(asked: (query: Query) => Promise<Times>): Promise<ReadonlyMap<Query, Times>> {
    const all = new Map<Query, Times>();
    for (const query of QUERIES) all.set(query, await asked(query));
    return all;
  }

  private async repeat(query: Query, repeats: number, before = async () => {}): Promise<Times> {
    const taken: number[] = [];
    for (let index = 0; index < repeats; index += 1) {
      await before();
      taken.push(await ask(this.loki.api.url, query, this.now));
    }
    return timesOf(taken);
  }

  private async forget(): Promise<void> {
    await this.loki.stop();
    writeFileSync("/proc/sys/vm/drop_caches", "3");
    this.loki.startProcess();
    await this.loki.waitUntilReady();
    // Queriers find their frontend some time after Loki calls itself ready. This query reads nothing.
    const url = `${this.loki.api.url}/loki/api/v1/query?query=vector(1)`;
    await until("queries are answered", CONNECTED, async () => (await get(url)) !== "");
  }
}

/** A question that people ask. */
export interface Query {
  readonly name: string;
  readonly expression: string;
  /** How many hours back it looks. */
  readonly hours: number;
  readonly limit?: number;
}

export const QUERIES: readonly Query[] = [
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

/** Asks once. @param now the end, in milliseconds since 1970 @returns the milliseconds until the answer was there */
export async function ask(url: string, query: Query, now: number): Promise<number> {
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

/** Times of one query. */
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
