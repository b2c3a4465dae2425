import type { RuleAnalysis } from "../../alerting/rule-analysis";
import type { RenderedStack } from "../../stack/rendered-stack";
import { Duration } from "../../units";
import { type RuleFinding, ruleCheck } from "./rule-check";
import { isShort, ofSingleLine, outlastsLine, timeInWindow, wideWindow, windowOf } from "./single-line";
import { intervalOf, suggestedWindow } from "./window";

export const ruleFor = ruleCheck({
  id: "rule-for",
  title: "A pending period is shorter than the window",
  severity: "warning",
  why: "if one line satisfies the query, a pending period (for) as long as the window never elapses: the line leaves the window first",
  remedy: "remove for, widen the window, or count more than one line",
  evidence:
    "a fact that is logged once needs no confirmation: with for: 1m an alert took 67 s (docs/original-deployment.md)",
  find: neverElapses,
});

function neverElapses(rule: RuleAnalysis, stack: RenderedStack): readonly RuleFinding[] {
  const { for: pending, kind } = rule.rule;
  const range = rule.metric === null ? null : ofSingleLine(rule.metric);
  const interval = intervalOf(rule.group, stack);
  // Only alerts wait: for in a recording rule is a mistake of its form.
  if (pending === null || range === null || kind !== "alert") return [];
  const window = windowOf(range);
  if (!outlastsLine(rule, window, interval)) return [];
  // rule-window reports a window that evaluations miss. With the one that it suggests, the period may elapse.
  if (interval.isLongerThan(window) && !outlastsLine(rule, suggestedWindow(interval), interval)) return [];
  const seen = timeInWindow(window, interval);
  const wider = isShort(window, interval) ? ` and use [${wideWindow(interval)}]` : "";
  return [
    {
      location: pending.text.location(),
      got: `for: ${pending.text.value}, while one line satisfies the query for ${window}`,
      expected:
        seen.toMilliseconds() > 0 ? `no for, or at most ${seen}: evaluations see one line for that long` : "no for",
      remedy: `remove for${wider}; if only repeated lines matter, count more than one line`,
    },
  ];
}

/** Nobody waits a day for an alert, and few Lokis run for weeks without a restart. */
const LONGEST = Duration.hours(24);

export const ruleLongFor = ruleCheck({
  id: "rule-long-for",
  title: "Pending periods last less than a day",
  severity: "warning",
  why: "the pending period starts anew after each restart of Loki and each evaluation without a result, so a long one hardly ever elapses",
  remedy: "shorten for, and count over a longer window instead",
  evidence:
    "Loki 3.7.8, measured: an alert that was pending for a minute is pending anew after a restart (pkg/ruler/memstore.go)",
  find: (rule, stack) => {
    const { for: pending, kind } = rule.rule;
    if (
      pending === null ||
      kind !== "alert" ||
      LONGEST.isLongerThan(pending.duration) ||
      neverElapses(rule, stack).length > 0
    )
      return [];
    return [
      {
        location: pending.text.location(),
        got: `for: ${pending.text.value}`,
        expected: `less than ${LONGEST}`,
        remedy: "use for: 1h or less; if the problem must last longer, count over a longer window",
      },
    ];
  },
});
