import type { SourceLocation } from "../../settings/source-location";
import { scalarOffsets } from "./scalar-offsets";
import type { SourceText } from "./source-text";

/** A text of a file, which knows where each of its characters stands there. */
export class LocatedText {
  constructor(
    readonly value: string,
    private readonly source: SourceText,
    /** Where the scalar stands in the file, with its quotes or block header. */
    private readonly from: number,
    private readonly to: number,
  ) {}

  /** Where the whole text stands. */
  location(): SourceLocation {
    return this.source.location(this.from, this.to);
  }

  /** Where a piece of it stands, by its offsets in the value. */
  placeOf({ from, to }: { readonly from: number; readonly to: number }): SourceLocation {
    const offsets = scalarOffsets(this.source.text.slice(this.from, this.to), this.value);
    const first = offsets[from];
    const last = offsets[Math.max(from, to - 1)];
    if (first === undefined)
      return this.source.location(this.from + (offsets.at(-1) ?? 0), this.from + (offsets.at(-1) ?? 0) + 1);
    return this.source.location(this.from + first, this.from + (last ?? first) + 1);
  }
}
