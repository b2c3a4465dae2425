import { closest } from "fastest-levenshtein";
import type { Span } from "./ast";
import { TemplateError, type Token, templateError } from "./lexer";
import { literalValue } from "./string-literal";

/** Returns the content of a string literal. @throws TemplateError for an invalid escape */
export function unquoted(token: Token): string {
  const value = literalValue(token.value);
  if (typeof value === "string") return value;
  const from = token.from + value.unknownEscapeAt;
  const remedy = "double the backslash, or use backticks";
  throw templateError({ from, to: from + 2 }, `an invalid escape in ${token.value}`, remedy);
}

export function unexpected(token: Span & { readonly value: string }): TemplateError {
  return templateError(token, `"${token.value}" in a command`, "separate the arguments with spaces only");
}

/** @param known the names that exist; the remedy suggests the closest */
export function unknown(what: "function" | "variable", token: Token, known: readonly string[]): TemplateError {
  const { value, from, to } = token;
  const got = what === "function" ? `an unknown function "${value}"` : `an undeclared variable "${value}"`;
  const remedy = `did you mean "${closest(
    value,
    known.filter((name) => name !== "$"),
  )}"?`;
  return new TemplateError({ from, to, got, remedy, unknown: value });
}
