import { unreadable } from "../problem";

const BLANKS = /[ \t\r\n]*/y;

/**
 * Where the next token begins: blanks and comments lie before it. Go's scanner, which Loki uses, skips Go's comments
 * too.
 * @throws Unreadable where a comment has no end
 */
export function skipped(text: string, from: number): number {
  for (let at = from; ; ) {
    const start = blanksEnd(text, at);
    const end = commentEnd(text, start);
    if (end === null) return start;
    at = end;
  }
}

function blanksEnd(text: string, from: number): number {
  BLANKS.lastIndex = from;
  BLANKS.test(text);
  return BLANKS.lastIndex;
}

function commentEnd(text: string, from: number): number | null {
  if (text[from] === "#" || text.startsWith("//", from)) return endOrLast(text, text.indexOf("\n", from));
  if (!text.startsWith("/*", from)) return null;
  const end = text.indexOf("*/", from + 2);
  if (end >= 0) return end + 2;
  throw unreadable({ from, to: text.length }, "a comment that doesn't end", "*/ at its end", "close the comment");
}

function endOrLast(text: string, end: number): number {
  return end < 0 ? text.length : end;
}
