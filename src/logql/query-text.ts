import type { Span } from "./ast";

/** A string, which keeps its spaces, or whitespace. */
const STRING_OR_SPACE = /"(?:[^"\\]|\\.)*"|`[^`]*`|\s+/g;

/** Returns the text of a part of a query without the whitespace outside its strings. */
export function compactText(text: string, { from, to }: Span): string {
  return text.slice(from, to).replace(STRING_OR_SPACE, (part) => (part.trim() === "" ? "" : part));
}

const STRING_OR_COMMENT = /"(?:[^"\\\n]|\\.)*"|`[^`]*`|'(?:[^'\\\n]|\\.)*'|\/\*[\s\S]*?\*\/|(?:#|\/\/)[^\n]*/g;

/** Returns the comments of a query that end only with their line. A "#" in a string doesn't start one. */
export function lineComments(query: string): readonly Span[] {
  return [...query.matchAll(STRING_OR_COMMENT)]
    .filter(([text]) => text.startsWith("#") || text.startsWith("//"))
    .map(({ 0: text, index }) => ({ from: index, to: index + text.length }));
}
