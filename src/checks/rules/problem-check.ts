import type { ProblemKind } from "../../logql";
import type { Check } from "../check";
import { inQuery, type RuleCheckProps, ruleCheck } from "./rule-check";

/** A check that tells what Loki itself would refuse of a query, in one respect. */
export function problemCheck(kind: ProblemKind, props: Omit<RuleCheckProps, "find" | "severity">): Check {
  return ruleCheck({
    ...props,
    severity: "error",
    find: (rule) =>
      rule.problems
        .filter((problem) => problem.kind === kind)
        .map(({ got, expected, remedy, ...span }) => ({ got, expected, remedy, location: inQuery(rule, span) })),
  });
}
