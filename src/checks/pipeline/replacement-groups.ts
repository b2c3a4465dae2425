import type { Block } from "../../alloy/syntax";
import { isProblem, regularExpression } from "../../logql";
import type { Check } from "../check";
import { onEveryBlock, type Problem, textOf } from "./blocks";

/** Go reads the longest name: "$1_" is the group "1_". @see https://pkg.go.dev/regexp#Regexp.Expand */
const GROUP = /\$(?:\$|\{(\w+)\}|(\w+))/g;

export const replacementGroups: Check = {
  id: "pipeline-replacement-groups",
  title: "Replacements refer to groups that exist",
  severity: "error",
  why: "Go replaces an unknown group with an empty string, so a path or a label silently loses a part",
  remedy: "put the group's number in braces after the dollar sign",
  evidence:
    'Alloy 1.18.1, run with regex "(.+)/(.+)" and replacement "/var/$1_$2/x" on "n1/p1": the result is "/var/p1/x", because Go reads the group "1_"; "alloy validate" accepts it',
  find: onEveryBlock(problem),
};

function problem(block: Block): Problem | null {
  const replacement = textOf(block, "replacement");
  if (block.name !== "rule" || replacement === null) return null;
  const expression = regularExpression(textOf(block, "regex") ?? "(.*)");
  if (isProblem(expression)) return null;
  const missing = groupsIn(replacement).filter((group) => !has(expression, group));
  if (missing.length === 0) return null;
  return {
    got: `replacement = ${JSON.stringify(replacement)}, without a group ${missing.map((group) => `"${group}"`).join(" and ")}`,
    expected: `groups of ${JSON.stringify(textOf(block, "regex") ?? "(.*)")}, in braces`,
    remedy: "put the group's number in braces after the dollar sign",
  };
}

function groupsIn(replacement: string): readonly string[] {
  return [...replacement.matchAll(GROUP)].flatMap(([, braced, bare]) => braced ?? bare ?? []);
}

function has({ groups, names }: { groups: number; names: readonly string[] }, group: string): boolean {
  return /^\d+$/.test(group) ? Number(group) <= groups : names.includes(group);
}
