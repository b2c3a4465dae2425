import type { RuleAnalysis, SelectionAnalysis } from "../../alerting/rule-analysis";
import { dropOf } from "../../alloy/drops";
import { NOT_OWN, OWN_STREAMS } from "../../alloy/own-streams";
import { PODS } from "../../alloy/source-contracts";
import { type Line, type Matcher, matches, type Selection, selectsLine } from "../../logql";
import type { RenderedStack } from "../../stack/rendered-stack";
import { aggregated, isRate, numberComparisons } from "./comparison";
import { inQuery, type RuleFinding, ruleCheck, written } from "./rule-check";
import { windowOf } from "./single-line";

export const ruleSelfMatch = ruleCheck({
  id: "rule-self-match",
  title: "Rules do not match their own queries",
  severity: "error",
  why: "Loki logs the text of every query, so a rule that reads Loki's own lines finds its own text there and fires",
  remedy: "exclude the lines that Loki writes about queries",
  evidence: "measured: Loki's log (engine.go, metrics.go) has lines with the whole text of each query from Grafana",
  find: (rule, stack) =>
    rule.selections
      .filter((analysis) => selfMatches(rule, analysis, stack))
      .map(({ selection }) => finding(rule, selection)),
});

/** Returns whether a selection of a rule selects lines that Loki logs about the rule's query, and these may fire the alert. */
export function selfMatches(rule: RuleAnalysis, analysis: SelectionAnalysis, { model }: RenderedStack): boolean {
  const { selection, sources } = analysis;
  if (!sources.includes(PODS) || !filtersText(selection)) return false;
  if (exceedsOwnLines(rule, selection)) return false;
  const anywhere = onAnyNode(selection);
  return ownLines(rule, model.namespace.name).some(
    (line) => selectsLine(anywhere, line) === true && dropOf(model.alloy.drop, line) === null,
  );
}

/** Even a dashboard that shows the query and is refreshed every few seconds adds less than a line per second. */
function exceedsOwnLines({ metric }: RuleAnalysis, selection: Selection): boolean {
  const comparisons = metric === null ? [] : numberComparisons(metric);
  return comparisons.some(({ metric: compared, operator, number }) => {
    const range = aggregated(compared);
    if (range?.range.selection !== selection || !operator.startsWith(">")) return false;
    if (range.function === "count_over_time") return number > windowOf(range).toSeconds();
    return range.function === "rate" && isRate(range) && number > 1;
  });
}

/** Loki may run on the nodes that the selector names. */
function onAnyNode(selection: Selection): Selection {
  return { ...selection, matchers: selection.matchers.filter(({ label }) => label.name !== "node") };
}

function finding(rule: RuleAnalysis, selection: Selection): RuleFinding {
  return {
    location: inQuery(rule, selection.selector),
    got: `${written(rule, selection.selector)}, which selects Loki's own log, where this query's text appears`,
    expected: "a selection without the lines that Loki writes about queries",
    remedy: selection.matchers.some(selectsLoki)
      ? 'write != "query_hash=" after the selector: all lines about queries contain it'
      : `write {${[...otherMatchers(selection).map((matcher) => written(rule, matcher)), NOT_OWN].join(", ")}}`,
  };
}

/** A matcher that already excludes a container and misses Loki is a failed attempt. */
function otherMatchers({ matchers }: Selection): readonly Matcher[] {
  return matchers.filter(
    ({ label, operator, value }) =>
      !(label.name === "container" && operator === "!=" && /loki.*\||\|.*loki/.test(value.value)),
  );
}

/** Whether it selects Loki's own streams by name, so that excluding them leaves nothing. */
function selectsLoki(matcher: Matcher): boolean {
  return LOKI_LABELS.includes(matcher.label.name) && !matcher.operator.startsWith("!") && !matches(matcher, "other");
}

const LOKI_LABELS = ["container", "pod", "service_name", OWN_STREAMS.label];

function filtersText({ stages }: Selection): boolean {
  return stages.some((stage) => stage.kind === "lineFilter" && stage.operator.startsWith("|"));
}

/**
 * What Loki's querier writes about a query from Grafana. The agents drop the lines about the ruler's own evaluations.
 * @see https://github.com/grafana/loki/blob/v3.7.8/pkg/logql/engine.go#L262
 * @see https://github.com/grafana/loki/blob/v3.7.8/pkg/logql/metrics.go#L164
 */
const MESSAGES: readonly string[] = [
  'caller=engine.go:274 component=querier org_id=fake msg="executing query"',
  "caller=metrics.go:285 component=querier org_id=fake latency=fast query_type=metric range_type=range",
];

/** The lines that Loki's querier logs when it runs the rule's query. */
function ownLines({ rule }: RuleAnalysis, namespace: string): readonly Line[] {
  const query = JSON.stringify(rule.expr.value);
  const labels = new Map([
    ["namespace", namespace],
    ["pod", "loki-0"],
    ["container", "loki"],
    [OWN_STREAMS.label, OWN_STREAMS.stack],
    ["node", null],
    ["service_name", "loki"],
  ]);
  const metadata = new Map([
    ["stream", "stderr"],
    ["app", "loki"],
    ["detected_level", "info"],
  ]);
  return MESSAGES.map((message) => ({
    text: `level=info ts=2026-01-01T00:00:00.000000000Z ${message} query=${query} query_hash=1`,
    labels,
    metadata,
  }));
}
