import type { RuleAnalysis } from "../../alerting/rule-analysis";
import { EVENTS } from "../../alloy/source-contracts";
import { type LogRange, type Metric, matchersOf, type NumberComparison, rangesIn, type Selection } from "../../logql";
import { Duration } from "../../units";
import { aggregated, isCount, isRate, numberComparisons } from "./comparison";
import { inQuery, type RuleFinding, ruleCheck, written } from "./rule-check";
import { isShort, outlastsLine, singleLineRanges, wideWindow, windowOf } from "./single-line";
import { intervalOf } from "./window";

/** @see https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#restart-policy */
const MAX_BACK_OFF = Duration.minutes(5);

export const ruleFlapping = ruleCheck({
  id: "rule-flapping",
  title: "Alerts do not flap",
  severity: "warning",
  why: "people stop reading an alert that fires, resolves and fires again for a single problem",
  remedy: "compare with a threshold, or widen the window",
  evidence: "rules/log-alerts.yaml: with a window of one back-off, each failure would be a separate alert",
  find: (rule, stack) => {
    if (rule.rule.kind !== "alert" || rule.metric === null) return [];
    const exact = numberComparisons(rule.metric).flatMap((comparison) => exactNumber(rule, comparison));
    const backOffs = rangesIn(rule.metric).flatMap((range) => shorterThanBackOff(rule, range));
    const isExplained = exact.length > 0 || backOffs.length > 0;
    return isExplained ? [...exact, ...backOffs] : singleEvaluations(rule, rule.metric, intervalOf(rule.group, stack));
  },
});

/** A line fires the alert at one evaluation and resolves it at the next. A pending period prevents both. */
function singleEvaluations(rule: RuleAnalysis, metric: Metric, interval: Duration): readonly RuleFinding[] {
  return singleLineRanges(metric).flatMap((range) => {
    const window = windowOf(range);
    const hasGaps = interval.isLongerThan(window);
    if (hasGaps || !isShort(window, interval) || outlastsLine(rule, window, interval)) return [];
    return [
      {
        location: inQuery(rule, range.range.window),
        got: `a window of ${window}, evaluated every ${interval}, while a single line fires the alert`,
        expected: `a window of several intervals, at least ${interval.times(2)}`,
        remedy: `use [${wideWindow(interval)}]: the alert then lasts as long as lines keep coming`,
      },
    ];
  });
}

/** One more line makes an equality false. */
function exactNumber(
  rule: RuleAnalysis,
  { operation, metric, operator, number }: NumberComparison,
): readonly RuleFinding[] {
  const aggregation = aggregated(metric);
  if (aggregation === null || operation.bool || number <= 0) return [];
  if ((operator !== "==" && operator !== "!=") || !(isCount(aggregation) || isRate(aggregation))) return [];
  return [
    {
      location: inQuery(rule, operation.operatorSpan),
      got: `${aggregation.function} ${operator} ${number}`,
      expected: "a threshold that stays true after one more line",
      remedy: `use >= ${number}`,
    },
  ];
}

function shorterThanBackOff(rule: RuleAnalysis, { selection, window }: LogRange): readonly RuleFinding[] {
  const length = Duration.milliseconds(window.milliseconds);
  if (length.isLongerThan(MAX_BACK_OFF) || !selectsBackOffs(rule, selection)) return [];
  return [
    {
      location: inQuery(rule, window),
      got: `container back-offs in a window of ${written(rule, window)}`,
      expected: `more than ${MAX_BACK_OFF}, the kubelet's maximum back-off`,
      remedy: "use [15m]: a container that fails repeatedly then causes a single alert",
    },
  ];
}

function selectsBackOffs({ linesOf, selections }: RuleAnalysis, selection: Selection): boolean {
  const analysis = selections.find((other) => other.selection === selection);
  if (analysis === undefined || analysis.sources.length !== 1 || analysis.sources[0] !== EVENTS) return false;
  const { labels } = linesOf(selection);
  return (
    labels.mayHave("job") &&
    selection.stages.some((stage) => {
      if (stage.kind === "lineFilter") {
        return (
          stage.operator === "|=" &&
          stage.alternatives.every(({ value }) => /Back-off restarting|reason=BackOff/.test(value))
        );
      }
      if (stage.kind !== "labelFilter") return false;
      return matchersOf(stage.filter).some(
        ({ label, operator, value }) => label.name === "reason" && operator === "=" && value.value === "BackOff",
      );
    })
  );
}
