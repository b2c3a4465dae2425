import type { RuleAnalysis } from "../../alerting/rule-analysis";
import { expressionsIn } from "../../logql";
import { Duration } from "../../units";
import { ruleCheck } from "./rule-check";

export const ruleRecordingName = ruleCheck({
  id: "rule-recording-name",
  severity: "warning",
  reason: "the name of a recorded series tells its level, metric and operations, or nobody knows what it holds",
  evidence: "https://prometheus.io/docs/practices/rules/#recording-rules, which lokitool rules check asks for",
  find: (analysis) => {
    const { kind, name, title } = analysis.rule;
    if (kind === "alert" || name.includes(":")) return [];
    const got = `a recording rule named "${name}"`;
    return [{ location: title.location(), got, expected: "level:metric:operations", remedy: remedyFor(analysis) }];
  },
});

function remedyFor({ rule, metric }: RuleAnalysis): string {
  const [aggregation] = metric === null ? [] : expressionsIn(metric).filter(({ kind }) => kind === "rangeAggregation");
  if (aggregation?.kind !== "rangeAggregation") return "name it level:metric:operations, like namespace:errors:rate5m";
  const operation = aggregation.function.replace("_over_time", "");
  return `name it like namespace:${rule.name}:${operation}${Duration.milliseconds(aggregation.range.window.milliseconds)}`;
}
