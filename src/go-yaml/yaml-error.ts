/** The reasons why the parser rejects a text. */
export type YamlErrorKind =
  | "character"
  | "start"
  | "colon"
  | "dash-place"
  | "key-place"
  | "value-place"
  | "directive"
  | "version"
  | "anchor"
  | "tag"
  | "block-header"
  | "block-tab"
  | "plain-tab"
  | "quote"
  | "escape"
  | "document-start"
  | "content"
  | "dash"
  | "key"
  | "comma"
  | "alias"
  | "depth";

/** The first error of a text. The parser stops at it, as Go's does. */
export class YamlError extends Error {
  constructor(
    readonly kind: YamlErrorKind,
    readonly from: number,
    readonly to: number,
    /** The start of the collection, key or scalar that has the error. */
    readonly start: number = from,
  ) {
    super(`${kind} at ${from}`);
  }
}
