import type { Span } from "../span";

/** A name that stands in an expression: of a label, mostly. */
export interface Name extends Span {
  readonly kind: "name";
  readonly name: string;
}

/** What a string literal says. */
export interface Text extends Span {
  readonly kind: "text";
  readonly value: string;
}
