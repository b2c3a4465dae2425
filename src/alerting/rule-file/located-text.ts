import type { ScalarText } from "../../go-yaml";

/** A range in a file of the project. Lines and columns count from one; the end is exclusive. */
export interface SourceLocation {
  /** Relative to the project's folder, with forward slashes. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** A part of a file, and the text that YAML makes of it. */
export class LocatedText {
  constructor(
    readonly value: string,
    private readonly source: SourceText,
    /** The offsets in the file, including the quotes or block header of a scalar. */
    private readonly from: number,
    private readonly to: number,
    /** Where each character of the value comes from; null if the part isn't a scalar. */
    private readonly origin: ScalarText | null = null,
  ) {}

  /** Returns the location of the whole part. */
  location(): SourceLocation {
    return this.source.location(this.from, this.to);
  }

  /** Returns the location of a part of the value, given by its offsets in it. */
  locationOf({ from, to }: { readonly from: number; readonly to: number }): SourceLocation {
    const first = this.origin?.offsetOf(from) ?? null;
    if (first !== null)
      return this.source.location(first, (this.origin?.offsetOf(Math.max(from, to - 1)) ?? first) + 1);
    const last = this.origin?.offsetOf(this.value.length - 1) ?? this.from;
    return this.source.location(last, last + 1);
  }

  /** Returns a line of the file; empty beyond its ends. */
  line(number: number): string {
    return this.source.line(number);
  }

  /** The part as it is written in the file. */
  get written(): string {
    return this.source.text.slice(this.from, this.to);
  }
}

/** The text of a file. Converts offsets to lines and columns. */
export class SourceText {
  private readonly lineStarts: readonly number[];

  constructor(
    /** Relative to the project. */
    readonly path: string,
    readonly text: string,
  ) {
    this.lineStarts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  }

  location(from: number, to: number): SourceLocation {
    const start = this.position(from);
    const end = this.position(Math.max(from, to));
    return { file: this.path, ...start, endLine: end.line, endColumn: end.column };
  }

  /** Returns the text of a line, without its line break; empty beyond the ends of the file. */
  line(number: number): string {
    const from = this.lineStarts[number - 1];
    if (from === undefined) return "";
    return this.text.slice(from, this.lineStarts[number] ?? this.text.length).replace(/\r?\n$/, "");
  }

  private position(offset: number): { readonly line: number; readonly column: number } {
    let low = 0;
    let high = this.lineStarts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.lineStarts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (this.lineStarts[low] ?? 0) + 1 };
  }
}

/** A reason why the ruler rejects a rule file or a part of it, or drops a part of it. */
export interface RuleFileProblem {
  readonly location: SourceLocation;
  readonly got: string;
  readonly expected: string;
  readonly remedy: string;
}
