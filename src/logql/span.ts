/** A piece of an expression's text, by its offsets in UTF-16 code units; the end is exclusive. */
export interface Span {
  readonly from: number;
  readonly to: number;
}
