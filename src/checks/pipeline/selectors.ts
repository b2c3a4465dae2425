import type { Block } from "../../alloy/syntax";
import { literalValue } from "../../go-template";
import { isProblem, regularExpression } from "../../logql";
import type { Check } from "../check";
import { onEveryBlock, type Problem, textOf } from "./blocks";

/** stage.match supports a small part of LogQL: matchers and line filters, each with a text in double quotes. */
const TEXT = String.raw`"(?:[^"\\\n]|\\.)*"`;
const MATCHER = String.raw`[A-Za-z_]\w*\s*(?:=~|!~|!=|=)\s*${TEXT}`;
const FILTER = String.raw`(?:\|=|\|~|!=|!~)\s*${TEXT}`;
const SELECTOR = new RegExp(String.raw`^\s*\{\s*${MATCHER}(?:\s*,\s*${MATCHER})*\s*\}(?:\s*${FILTER})*\s*$`);
const OPERATION = new RegExp(String.raw`(=~|!~|!=|\|=|\|~|=)\s*(${TEXT})`, "g");

export const selectors: Check = {
  id: "pipeline-selectors",
  title: "stage.match can parse its selectors",
  severity: "error",
  why: "an agent does not start if stage.match cannot parse a selector, and stage.match supports less than Loki",
  remedy: "use matchers and line filters, with every text in double quotes",
  evidence:
    'Alloy 1.18.1: "alloy validate" accepts them; with backticks, "{}" or a parser, "alloy run" ends with "invalid selector syntax"; with an invalid expression it panics (internal/loki/logql)',
  find: onEveryBlock(problem),
};

function problem(block: Block): Problem | null {
  const selector = block.name === "stage.match" ? textOf(block, "selector") : null;
  if (selector === null || (SELECTOR.test(selector) && [...selector.matchAll(OPERATION)].every(compiles))) return null;
  return {
    got: `selector = ${JSON.stringify(selector)}`,
    expected:
      "at least one matcher, then line filters, with every text in double quotes and every expression in RE2's syntax",
    remedy: 'use this form: \'{namespace="web"} |= "GET /healthz"\'',
  };
}

/** Whether Go can read the text, and RE2 can compile it after a tilde. */
function compiles([, operator = "", literal = ""]: RegExpMatchArray): boolean {
  const text = literalValue(literal);
  return typeof text === "string" && !(operator.endsWith("~") && isProblem(regularExpression(text)));
}
