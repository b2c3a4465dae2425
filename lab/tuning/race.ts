import { Duration } from "../../src/units";
import { Candidate } from "./candidate";
import { Count, type Outcome } from "./count";
import type { Load } from "./load";
import { modelFor } from "./model-for-load";
import { tunings } from "./tunings";
import { Writer } from "./writer";

export interface RaceProps {
  readonly binary: string;
  readonly load: Load;
  /** How many days are counted. */
  readonly days: number;
}

export interface Race {
  readonly load: Load;
  /** The speed that the machine kept up with. */
  readonly speed: number;
  /** The text of a day, as it came out. */
  readonly textBytes: number;
  readonly outcomes: readonly Outcome[];
}

const DAY = Duration.hours(24);

/**
 * Before the count begins, pods have to have ended an idle period ago: then as many idle chunks are flushed as in any
 * day. And the plan's chunk age after the start, when the chunks of all lasting streams are flushed at once, lies within
 * the day that is counted: they are flushed once in it, as they are in any day.
 */
const warmUpFor = (chunkIdlePeriod: Duration) => chunkIdlePeriod.plus(Duration.minutes(30));

/** Gives the same lines to a Loki of each tuning, and counts what each of them writes. */
export async function race({ binary, load, days }: RaceProps): Promise<Race> {
  const model = modelFor(load);
  const candidates: Candidate[] = [];
  try {
    for (const tuning of tunings(model).filter(({ name }) => load.tunings.includes(name))) {
      candidates.push(await Candidate.start({ binary, model, tuning, speed: load.speed }));
    }
    const warmUp = warmUpFor(model.loki.ingester.chunkIdlePeriod);
    return { load, ...(await run(candidates, load, { warmUp, days })) };
  } finally {
    await Promise.all(candidates.map((candidate) => candidate.remove()));
  }
}

interface Spans {
  readonly warmUp: Duration;
  readonly days: number;
}

async function run(candidates: readonly Candidate[], load: Load, { warmUp, days }: Spans) {
  const counted = DAY.times(days);
  const all = warmUp.plus(counted);
  const writer = new Writer(candidates, load, all);
  const counts = candidates.map((candidate) => new Count(candidate));
  const read = () => Promise.all(counts.map((count) => count.read()));
  await read();
  await writer.until(warmUp);
  await read();
  const { bytes, seconds } = await writer.until(all);
  await read();
  const outcomes: Outcome[] = [];
  for (const count of counts) outcomes.push(await count.finish({ counted: days, all: all.dividedBy(DAY) }));
  return { outcomes, textBytes: bytes / days, speed: (counted.toHours() * 3_600) / seconds };
}
