import type { Span } from "./ast";

/** A string, which keeps its spaces, or whitespace. */
const STRING_OR_SPACE = /"(?:[^"\\]|\\.)*"|`[^`]*`|\s+/g;

/** Returns the text of a part of a query without the whitespace outside its strings. */
export function compactText(text: string, { from, to }: Span): string {
  return text.slice(from, to).replace(STRING_OR_SPACE, (part) => (part.trim() === "" ? "" : part));
}
