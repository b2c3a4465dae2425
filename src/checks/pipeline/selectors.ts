import type { Block } from "../../alloy/syntax";
import { literalValue } from "../../go-template";
import { isProblem, regularExpression } from "../../logql";
import type { Check } from "../check";
import { onEveryBlock, type Problem, textOf } from "./blocks";

/** What stage.match reads is a small part of LogQL: matchers, and filters of lines, each with a text in double quotes. */
const TEXT = String.raw`"(?:[^"\\\n]|\\.)*"`;
const MATCHER = String.raw`[A-Za-z_]\w*\s*(?:=~|!~|!=|=)\s*${TEXT}`;
const FILTER = String.raw`(?:\|=|\|~|!=|!~)\s*${TEXT}`;
const SELECTOR = new RegExp(String.raw`^\s*\{\s*${MATCHER}(?:\s*,\s*${MATCHER})*\s*\}(?:\s*${FILTER})*\s*$`);
const OPERATION = new RegExp(String.raw`(=~|!~|!=|\|=|\|~|=)\s*(${TEXT})`, "g");

export const selectors: Check = {
  id: "pipeline-selectors",
  severity: "error",
  reason: "an agent doesn't start with a selector that stage.match can't read, and it reads less than Loki does",
  evidence:
    'Alloy 1.18.1: "alloy validate" calls them valid; with backticks, "{}" or a parser "alloy run" ends with "invalid selector syntax", with a bad expression it panics (internal/loki/logql)',
  find: onEveryBlock(problem),
};

function problem(block: Block): Problem | null {
  const selector = block.name === "stage.match" ? textOf(block, "selector") : null;
  if (selector === null || (SELECTOR.test(selector) && [...selector.matchAll(OPERATION)].every(compiles))) return null;
  return {
    got: `selector = ${JSON.stringify(selector)}`,
    expected:
      "at least one matcher, and filters of lines, with every text in double quotes and every expression in RE2's syntax",
    remedy: 'write it like \'{namespace="web"} |= "GET /healthz"\'',
  };
}

/** A text that Go can read; behind a tilde, one that compiles. */
function compiles([, operator = "", literal = ""]: RegExpMatchArray): boolean {
  const text = literalValue(literal);
  return typeof text === "string" && !(operator.endsWith("~") && isProblem(regularExpression(text)));
}
