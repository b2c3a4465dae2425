/** @see https://github.com/grafana/loki/blob/v3.7.8/pkg/logql/syntax/lex.go (functionTokens) */
export const RANGE_FUNCTIONS = [
  "rate",
  "rate_counter",
  "count_over_time",
  "bytes_rate",
  "bytes_over_time",
  "avg_over_time",
  "sum_over_time",
  "min_over_time",
  "max_over_time",
  "stdvar_over_time",
  "stddev_over_time",
  "quantile_over_time",
  "first_over_time",
  "last_over_time",
  "absent_over_time",
] as const;
export type RangeFunction = (typeof RANGE_FUNCTIONS)[number];

export const VECTOR_FUNCTIONS = [
  "sum",
  "avg",
  "max",
  "min",
  "count",
  "stddev",
  "stdvar",
  "bottomk",
  "topk",
  "approx_topk",
  "sort",
  "sort_desc",
] as const;
export type VectorFunction = (typeof VECTOR_FUNCTIONS)[number];

export const CONVERSIONS = ["bytes", "duration", "duration_seconds"] as const;
export type Conversion = (typeof CONVERSIONS)[number];

/** Every name that Loki 3.7.8 reads as a function if it is followed by a parenthesis, "by" or "without". */
export const FUNCTION_NAMES: ReadonlySet<string> = new Set([
  ...RANGE_FUNCTIONS,
  ...VECTOR_FUNCTIONS,
  ...CONVERSIONS,
  "vector",
  "label_replace",
  "ip",
]);

/**
 * The functions of line_format and label_format, in addition to Go's own.
 * @see https://github.com/grafana/loki/blob/v3.7.8/pkg/logql/log/fmt.go
 */
export const FORMAT_FUNCTIONS = `ToLower ToUpper Replace Trim TrimLeft TrimRight TrimPrefix TrimSuffix TrimSpace
  regexReplaceAll regexReplaceAllLiteral count urldecode urlencode bytes duration duration_seconds unixEpochMillis
  unixEpochNanos toDateInZone unixToTime alignLeft alignRight b64enc b64dec lower upper title trunc substr contains
  hasPrefix hasSuffix indent nindent replace repeat trim trimAll trimSuffix trimPrefix int float64 add sub mul div mod
  addf subf mulf divf max min maxf minf ceil floor round fromJson date toDate now unixEpoch default __line__
  __timestamp__`.split(/\s+/);

/** Range aggregations that accept a grouping. */
export const GROUPABLE: readonly RangeFunction[] = [
  "avg_over_time",
  "stddev_over_time",
  "stdvar_over_time",
  "quantile_over_time",
  "max_over_time",
  "min_over_time",
  "first_over_time",
  "last_over_time",
];
/** Range aggregations that accept an unwrapped range. */
export const UNWRAPPED: readonly RangeFunction[] = [
  ...GROUPABLE,
  "sum_over_time",
  "rate",
  "rate_counter",
  "absent_over_time",
];
/** Range aggregations that accept a log range. */
export const LOG_RANGE: readonly RangeFunction[] = [
  "bytes_over_time",
  "bytes_rate",
  "count_over_time",
  "rate",
  "absent_over_time",
];
