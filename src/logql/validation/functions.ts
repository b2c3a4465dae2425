import type { RangeFunction } from "../functions";
import type { Problem } from "../problem";
import type { Span } from "../span";
import type { RangeAggregation, VectorAggregation } from "../tree/expression";

/** What takes a grouping of its own. */
export const GROUPED: readonly RangeFunction[] = [
  "avg_over_time",
  "stddev_over_time",
  "stdvar_over_time",
  "quantile_over_time",
  "max_over_time",
  "min_over_time",
  "first_over_time",
  "last_over_time",
];
const OF_VALUES: readonly RangeFunction[] = [...GROUPED, "sum_over_time", "rate", "rate_counter", "absent_over_time"];
const OF_LINES: readonly RangeFunction[] = [
  "bytes_over_time",
  "bytes_rate",
  "count_over_time",
  "rate",
  "absent_over_time",
];

/**
 * What Loki refuses of a function of lines, or null.
 * @see https://github.com/grafana/loki/blob/v3.7.8/pkg/logql/syntax/ast.go (RangeAggregationExpr.validate)
 */
export function rangeAggregationProblem(aggregation: RangeAggregation): Problem | null {
  const { function: name, functionSpan, parameter, grouping, range } = aggregation;
  if (name === "quantile_over_time" && parameter === null) {
    return refused(functionSpan, `${name} without a quantile`, "a number first", `write ${name}(0.95, …)`);
  }
  if (name !== "quantile_over_time" && parameter !== null) {
    return refused(parameter, `a parameter of ${name}`, "only the range", `leave out "${parameter.text},"`);
  }
  if (grouping !== null && !GROUPED.includes(name)) return ungrouped(aggregation, grouping);
  if (range.unwrap !== null && !OF_VALUES.includes(name)) {
    const { label } = range.unwrap;
    return refused(range.unwrap, `${name} of unwrapped values`, "lines", `leave out "| unwrap ${label.name}"`);
  }
  if (range.unwrap !== null || OF_LINES.includes(name)) return null;
  const remedy = "name the label that holds the number: | unwrap …";
  return refused(functionSpan, `${name} of lines`, "values that unwrap takes from a label", remedy);
}

function ungrouped({ function: name }: RangeAggregation, grouping: Span & { readonly by: boolean }): Problem {
  const word = grouping.by ? "by" : "without";
  const remedy = `group around it: sum ${word} (…) (${name}(…))`;
  return refused(grouping, `${name} with ${word}`, "a grouping of an aggregation around it", remedy);
}

/** What Loki refuses of an aggregation of series, or null. */
export function vectorAggregationProblem(aggregation: VectorAggregation): Problem | null {
  const { function: name, functionSpan, parameter, grouping } = aggregation;
  if (!name.endsWith("k")) {
    if (parameter !== null) {
      return refused(parameter, `a parameter of ${name}`, "only series", `leave out "${parameter.text},"`);
    }
    if (!name.startsWith("sort") || grouping === null || grouping.labels.length === 0) return null;
    return refused(grouping, `${name} with a grouping`, "series as they are", "leave the grouping out");
  }
  if (parameter === null) {
    return refused(functionSpan, `${name} without a number`, "how many series, first", `write ${name}(10, …)`);
  }
  if (!/^0*[1-9]\d*$/.test(parameter.text)) {
    return refused(
      parameter,
      `${name} of ${parameter.text} series`,
      "a whole number above zero",
      `write ${name}(10, …)`,
    );
  }
  if (name !== "approx_topk" || grouping === null) return null;
  return refused(grouping, `${name} with a grouping`, "series that an aggregation in it has grouped", "group inside");
}

function refused({ from, to }: Span, got: string, expected: string, remedy: string): Problem {
  return { kind: "function", moment: "load", from, to, got, expected, remedy };
}
