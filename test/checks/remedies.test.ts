import { checks, ruleChecks, stackChecks } from "../../src/checks";
import type { Check } from "../../src/checks/check";
import { checkStack } from "../../src/checks/runner";
import type { RenderedStack } from "../../src/stack/rendered-stack";
import { accessRemedies } from "./remedies/access";
import { chartValueRemedies } from "./remedies/chart-values";
import { dependencyRemedies } from "./remedies/dependencies";
import { deploymentRemedies } from "./remedies/deployment";
import { expressionRemedies } from "./remedies/expressions";
import type { RemedyCase } from "./remedies/remedy";
import { ruleFileRemedies } from "./remedies/rule-files";
import { ruleRemedies } from "./remedies/rules";
import { sourceRemedies } from "./remedies/sources";
import { syntaxRemedies } from "./remedies/syntax";
import { templateRemedies } from "./remedies/templates";

const cases: readonly RemedyCase[] = [
  ...accessRemedies,
  ...chartValueRemedies,
  ...dependencyRemedies,
  ...deploymentRemedies,
  ...expressionRemedies,
  ...ruleFileRemedies,
  ...ruleRemedies,
  ...sourceRemedies,
  ...syntaxRemedies,
  ...templateRemedies,
];

const named = cases.map((one, index) => [`${one.check}: ${one.remedy} (${index})`, one] as const);

/** Rule files affect no values and pipelines, so a case that changes only these needs no other checks. */
const ofRuleFiles: readonly Check[] = [...ruleChecks, ...stackChecks];

function checksOf({ before, after }: RemedyCase): readonly Check[] {
  const isSame = before.loki === after.loki && before.agent === after.agent && before.events === after.events;
  return isSame ? ofRuleFiles : checks;
}

test.each(named)("ends its finding and causes no other: %s", (_, one) => {
  const found = (stack: RenderedStack) => checkStack(checksOf(one), stack).findings;
  const before = found(one.before);
  const reported = before.filter(({ check }) => check.id === one.check);
  expect(reported.map(({ finding }) => finding.remedy)).toContainEqual(expect.stringContaining(one.remedy));
  const others = before.map(({ check }) => check.id).filter((id) => id !== one.check);
  const caused = found(one.after).filter(({ check }) => !others.includes(check.id));
  expect(caused.map(({ check, finding }) => `${check.id}: ${finding.got}`)).toEqual([]);
});

/** Checks without a case, each with the reason. */
const WITHOUT: readonly (readonly [ids: RegExp, reason: string])[] = [
  [/^pipeline-/, "the stack renders the pipelines, so that no remedy is for a user"],
  [/^rule-(file-ignored|directory)$/, "the remedy moves files: test/alerting/rule-directory.test.ts"],
];

test("covers every check", () => {
  const covered = new Set(cases.map(({ check }) => check));
  const isExempt = (id: string) => WITHOUT.some(([ids]) => ids.test(id));
  expect(checks.map(({ id }) => id).filter((id) => !covered.has(id) && !isExempt(id))).toEqual([]);
  expect([...covered].filter(isExempt)).toEqual([]);
});
