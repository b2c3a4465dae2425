import type { RuleAnalysis } from "../../alerting/rule-analysis";
import type { DropModel } from "../../alloy/drops";
import { type Line, parse, type Selection, selectsLine } from "../../logql";
import { inQuery, type RuleFinding, ruleCheck, written } from "./rule-check";

export const ruleSelfMatch = ruleCheck({
  id: "rule-self-match",
  title: "Rules do not match their own queries",
  severity: "error",
  why: "Loki logs the text of every query, so a rule that reads Loki's own lines finds its own text there and fires",
  remedy: "exclude the lines that Loki writes about queries",
  evidence: "measured: Loki's log (metrics.go) has a line with the whole text of each query from Grafana",
  find(rule, { model }) {
    const line = ownLine(rule, model.namespace.name);
    if (isDropped(line, model.alloy.drop)) return [];
    return rule.selections
      .filter(({ selection }) => filtersText(selection) && selectsLine(selection, line) === true)
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
    got: `${written(rule, selection.selector)}, which selects Loki's own log, where this query's text appears`,
    expected: "a selection without the lines that Loki writes about queries",
    remedy: selectsLoki(selection)
      ? 'write != "metrics.go" after the selector: Loki writes about queries there'
      : `write {${matchersOf(rule, selection)}, container!~"loki|alloy"}`,
  };
}

/** Whether it selects Loki's own streams by name, so that excluding them leaves nothing. */
function selectsLoki({ matchers }: Selection): boolean {
  return matchers.some(({ operator, label }) => operator === "=" && LOKI_LABELS.includes(label.name));
}

const LOKI_LABELS = ["container", "app", "pod", "service_name"];

function filtersText({ stages }: Selection): boolean {
  return stages.some((stage) => stage.kind === "lineFilter" && stage.operator.startsWith("|"));
}

/** The line that Loki's querier logs when it runs the rule's query. */
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
