import type { Span } from "../span";

/** A piece of LogQL as Loki's lexer makes it. */
export interface Token extends Span {
  readonly kind: TokenKind;
  /** As it was written. */
  readonly text: string;
  /** A symbol's or function's name in lower case; what a string says; any other token's text. */
  readonly value: string;
  /** Of a number, its value; of a duration or range, its milliseconds; of a size, its bytes. */
  readonly amount: number;
}

/** Symbols are operators, brackets and reserved words; a function is a name that is followed by its arguments. */
export type TokenKind =
  | "symbol"
  | "function"
  | "identifier"
  | "string"
  | "number"
  | "duration"
  | "bytes"
  | "range"
  | "flag"
  | "end";
