import type { RuleAnalysis } from "../../alerting/rule-analysis";
import { expressionsIn } from "../../logql";
import { Duration } from "../../units";
import { ruleCheck } from "./rule-check";

export const ruleRecordingName = ruleCheck({
  id: "rule-recording-name",
  title: "Recording rules follow the naming convention",
  severity: "warning",
  why: "the name of a recorded series states its level, metric and operations, so that readers know what the series contains",
  remedy: "name it level:metric:operations",
  evidence: 'https://prometheus.io/docs/practices/rules/#recording-rules, which "lokitool rules check" requires',
  find: (analysis) => {
    const { kind, name, title } = analysis.rule;
    if (kind === "alert" || name.includes(":")) return [];
    const got = `a recording rule named "${name}"`;
    return [{ location: title.location(), got, expected: "level:metric:operations", remedy: remedyFor(analysis) }];
  },
});

function remedyFor({ rule, metric }: RuleAnalysis): string {
  const [aggregation] = metric === null ? [] : expressionsIn(metric).filter(({ kind }) => kind === "rangeAggregation");
  if (aggregation?.kind !== "rangeAggregation")
    return "name it level:metric:operations, such as namespace:errors:rate5m";
  const operation = aggregation.function.replace("_over_time", "");
  return `name it level:metric:operations, such as namespace:${rule.name}:${operation}${Duration.milliseconds(aggregation.range.window.milliseconds)}`;
}
