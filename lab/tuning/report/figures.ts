import type { Outcome, Race } from "../race";
import type { TuningName } from "../tunings";

const MB = 1e6;

/** Where a day's bytes on the device come from, in bytes. */
export interface Parts {
  readonly checkpoints: number;
  readonly segments: number;
  readonly chunks: number;
  /** Index, and what the file system writes for itself. */
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

export function outcomeOf({ outcomes }: Race, name: TuningName): Outcome | null {
  return outcomes.find(({ tuning }) => tuning === name) ?? null;
}

/** How many times as much one tuning writes as another. */
export function ratio(race: Race, one: TuningName, other: TuningName): number | null {
  const [a, b] = [outcomeOf(race, one), outcomeOf(race, other)];
  return a === null || b === null ? null : a.day.deviceBytes / b.day.deviceBytes;
}

/** Decimal megabytes, as disks are sold: three digits that count. */
export function megabytes(bytes: number): string {
  const amount = bytes / MB;
  return amount >= 100 ? grouped(Math.round(amount)) : amount.toFixed(amount < 10 ? 1 : 0);
}

/** A whole number with a comma before each three digits. */
export function grouped(number: number): string {
  return Math.round(number).toLocaleString("en-US");
}

export function times(factor: number | null): string {
  if (factor === null) return "";
  return `${factor.toFixed(factor < 10 ? 1 : 0)} ×`;
}
