import { prometheusDuration } from "../duration";
import { unreadable } from "../problem";
import { literalEnd, literalValue } from "../string-literal";
import { made, matchEnd } from "./scan";
import type { Token } from "./token";

const CHARACTER = /'(?:[^'\\\n]|\\.)'/uy;

/** @throws Unreadable where the text has no end, or an escape no meaning */
export function stringAt(text: string, from: number): Token {
  const to = literalEnd(text, from);
  if (to === null) {
    throw unreadable({ from, to: from + 1 }, "a text that doesn't end", "a quote at its end", "close the quote");
  }
  const value = literalValue(text.slice(from, to));
  if (typeof value === "string") return { kind: "string", from, to, text: text.slice(from, to), value, amount: 0 };
  const escaped = from + value.unknownEscapeAt;
  throw unreadable(
    { from: escaped, to: escaped + 2 },
    `an escape ${text.slice(escaped, escaped + 2)} in double quotes`,
    "one that Go knows, or a text in backticks",
    `double the backslash, or write the text in backticks: \`${text.slice(from + 1, to - 1)}\``,
  );
}

/** @throws Unreadable where the window is no duration, or has no end */
export function rangeAt(text: string, from: number): Token {
  const end = text.indexOf("]", from);
  const to = end < 0 ? text.length : end + 1;
  const amount = end < 0 ? null : prometheusDuration(text.slice(from + 1, end));
  if (amount !== null) return made("range", text, from, to, amount);
  throw unreadable(
    { from, to },
    `a window ${text.slice(from, to)}`,
    "whole numbers with their units, the largest first, in brackets",
    remedyFor(text.slice(from, to)),
  );
}

function remedyFor(window: string): string {
  if (window.includes(":")) return "write one window, like [5m]: LogQL has no subqueries";
  if (window.includes("$")) return "write a window, like [5m]: outside of Grafana its variables mean nothing";
  return "write it like [5m] or [1h30m]";
}

/** Go's scanner reads a single character in single quotes; Loki takes it for a name. */
export function characterAt(text: string, from: number): Token {
  const to = matchEnd(CHARACTER, text, from);
  if (to !== null) return made("identifier", text, from, to);
  throw unreadable({ from, to: from + 1 }, "a single quote", "double quotes or backticks", "quote the text with them");
}
