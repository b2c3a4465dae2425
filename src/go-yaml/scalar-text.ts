/** Consecutive characters of a value that come from one place in the source. */
interface Run {
  /** The offset of the first character in the value. */
  readonly index: number;
  /** The offset of the first character in the source. */
  readonly at: number;
  /** Whether the source has the same characters. Otherwise all come from an escape or a line break at one place. */
  readonly isCopy: boolean;
}

/** The value of a scalar, and the place in the source of each of its characters. */
export class ScalarText {
  value = "";
  private readonly runs: Run[] = [];

  /** Appends characters that the source has at this place. */
  copy(text: string, at: number): void {
    const last = this.runs.at(-1);
    if (last === undefined || !last.isCopy || last.at - last.index !== at - this.value.length) {
      this.runs.push({ index: this.value.length, at, isCopy: true });
    }
    this.value += text;
  }

  /** Appends characters that something at this place stands for. */
  replace(text: string, at: number): void {
    if (text === "") return;
    this.runs.push({ index: this.value.length, at, isCopy: false });
    this.value += text;
  }

  /** Returns the offset in the source of a character of the value; null beyond its end. */
  offsetOf(index: number): number | null {
    if (index >= this.value.length) return null;
    const run = this.runs[lastAtOrBefore(this.runs, index)];
    if (run === undefined) return null;
    return run.isCopy ? run.at + index - run.index : run.at;
  }
}

function lastAtOrBefore(runs: readonly Run[], index: number): number {
  let low = 0;
  let high = runs.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((runs[middle]?.index ?? 0) <= index) low = middle;
    else high = middle - 1;
  }
  return low;
}
