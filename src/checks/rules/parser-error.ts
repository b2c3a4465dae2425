import type { RuleAnalysis } from "../../alerting/rule-analysis";
import {
  type Expression,
  expressionsIn,
  type LabelFilter,
  type LabelSet,
  type LogRange,
  type Metric,
  matches,
  type Stage,
} from "../../logql";
import { filterFault } from "./filter";
import { inQuery, type RuleFinding, ruleCheck, written } from "./rule-check";

export const ruleParserError = ruleCheck({
  id: "rule-parser-error",
  title: "Queries drop lines that fail to parse",
  severity: "warning",
  why: "one line that is not JSON fails the whole evaluation, and the rule stays silent while the line is in the window",
  remedy: 'write | __error__="" after the parser',
  evidence:
    "measured on Loki 3.7.8: pipeline error: 'JSONParserErr' for sum by (namespace) (count_over_time({…} | json [5m]))",
  find: (rule) => (rule.metric === null ? [] : labelledRanges(rule.metric).flatMap((range) => unguarded(rule, range))),
});

/** The ranges whose labels matter. Loki does not parse lines for a sum over everything, and absent_over_time has no lines. */
function labelledRanges(metric: Metric): readonly LogRange[] {
  const parts = expressionsIn(metric);
  const unlabelled = parts
    .filter(sumsEverything)
    .map((part) => (part.kind === "vectorAggregation" ? part.operand : part));
  return parts.flatMap((part) =>
    part.kind === "rangeAggregation" && part.function !== "absent_over_time" && !unlabelled.includes(part)
      ? [part.range]
      : [],
  );
}

function sumsEverything(part: Expression): boolean {
  if (part.kind !== "vectorAggregation" || part.function !== "sum") return false;
  return part.grouping === null || (part.grouping.by && part.grouping.labels.length === 0);
}

function unguarded(rule: RuleAnalysis, { selection, unwrap }: LogRange): readonly RuleFinding[] {
  const at = selection.stages.findIndex(({ kind }) => kind === "json" || kind === "unpack");
  const parser = selection.stages[at];
  const { labels } = rule.linesOf(selection);
  if (rule.selections.some((one) => one.selection === selection && filterFault(one, rule) !== null)) return [];
  if (parser === undefined || unwrap !== null || labels.open) return [];
  if (selection.stages.slice(0, at).some(filtersJson)) return [];
  if (selection.stages.slice(at).some((stage) => excludesErrors(stage, labels))) return [];
  return [
    {
      location: inQuery(rule, parser),
      got: `${written(rule, parser)}, after which nothing removes lines that fail to parse`,
      expected: "a filter that removes such lines",
      remedy: `write ${written(rule, parser)} | __error__=""`,
    },
  ];
}

/** A filter for quotes or braces may already select only JSON. */
function filtersJson(stage: Stage): boolean {
  return stage.kind === "lineFilter" && stage.alternatives.some(({ value }) => /["{]/.test(value));
}

function excludesErrors(stage: Stage, stream: LabelSet): boolean {
  if (stage.kind === "lineFilter") return filtersJson(stage);
  if (stage.kind === "labelFilter") return !mayPass(stage.filter, stream);
  return stage.kind === "drop" && stage.labels.some((label) => label.kind === "name" && label.name === "__error__");
}

/**
 * Whether a line that failed to parse can pass: it has only the labels of its stream and __error__.
 * @see https://github.com/grafana/loki/blob/v3.7.8/pkg/logql/log/ip.go (filterTy: a line with an error passes)
 */
function mayPass(filter: LabelFilter, stream: LabelSet): boolean {
  switch (filter.kind) {
    case "and":
      return mayPass(filter.left, stream) && mayPass(filter.right, stream);
    case "or":
      return mayPass(filter.left, stream) || mayPass(filter.right, stream);
    case "matcher": {
      const { name } = filter.matcher.label;
      if (name === "__error__") return matches(filter.matcher, "JSONParserErr");
      return stream.mayHave(name) || matches(filter.matcher, "");
    }
    case "address":
      return true;
    default:
      return stream.mayHave(filter.label.name);
  }
}
