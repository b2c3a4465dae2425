import fc from "fast-check";

/** A metric query and the streams to evaluate it on. */
export interface Evaluation {
  readonly query: string;
  readonly streams: readonly Stream[];
}

interface Stream {
  readonly labels: { readonly namespace: string; readonly pod: string };
  readonly entries: readonly { readonly ago: number; readonly line: string }[];
}

const one = (values: readonly string[]) => fc.constantFrom(...values);
/** Joins the texts that the arbitraries produce. */
const joined = (...parts: readonly (fc.Arbitrary<string> | string)[]) =>
  fc
    .tuple(...parts.map((part) => (typeof part === "string" ? fc.constant(part) : part)))
    .map((texts) => texts.join(" "));

const selector = one([
  '{namespace="web"}',
  '{namespace="db"}',
  '{namespace=~".+"}',
  '{namespace=~"web|db"}',
  '{namespace="web", pod="a"}',
  '{namespace="none"}',
]);
const stages = one([
  "",
  "",
  '|= "boom"',
  '!= "boom"',
  "| logfmt",
  '| logfmt | level="error"',
  "| logfmt level | drop pod",
  "| label_format x=pod",
  "| label_format x=`{{.pod}}`",
  "| logfmt | keep level, namespace",
  '| logfmt | level=~"error|warn"',
]);
const window = one(["[1m]", "[5m]", "[5m]", "[10m]", "[5m] offset 1m"]);
const counted = one(["rate", "count_over_time", "bytes_over_time", "bytes_rate", "absent_over_time"]);
const range = joined(counted, "(", selector, stages, window, ")");
const unwrapped = joined(
  one(["max_over_time", "sum_over_time", "stddev_over_time"]),
  "(",
  selector,
  "| logfmt | unwrap code",
  window,
  ")",
);

const grouping = one([
  "",
  "",
  "by (namespace)",
  "by (pod)",
  "by (namespace, pod)",
  "without (pod)",
  "by (level)",
  "by ()",
  "by (absent)",
]);
const aggregation = joined(one(["sum", "sum", "max", "min", "avg", "count", "stddev"]), grouping);
const number = one(["0", "1", "0.5", "2", "5", "100", "0.01", "-1", "3"]);
const comparison = one([">", ">=", "<", "<=", "==", "!=", "> bool"]);
const matching = one([
  "",
  "",
  "on (namespace)",
  "on ()",
  "ignoring (pod)",
  "on (pod)",
  "on (namespace) group_left",
  "on () group_right",
]);
const replaced = one(['"pod", "$1", "pod", "(.*)"', '"x", "k", "namespace", "a"', '"namespace", "", "pod", ""']);

/** Two conditions on one metric. */
const conditions = fc
  .tuple(aggregation, range, one(["and", "unless"]), comparison, number)
  .map(([name, operand, operator, sign, limit]) => {
    const metric = `${name} (${operand})`;
    return `((${metric} > 2) ${operator} (${metric} ${sign.replace(" bool", "")} ${limit}))`;
  });

/** A share of the lines of a selector. */
const share = fc
  .tuple(
    grouping,
    one(["rate", "count_over_time"]),
    selector,
    one(['|= "boom"', '| logfmt | level="error"']),
    one(["/", ">", "<"]),
  )
  .map(
    ([by, name, of, filter, operator]) =>
      `(sum ${by} (${name}(${of} ${filter} [5m])) ${operator} sum ${by} (${name}(${of} [5m])))`,
  );

const { metric } = fc.letrec<{ metric: string }>((tie) => ({
  metric: fc.oneof(
    { maxDepth: 3, depthIdentifier: "metric" },
    range,
    unwrapped,
    conditions,
    share,
    joined(aggregation, "(", tie("metric"), ")"),
    joined("(", tie("metric"), comparison, number, ")"),
    joined("(", number, one(["*", "-", "/", "+", ">", "<"]), tie("metric"), ")"),
    joined("(", tie("metric"), one(["*", "-", "/", "+", "%", "^"]), number, ")"),
    joined("(", tie("metric"), one(["/", "+", "-", "*", ">", "<=", "=="]), matching, tie("metric"), ")"),
    joined("(", tie("metric"), one(["and", "or", "unless"]), tie("metric"), ")"),
    joined("(", tie("metric"), one(["and", "or", "unless"]), one(["vector(0)", "vector(5)"]), ")"),
    joined("topk(2,", tie("metric"), ")"),
    joined("label_replace(", tie("metric"), ",", replaced, ")"),
  ),
}));

const entry = fc.record({
  ago: fc.integer({ min: 1, max: 400 }),
  line: one(["level=error code=5 boom", "level=info code=0", "level=warn code=-3", "plain boom", "", "level= code=7"]),
});
const labels = fc.record({ namespace: one(["web", "db"]), pod: one(["a", "b", "c"]) });
const stream: fc.Arbitrary<Stream> = fc.record({ labels, entries: fc.array(entry, { maxLength: 5 }) });

/** Metric queries with operations whose sides match or don't, on a few streams. */
export const evaluations: fc.Arbitrary<Evaluation> = fc.record({
  query: metric,
  streams: fc.uniqueArray(stream, {
    maxLength: 4,
    selector: ({ labels: { namespace, pod } }) => `${namespace} ${pod}`,
  }),
});
