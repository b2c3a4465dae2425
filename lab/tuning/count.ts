import type { FolderSize } from "../../test/conformance/calibration/folder-size";
import type { Candidate } from "./candidate";
import { difference, perDay, type Reading } from "./reading";
import type { TuningName } from "./tunings";

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
