import type { Token } from "../lexer";
import { type Explanation, fragment, isSymbol, replace, type Situation, token } from "./situation";

interface Counterpart {
  /** The function of LogQL to write in its place, if that suffices. */
  readonly name: string | null;
  readonly remedy: string;
}

const instead = (name: string, example = `${name}(…)`): Counterpart => ({ name, remedy: `write ${example}` });
const none = (advice: string): Counterpart => ({ name: null, remedy: `LogQL has no counterpart: ${advice}` });

const REMOVE = none("remove the function");
const COMPARE = none("compare two ranges, as in rate(… [5m]) - rate(… [5m] offset 1h)");
const TIME = none("mute the alert at these times in Alertmanager");
const EXTRACT = "quantile_over_time(0.95, {…} | logfmt | unwrap duration [5m])";

/** Functions that PromQL has and LogQL lacks. https://prometheus.io/docs/prometheus/latest/querying/functions/ */
const PROMETHEUS: Readonly<Record<string, Counterpart>> = {
  increase: instead("count_over_time"),
  present_over_time: instead("count_over_time"),
  irate: instead("rate"),
  xrate: instead("rate"),
  absent: instead("absent_over_time", "absent_over_time({…} [15m])"),
  histogram_quantile: { name: null, remedy: `calculate the quantile of a number in the lines: ${EXTRACT}` },
  quantile: instead("quantile_over_time", EXTRACT),
  group: instead("count"),
  count_values: { name: null, remedy: "count by a label: sum by (…) (count_over_time({…} [5m]))" },
  label_join: { name: null, remedy: 'join the labels in the pipeline: | label_format name="{{.one}}-{{.other}}"' },
  sort_by_label: instead("sort"),
  sort_by_label_desc: instead("sort_desc"),
  limitk: instead("topk"),
  scalar: REMOVE,
  time: TIME,
  ...table(TIME, "hour minute month year day_of_week day_of_month day_of_year days_in_month timestamp"),
  ...table(REMOVE, "abs ceil floor round clamp clamp_min clamp_max exp ln log2 log10 sqrt sgn sin cos tan deg rad pi"),
  ...table(COMPARE, "delta idelta deriv changes resets predict_linear holt_winters double_exponential_smoothing"),
  ...table(
    none("count the lines that contain the value"),
    "histogram_count histogram_sum histogram_avg histogram_fraction histogram_stddev histogram_stdvar",
  ),
  ...table(none("use stddev_over_time"), "mad_over_time"),
};

function table(counterpart: Counterpart, names: string): Record<string, Counterpart> {
  return Object.fromEntries(names.split(" ").map((name) => [name, counterpart]));
}

/** increase({…}[5m]), histogram_quantile(0.9, …) */
export function prometheusFunction(situation: Situation): Explanation | null {
  const { tokens } = situation;
  const here = token(situation);
  const counterpart = Object.hasOwn(PROMETHEUS, here.text.toLowerCase())
    ? PROMETHEUS[here.text.toLowerCase()]
    : undefined;
  if (counterpart === undefined || !isSymbol(token(situation, 1), "(")) return null;
  const got = `the Prometheus function "${here.text}"`;
  if (tokens.some((_, index) => isMetric(tokens, index))) {
    const remedy = "move the rule to Prometheus: Loki has log lines, not metrics";
    return { span: here, got, expected: "a query on log lines", remedy, edits: null };
  }
  const edits = counterpart.name === null ? null : [replace(here, counterpart.name)];
  const remedy = (here.text.toLowerCase() === "absent" ? absenceOfLines(situation) : null) ?? counterpart.remedy;
  return { span: here, got, expected: "a function of LogQL", remedy, edits };
}

/** The absence of the lines that the argument of absent counts, as in absent(rate({…}[5m])). */
function absenceOfLines({ text, tokens, at }: Situation): string | null {
  const rest = tokens.slice(at);
  const selector = rest.find((one) => isSymbol(one, "{"));
  const range = rest.find(({ kind, from }) => kind === "range" && selector !== undefined && from > selector.from);
  if (selector === undefined || range === undefined) return null;
  return `write absent_over_time(${fragment(text, { from: selector.from, to: range.to })})`;
}

/** Whether a token is the name of a metric: a name before a range, braces, or alone in parentheses. */
function isMetric(tokens: readonly Token[], index: number): boolean {
  const [before, one, next] = [tokens[index - 1], tokens[index], tokens[index + 1]];
  if (one?.kind !== "identifier" || next === undefined) return false;
  if (next.kind === "range" || isSymbol(next, "{")) return !(before !== undefined && isSymbol(before, "|", "unwrap"));
  if (before !== undefined && isOperator(before) && (isOperator(next) || isSymbol(next, ")") || next.kind === "end"))
    return true;
  const keyword = tokens[index - 2];
  const grouping =
    keyword !== undefined && isSymbol(keyword, "by", "without", "on", "ignoring", "group_left", "group_right");
  return (
    before !== undefined && isSymbol(before, "(") && isSymbol(next, ")", ",") && !grouping && keyword?.kind !== "symbol"
  );
}

function isOperator(one: Token): boolean {
  return isSymbol(one, "+", "-", "*", "/", "%", ">", ">=", "<", "<=", "==", "unless");
}

const LANGUAGES: readonly (readonly [RegExp, string])[] = [
  [/^\s*select\s[\s\S]*\sfrom\s/i, "SQL"],
  [
    /^\s*(?:search\s+)?(?:index|sourcetype|source)\s*=\s*\S+[\s\S]*\|\s*(?:stats|timechart|eval|rex|where|table|top)\b/i,
    "SPL, the language of Splunk",
  ],
  [/^\s*(?:fields|filter|stats|parse)\s[\s\S]*@\w+/i, "the language of CloudWatch Logs Insights"],
  [/^\s*\w+\s*\|\s*(?:where|summarize|extend|project|take)\s/i, "KQL, the language of Azure Monitor"],
  [/^\s*[\w.@]+:\s*(?:"|\*|\(|\S+\s+(?:AND|OR|NOT)\s)/, "Lucene or KQL, the languages of Kibana"],
  [/^\s*\{\s*"(?:query|bool|size)"\s*:/, "the query DSL of Elasticsearch"],
];

/** A query in a language of another system. */
export function otherLanguage({ text, tokens }: Situation): Explanation | null {
  const [, language] = LANGUAGES.find(([pattern]) => pattern.test(text)) ?? [];
  const [first] = tokens;
  if (language === undefined || first === undefined) return null;
  const remedy = 'start with a selector and filter its lines: {namespace="web"} |= "error"';
  return { span: first, got: `a query in ${language}`, expected: "a query in LogQL", remedy, edits: null };
}
