import { numberedLine } from "../../test/components/numbered-lines";

/** The time from the writing of a line until a query finds it, in seconds. Null if none found it. */
export type Lag = number | null;

/** A source that writes a line a second, and the lines that it has written. */
export class Source {
  private readonly writtenAt: number[] = [];
  private readonly lags: Lag[] = [];
  private readonly missing = new Set<number>();

  constructor(readonly name: string) {}

  /** Returns the next line, which is written now. */
  next(): string {
    const number = this.writtenAt.push(Date.now()) - 1;
    this.lags.push(null);
    this.missing.add(number);
    return numberedLine(number, `source=${this.name}`);
  }

  /** Records that a query found a line. */
  found(number: number): void {
    const writtenAt = this.writtenAt[number];
    if (writtenAt !== undefined && this.missing.delete(number)) this.lags[number] = (Date.now() - writtenAt) / 1_000;
  }

  /** When the oldest line that no query has found was written, in Unix milliseconds. Null if all were found. */
  get oldestMissing(): number | null {
    const [number] = this.missing;
    return number === undefined ? null : (this.writtenAt[number] ?? null);
  }

  get result(): readonly Lag[] {
    return this.lags;
  }
}

/** Returns the number and the source of a line. */
export function lineOf(line: string): { readonly number: number; readonly source: string } | null {
  const [, number, source] = /^number=(\d+) source=(\S+)/.exec(line) ?? [];
  return number === undefined || source === undefined ? null : { number: Number(number), source };
}
