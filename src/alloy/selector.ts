import type { TextForm } from "../wording";

const STRING = String.raw`"(?:[^"\\\p{Cc}\uFEFF]|\\.)*"`;
const MATCHER = String.raw`(?:namespace|pod|container|node|app)\s*(?:=~|!~|!=|=)\s*${STRING}`;
const FILTER = String.raw`(?:\|=|\|~|!=|!~)\s*${STRING}`;
const SELECTOR = new RegExp(String.raw`^(\{\s*${MATCHER}(?:\s*,\s*${MATCHER})*\s*\})(?:\s*${FILTER})*\s*$`, "u");
const OPERATION = new RegExp(String.raw`(=~|!~|!=|\|=|\|~|=)\s*(${STRING})`, "gu");

/**
 * What Alloy's stage.match takes of a pod's lines: matchers and line filters, with every text in double quotes (it doesn't read
 * backticks, as Loki does). Alloy finds a wrong one only when it starts, and then does not start at all.
 */
export const dropSelector: TextForm = {
  pattern: { test: isDropSelector },
  wanted:
    "a selector by namespace, pod, container, node or app, with line filters, every text in double quotes, that leaves some streams out",
  because: "an agent that can't read it doesn't start, and one that matches every stream drops every line",
  remedy: 'write it like \'{namespace="web"} |= "GET /healthz"\', with regular expressions in RE2\'s syntax',
};

function isDropSelector(text: string): boolean {
  const [, matchers] = SELECTOR.exec(text) ?? [];
  return matchers !== undefined && strings(text).every(compiles) && strings(matchers).some(leavesStreamsOut);
}

interface Quoted {
  readonly operator: string;
  readonly value: string;
}

function strings(text: string): readonly Quoted[] {
  return [...text.matchAll(OPERATION)].map(([, operator = "", quoted = ""]) => ({ operator, value: unquoted(quoted) }));
}

function unquoted(quoted: string): string {
  try {
    return String(JSON.parse(quoted));
  } catch {
    return "(";
  }
}

function compiles({ operator, value }: Quoted): boolean {
  return !operator.endsWith("~") || expression(value) !== null;
}

/** A matcher that an absent label doesn't satisfy. */
function leavesStreamsOut({ operator, value }: Quoted): boolean {
  return (operator === "=" && value !== "") || (operator === "=~" && expression(`^(?:${value})$`)?.test("") === false);
}

/** An expression of RE2 as JavaScript reads it; null for what RE2 would not compile either. */
function expression(value: string): RegExp | null {
  if (/\(\?<?[=!]|\\[1-9]/.test(value)) return null;
  try {
    return new RegExp(value.replaceAll("(?P<", "(?<").replace(/\(\?[imsU]+\)/g, ""));
  } catch {
    return null;
  }
}
