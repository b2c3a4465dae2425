import type { RuleAnalysis } from "../../alerting/rule-analysis";
import type { DropModel } from "../../alloy/drops";
import { type Line, parse, type Selection, selectsLine } from "../../logql";
import { inQuery, type RuleFinding, ruleCheck, written } from "./rule-check";

export const ruleSelfMatch = ruleCheck({
  id: "rule-self-match",
  severity: "error",
  reason:
    "Loki logs the text of every query, so a rule that takes Loki's own lines finds its own words there and fires",
  evidence: "Measured: a query from Grafana stands in Loki's log (metrics.go) as a line with its whole text",
  find(rule, { model }) {
    const line = ownLine(rule, model.namespace.name);
    if (isDropped(line, model.alloy.drop)) return [];
    return rule.selections
      .filter(({ selection }) => looksForText(selection) && selectsLine(selection, line) === true)
      .map(({ selection }) => finding(rule, selection));
  },
});

function isDropped(line: Line, drops: readonly DropModel[]): boolean {
  return drops.some(({ selector }) => {
    const { expression } = parse(selector);
    return expression?.kind === "logQuery" && selectsLine(expression.selection, line) === true;
  });
}

function finding(rule: RuleAnalysis, selection: Selection): RuleFinding {
  return {
    location: inQuery(rule, selection.selector),
    got: `${written(rule, selection.selector)}, which takes Loki's own log, where this query's text stands`,
    expected: "lines without those that Loki writes about queries",
    remedy: wantsLoki(selection)
      ? 'write != "metrics.go" behind the selector: that is where Loki writes about queries'
      : `write {${matchersOf(rule, selection)}, container!~"loki|alloy"}`,
  };
}

/** Whether it asks for Loki's own streams by their name, so that to leave them out would leave nothing. */
function wantsLoki({ matchers }: Selection): boolean {
  return matchers.some(({ operator, label }) => operator === "=" && OF_LOKI.includes(label.name));
}

const OF_LOKI = ["container", "app", "pod", "service_name"];

function looksForText({ stages }: Selection): boolean {
  return stages.some((stage) => stage.kind === "lineFilter" && stage.operator.startsWith("|"));
}

/** What Loki's querier writes when somebody runs the rule's query. */
function ownLine({ rule }: RuleAnalysis, namespace: string): Line {
  const query = JSON.stringify(rule.expr.value);
  return {
    text: `level=info ts=2026-01-01T00:00:00.000000000Z caller=metrics.go:285 component=querier org_id=fake latency=fast query=${query} query_type=metric range_type=range`,
    labels: new Map([
      ["namespace", namespace],
      ["pod", "loki-0"],
      ["container", "loki"],
      ["app", "loki"],
      ["node", null],
      ["service_name", "loki"],
    ]),
  };
}

function matchersOf(rule: RuleAnalysis, { selector: { from, to } }: Selection): string {
  return written(rule, { from: from + 1, to: to - 1 })
    .trim()
    .replace(/,$/, "");
}
