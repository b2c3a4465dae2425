import { Duration } from "../../src/units";
import type { FolderSize } from "../../test/components/loki-volume";
import { Candidate, modelFor } from "./candidate";
import { difference, perDay, type Reading } from "./counters";
import type { Load } from "./options";
import { type TuningName, tunings } from "./tunings";
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

/** What a load has cost one tuning. */
export interface Outcome {
  readonly tuning: TuningName;
  /** Counted over whole days, in which chunks have come of age as often as they do in any. */
  readonly day: Reading;
  /** Bytes that reached the device from the first line to the last flush, for each day of lines. */
  readonly bytesWithFlush: number;
  readonly peakMemory: Candidate["peakMemory"];
  /** When all is flushed, for each day of lines. */
  readonly files: { readonly chunks: FolderSize; readonly index: FolderSize };
}

/** How many days were counted, and how many there were in all. */
export interface Days {
  readonly counted: number;
  readonly all: number;
}

/** Reads a candidate's counters on the way. */
export class Count {
  private readonly readings: Reading[] = [];

  constructor(private readonly candidate: Candidate) {}

  /** To be called at the first line, and where the days that count begin and end. */
  async read(): Promise<void> {
    this.readings.push(await this.candidate.read());
  }

  /** Flushes and stops the candidate. */
  async finish(days: Days): Promise<Outcome> {
    const { candidate } = this;
    const [start, begin, end] = this.readings;
    if (start === undefined || begin === undefined || end === undefined) throw new Error("it was not read three times");
    await candidate.flush();
    await candidate.loki.stop();
    const { chunks, index } = candidate.files;
    return {
      tuning: candidate.tuning.name,
      day: perDay(difference(end, begin), days.counted),
      bytesWithFlush: (candidate.deviceBytes - start.deviceBytes) / days.all,
      peakMemory: candidate.peakMemory,
      files: { chunks: ofDay(chunks, days), index: ofDay(index, days) },
    };
  }
}

function ofDay({ files, bytes, allocated }: FolderSize, { all }: Days): FolderSize {
  return { files: files / all, bytes: bytes / all, allocated: allocated / all };
}
