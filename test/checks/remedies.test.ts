import { checks } from "../../src/checks";
import { checkStack } from "../../src/checks/runner";
import type { RenderedStack } from "../../src/stack/rendered-stack";
import { chartValueRemedies } from "./remedies/chart-values";
import { dependencyRemedies } from "./remedies/dependencies";
import { expressionRemedies } from "./remedies/expressions";
import type { RemedyCase } from "./remedies/remedy";
import { ruleFileRemedies } from "./remedies/rule-files";
import { ruleRemedies } from "./remedies/rules";
import { sourceRemedies } from "./remedies/sources";
import { syntaxRemedies } from "./remedies/syntax";
import { templateRemedies } from "./remedies/templates";

const cases: readonly RemedyCase[] = [
  ...chartValueRemedies,
  ...dependencyRemedies,
  ...expressionRemedies,
  ...ruleFileRemedies,
  ...ruleRemedies,
  ...sourceRemedies,
  ...syntaxRemedies,
  ...templateRemedies,
];

const named = cases.map((one, index) => [`${one.check}: ${one.remedy} (${index})`, one] as const);

function ids(stack: RenderedStack): readonly string[] {
  return checkStack(checks, stack).findings.map(({ check }) => check.id);
}

test.each(named)("ends its finding and causes no other: %s", (_, { check, before, remedy, after }) => {
  const reported = checkStack(checks, before).findings.filter((one) => one.check.id === check);
  expect(reported.map(({ finding }) => finding.remedy)).toContainEqual(expect.stringContaining(remedy));
  const others = ids(before).filter((id) => id !== check);
  expect(ids(after).filter((id) => !others.includes(id))).toEqual([]);
});
