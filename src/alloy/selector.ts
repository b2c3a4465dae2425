import type { TextForm } from "../wording";

const STRING = String.raw`"(?:[^"\\\p{Cc}\uFEFF]|\\.)*"`;
const MATCHER = String.raw`[A-Za-z_][A-Za-z0-9_]*\s*(?:=~|!~|!=|=)\s*${STRING}`;
const FILTER = String.raw`(?:\|=|\|~|!=|!~)\s*${STRING}`;
const SELECTOR = new RegExp(String.raw`^\{\s*${MATCHER}(?:\s*,\s*${MATCHER})*\s*\}(?:\s*${FILTER})*\s*$`, "u");

/**
 * What Alloy's stage.match takes: matchers and line filters, with every text in double quotes (it doesn't read
 * backticks, as Loki does). Alloy finds a wrong one only when it starts, and then does not start at all.
 */
export const dropSelector: TextForm = {
  pattern: { test: (text) => SELECTOR.test(text) && strings(text).every(compiles) && selects(text) },
  wanted: "a stream selector with line filters, every text in double quotes, that leaves some streams out",
  because: "an agent that can't read it doesn't start, and one that matches every stream drops every line",
  remedy: 'write it like \'{namespace="web"} |= "GET /healthz"\', with regular expressions in RE2\'s syntax',
};

interface Quoted {
  readonly operator: string;
  readonly value: string;
}

function strings(text: string): readonly Quoted[] {
  const found = text.matchAll(new RegExp(String.raw`(=~|!~|!=|\|=|\|~|=)\s*(${STRING})`, "gu"));
  return [...found].map(([, operator = "", quoted = ""]) => ({ operator, value: unquoted(quoted) }));
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

/** At least one matcher that an absent label doesn't satisfy. */
function selects(text: string): boolean {
  const selector = text.slice(0, text.indexOf("}") + 1);
  return strings(selector).some(
    ({ operator, value }) =>
      (operator === "=" && value !== "") || (operator === "=~" && expression(`^(?:${value})$`)?.test("") === false),
  );
}

function expression(value: string): RegExp | null {
  try {
    return new RegExp(value.replace(/^\(\?[a-z]+\)/, ""), "u");
  } catch {
    return null;
  }
}
