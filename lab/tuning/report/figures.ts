import type { LoadResult, Outcome } from "../load-result";
import type { TuningName } from "../tunings";

const MB = 1e6;

/** The parts of a day's writes to the device, in bytes. */
interface Parts {
  readonly checkpoints: number;
  readonly segments: number;
  readonly chunks: number;
  /** The index, and the file system's own writes. */
  readonly rest: number;
}

export function partsOf({ tuning, day }: Outcome): Parts {
  const [checkpoints, segments] = hasLogOnVolume(tuning) ? [day.checkpointBytes, day.segmentBytes] : [0, 0];
  return {
    ...{ checkpoints, segments, chunks: day.chunkBytes },
    rest: day.deviceBytes - checkpoints - segments - day.chunkBytes,
  };
}

export function hasLogOnVolume(name: TuningName): boolean {
  return name === "chart" || name === "8h";
}

export function outcomeOf({ outcomes }: LoadResult, name: TuningName): Outcome | null {
  return outcomes.find(({ tuning }) => tuning === name) ?? null;
}

/** Returns the bytes that one tuning writes, relative to another. */
export function ratio(result: LoadResult, one: TuningName, other: TuningName): number | null {
  const [a, b] = [outcomeOf(result, one), outcomeOf(result, other)];
  return a === null || b === null ? null : a.day.deviceBytes / b.day.deviceBytes;
}

/** Formats decimal megabytes, with at most three significant decimals. */
export function megabytes(bytes: number): string {
  const amount = bytes / MB;
  return amount >= 100 ? grouped(Math.round(amount)) : amount.toFixed(amount < 10 ? 1 : 0);
}

/** Formats a whole number with thousands separators. */
export function grouped(number: number): string {
  return Math.round(number).toLocaleString("en-US");
}

export function times(factor: number | null): string {
  if (factor === null) return "";
  return `${factor.toFixed(factor < 10 ? 1 : 0)} ×`;
}
