import type { SourceLocation } from "../../settings/source-location";

/** A file's text, in which offsets become lines and columns. */
export class SourceText {
  private readonly lineStarts: readonly number[];

  constructor(
    /** Relative to the project's folder. */
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
