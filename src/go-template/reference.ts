/** Something that a template reads: .a.b, $x.y, or index $x "y". */
export interface Reference {
  /** The variable's name with its dollar, or a dot for what the template is given. */
  readonly root: string;
  readonly path: readonly string[];
  readonly from: number;
  readonly to: number;
}
