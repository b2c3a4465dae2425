import type { Block } from "../../alloy/syntax";
import { isProblem, regularExpression } from "../../logql";
import type { Check } from "../check";
import { onEveryBlock, type Problem, textOf } from "./blocks";

/** Where a regular expression stands, by the name of its block. */
const WHERE: Readonly<Record<string, string>> = {
  rule: "regex",
  "stage.drop": "expression",
  "stage.multiline": "firstline",
  "stage.regex": "expression",
  "stage.replace": "expression",
  "stage.structured_metadata": "regex",
};

export const expressions: Check = {
  id: "pipeline-expressions",
  severity: "error",
  reason: "an agent with a regular expression that RE2 doesn't compile doesn't start",
  evidence:
    'Alloy 1.18.1: "alloy validate" calls such a stage valid, because to it the expression is a text; "alloy run" ends with "regex compilation error"',
  find: onEveryBlock(problem),
};

function problem(block: Block): Problem | null {
  const name = WHERE[block.name];
  const source = name === undefined ? null : textOf(block, name);
  if (source === null) return null;
  const made = regularExpression(source);
  if (!isProblem(made)) return null;
  return {
    got: `${name} = ${JSON.stringify(source)} (${made.problem})`,
    expected: "a regular expression in RE2's syntax",
    remedy: "write it without look-around and back-references, and with every bracket closed",
  };
}
