import type { Block } from "../../alloy/syntax";
import { isProblem, regularExpression } from "../../logql";
import type { Check } from "../check";
import { onEveryBlock, type Problem, textOf } from "./blocks";

/** The attribute with the regular expression, by the name of the block. */
const ATTRIBUTES: Readonly<Record<string, string>> = {
  rule: "regex",
  "stage.drop": "expression",
  "stage.multiline": "firstline",
  "stage.regex": "expression",
  "stage.replace": "expression",
  "stage.structured_metadata": "regex",
};

export const expressions: Check = {
  id: "pipeline-expressions",
  title: "Regular expressions of the pipelines compile",
  severity: "error",
  why: "an agent does not start if RE2 cannot compile one of its regular expressions",
  remedy: "use RE2's syntax",
  evidence:
    'Alloy 1.18.1: "alloy validate" accepts such a stage because it treats the expression as text; "alloy run" ends with "regex compilation error"',
  find: onEveryBlock(problem),
};

function problem(block: Block): Problem | null {
  const name = ATTRIBUTES[block.name];
  const source = name === undefined ? null : textOf(block, name);
  if (source === null) return null;
  const compiled = regularExpression(source);
  if (!isProblem(compiled)) return null;
  return {
    got: `${name} = ${JSON.stringify(source)} (${compiled.problem})`,
    expected: "a regular expression in RE2's syntax",
    remedy: "remove look-around and back-references, and close every bracket",
  };
}
