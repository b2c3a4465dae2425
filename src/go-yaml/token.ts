import type { Directive, Tag } from "./properties";
import type { ScalarText } from "./scalar-text";

export type ScalarStyle = "plain" | "single" | "double" | "literal" | "folded";

export type TokenKind =
  | "directive"
  | "document-start"
  | "document-end"
  | "end"
  | "block-list"
  | "block-mapping"
  | "block-end"
  | "list-start"
  | "list-end"
  | "mapping-start"
  | "mapping-end"
  | "dash"
  | "comma"
  | "key"
  | "value"
  | "alias"
  | "anchor"
  | "tag"
  | "scalar";

/** A token of a YAML text. What it contains depends on its kind. */
export interface Token {
  readonly kind: TokenKind;
  readonly from: number;
  readonly to: number;
  readonly name?: string;
  readonly tag?: Tag;
  readonly directive?: Directive;
  readonly text?: ScalarText;
  readonly style?: ScalarStyle;
}
