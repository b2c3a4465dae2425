import type { RuleAnalysis } from "../../alerting/rule-analysis";
import type { RuleGroup } from "../../alerting/rule-file/rule-file";
import { expressionsIn, type RangeAggregation } from "../../logql";
import type { RenderedStack } from "../../stack/rendered-stack";
import { Duration, oncePer } from "../../units";
import { effectiveConfiguration } from "../loki/effective-configuration";
import { durationAt } from "../values";
import { inQuery, type RuleFinding, ruleCheck } from "./rule-check";

export const ruleWindow = ruleCheck({
  id: "rule-window",
  title: "Windows span the evaluation interval",
  severity: "error",
  why: "if a window is shorter than the time between two evaluations, some lines are never evaluated",
  remedy: "widen the window, or shorten the group's interval",
  evidence: "the ruler evaluates once per interval, and a window reaches back only from the evaluation",
  find(rule, stack) {
    if (rule.metric === null) return [];
    const interval = intervalOf(rule.group, stack);
    return expressionsIn(rule.metric).flatMap((part) =>
      part.kind === "rangeAggregation" ? gaps(rule, part, interval) : [],
    );
  },
});

function gaps(
  rule: RuleAnalysis,
  { function: name, range }: RangeAggregation,
  interval: Duration,
): readonly RuleFinding[] {
  const window = Duration.milliseconds(range.window.milliseconds);
  if (name === "absent_over_time" || !interval.isLongerThan(window)) return [];
  return [
    {
      location: inQuery(rule, range.window),
      got: `a window of ${window}, evaluated every ${interval}`,
      expected: `a window of at least ${interval}`,
      remedy: `use [${suggestedWindow(interval)}], or set the group's interval to at most ${window.times(0.5)}`,
    },
  ];
}

/** The window to write instead of one that evaluations miss. */
export function suggestedWindow(interval: Duration): Duration {
  return interval.times(2);
}

/** The ruler's default interval. @see https://grafana.com/docs/loki/latest/configure/#ruler (evaluation_interval) */
const EVALUATION_INTERVAL = Duration.minutes(1);

const defaultInterval = oncePer(
  ({ loki }: RenderedStack) =>
    durationAt(effectiveConfiguration(loki.values), "ruler.evaluation_interval") ?? EVALUATION_INTERVAL,
);

/** The evaluation interval of a group. */
export function intervalOf({ interval }: RuleGroup, stack: RenderedStack): Duration {
  if (interval !== null && interval.toSeconds() > 0) return interval;
  return defaultInterval(stack);
}
