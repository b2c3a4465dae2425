import { Duration } from "../../src/units";
import type { FolderSize } from "../../test/components/loki-volume";
import { Candidate, modelFor } from "./candidate";
import { difference, perDay, type Reading } from "./counters";
import type { Load } from "./options";
import { type TuningName, tunings } from "./tunings";
import { Writer } from "./writer";

interface MeasureLoadProps {
  readonly binary: string;
  readonly load: Load;
  /** The number of days to count. */
  readonly days: number;
}

export interface LoadResult {
  readonly load: Load;
  /** The speed that the machine reached. */
  readonly speed: number;
  /** The generated text per day. */
  readonly textBytes: number;
  readonly outcomes: readonly Outcome[];
}

/** The costs of a load with one tuning. */
export interface Outcome {
  readonly tuning: TuningName;
  /** Counted over whole days, in which as many chunks reach their maximum age as in any other. */
  readonly day: Reading;
  /** The bytes written to the device from the first line to the last flush, per day of lines. */
  readonly bytesWithFlush: number;
  readonly peakMemory: Candidate["peakMemory"];
  /** After the last flush, per day of lines. */
  readonly files: { readonly chunks: FolderSize; readonly index: FolderSize };
}

const DAY = Duration.hours(24);

/**
 * The time before the count. By then, the first pods ended an idle period ago, so Loki flushes as many idle chunks as in
 * any day. When the stack's chunk age has passed since the start, Loki flushes the chunks of all lasting streams at once.
 * This happens within the counted day, so each of them is flushed once, as in any day.
 */
const warmUpFor = (chunkIdlePeriod: Duration) => chunkIdlePeriod.plus(Duration.minutes(30));

/** Writes the same lines to one Loki per tuning, and counts the writes of each. */
export async function measureLoad({ binary, load, days }: MeasureLoadProps): Promise<LoadResult> {
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

/** The numbers of days: those that were counted, and all of them. */
interface Days {
  readonly counted: number;
  readonly all: number;
}

/** Reads the counters of a candidate. */
class Count {
  private readonly readings: Reading[] = [];

  constructor(private readonly candidate: Candidate) {}

  /** Must be called three times: before the first line, and at the start and the end of the counted days. */
  async read(): Promise<void> {
    this.readings.push(await this.candidate.read());
  }

  /** Flushes and stops the candidate. */
  async finish(days: Days): Promise<Outcome> {
    const { candidate } = this;
    const [start, begin, end] = this.readings;
    if (start === undefined || begin === undefined || end === undefined) throw new Error("three readings are required");
    await candidate.flush();
    await candidate.loki.stop();
    const { chunks, index } = candidate.files;
    return {
      tuning: candidate.tuning.name,
      day: perDay(difference(end, begin), days.counted),
      bytesWithFlush: (candidate.deviceBytes - start.deviceBytes) / days.all,
      peakMemory: candidate.peakMemory,
      files: { chunks: sizePerDay(chunks, days), index: sizePerDay(index, days) },
    };
  }
}

function sizePerDay({ files, bytes, allocated }: FolderSize, { all }: Days): FolderSize {
  return { files: files / all, bytes: bytes / all, allocated: allocated / all };
}
