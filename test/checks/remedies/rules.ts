import { inQuery, type RemedyCase } from "./remedy";

/** Remedies of the checks of rules that existed first. */
export const ruleRemedies: readonly RemedyCase[] = [
  inQuery(
    "rule-window",
    'sum by (namespace) (count_over_time({namespace="web"} |= "boom" [30s])) > 5',
    "use [2m]",
    'sum by (namespace) (count_over_time({namespace="web"} |= "boom" [2m])) > 5',
  ),
];
