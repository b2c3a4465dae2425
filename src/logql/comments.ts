import type { Span } from "./ast";

const STRING_OR_COMMENT = /"(?:[^"\\\n]|\\.)*"|`[^`]*`|'(?:[^'\\\n]|\\.)*'|\/\*[\s\S]*?\*\/|(?:#|\/\/)[^\n]*/g;

/** Returns the comments of a query that end only with their line. A "#" in a string doesn't start one. */
export function lineComments(query: string): readonly Span[] {
  return [...query.matchAll(STRING_OR_COMMENT)]
    .filter(([text]) => text.startsWith("#") || text.startsWith("//"))
    .map(({ 0: text, index }) => ({ from: index, to: index + text.length }));
}
