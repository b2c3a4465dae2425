import { isIP } from "node:net";
import { RE2JS } from "re2js";
import {
  ANY,
  CallError,
  escapeQuery,
  type GoFunction,
  goBool,
  goFloat,
  goString,
  NIL,
  type Parameter,
  type PointerValue,
  type SliceValue,
  STRING,
  stringMap,
  type Value,
} from "../../go-template";
import { parse, prometheusDuration } from "../../logql";
import { humanize, humanize1024, humanizeDuration, humanizePercentage, humanizer, toNumber } from "./humanize";
import { durationOf, timeOf, timeText } from "./time";

/** What the functions return that depends on the time and the data. */
export interface Circumstances {
  /** The time of the evaluation, in seconds. */
  readonly now: number;
  /** The value of the sample that each query in a template returns. */
  readonly queried: number;
}

const QUERY_RESULT: Parameter = {
  type: "template.queryResult",
  literal: "none",
  nil: { kind: "slice", type: "template.queryResult", items: [] },
};
const SAMPLE: Parameter = {
  type: "*template.sample",
  literal: "none",
  nil: { kind: "pointer", type: "*template.sample", to: null },
};

/**
 * Returns a function of alert templates, in addition to Go's own.
 * @see https://github.com/prometheus/prometheus/blob/v3.12.0/template/template.go
 */
export function alertFunction(name: string, { now, queried }: Circumstances): GoFunction | undefined {
  if (name === "now") return of([], () => goFloat(now));
  return name === "query" ? of([STRING], query(queried)) : FUNCTIONS.get(name);
}

function of(parameters: readonly Parameter[], call: (...args: readonly Value[]) => Value): GoFunction {
  return { parameters, call: (args) => call(...args) };
}

function ofText(call: (...texts: readonly string[]) => Value, count = 1): GoFunction {
  return of(
    Array.from({ length: count }, () => STRING),
    (...args) => call(...args.map(textOf)),
  );
}

function textOf(value: Value | undefined): string {
  return value?.kind === "string" ? value.value : "";
}

const FUNCTIONS: ReadonlyMap<string, GoFunction> = new Map<string, GoFunction>([
  ["first", of([QUERY_RESULT], first)],
  ["label", of([STRING, SAMPLE], (name, sample) => labelOf(textOf(name), sample))],
  ["value", of([SAMPLE], (sample) => fieldOf(sample, "Value"))],
  ["strvalue", of([SAMPLE], (sample) => labelOf("__value__", sample))],
  ["sortByLabel", of([STRING, QUERY_RESULT], (_, result = NIL) => result)],
  ["args", { parameters: [], variadic: ANY, call: numbered }],
  ["reReplaceAll", ofText((pattern = "", by = "", text = "") => goString(replaceAll(pattern, by, text)), 3)],
  ["match", ofText((pattern = "", text = "") => goBool(compiled(pattern).matcher(text).find()), 2)],
  ["safeHtml", ofText((text = "") => goString(text, "template.HTML"))],
  ["title", ofText((text = "") => goString(titled(text)))],
  ["toUpper", ofText((text = "") => goString(text.toUpperCase()))],
  ["toLower", ofText((text = "") => goString(text.toLowerCase()))],
  ["graphLink", ofText((expression = "") => goString(`/graph?g0.expr=${escapeQuery(expression)}&g0.tab=0`))],
  ["tableLink", ofText((expression = "") => goString(`/graph?g0.expr=${escapeQuery(expression)}&g0.tab=1`))],
  ["stripPort", ofText((address = "") => goString(hostAndPort(address)?.host ?? address))],
  ["stripDomain", ofText((address = "") => goString(stripDomain(address)))],
  ["humanize", humanizer(humanize)],
  ["humanize1024", humanizer(humanize1024)],
  ["humanizeDuration", humanizer(humanizeDuration)],
  ["humanizePercentage", humanizer(humanizePercentage)],
  ["humanizeTimestamp", humanizer((value) => (Number.isFinite(value) ? timeText(value) : humanize(value)))],
  ["toTime", of([ANY], (value) => timeOf(toNumber(value)))],
  ["toDuration", of([ANY], (value) => durationOf(toNumber(value)))],
  // The stack doesn't set the ruler's external URL.
  ["pathPrefix", of([], () => goString(""))],
  ["externalURL", of([], () => goString(""))],
  ["parseDuration", ofText((text = "") => goFloat(secondsOf(text)))],
  ["urlQueryEscape", ofText((text = "") => goString(escapeQuery(text)))],
]);

/** The names of the functions. */
export const FUNCTION_NAMES: readonly string[] = [...FUNCTIONS.keys(), "now", "query"];

/** Loki's ruler runs a query in a template as LogQL, and fails if it returns no numbers. */
function query(value: number): (text: Value | undefined) => Value {
  return (text) => {
    const { expression, problems } = parse(textOf(text));
    const [problem] = problems.filter(({ phase }) => phase === "load");
    if (problem !== undefined) throw new CallError(`Loki can't parse the query: ${problem.got}`, false);
    if (expression?.kind === "logQuery") throw new CallError("rule result is not a vector or scalar", false);
    const fields = new Map<string, Value>([
      ["Labels", stringMap([])],
      ["Value", goFloat(value)],
    ]);
    const sample: PointerValue = {
      kind: "pointer",
      type: "*template.sample",
      to: { kind: "struct", type: "template.sample", fields },
    };
    return { kind: "slice", type: "template.queryResult", items: [sample] } satisfies SliceValue;
  };
}

function first(result: Value | undefined): Value {
  const item = result?.kind === "slice" ? result.items[0] : undefined;
  if (item === undefined) throw new CallError("first() called on vector with no elements", true);
  return item;
}

function fieldOf(sample: Value | undefined, name: string): Value {
  const target = sample?.kind === "pointer" ? sample.to : null;
  const field = target?.kind === "struct" ? target.fields.get(name) : undefined;
  if (field === undefined) throw new CallError("invalid memory address or nil pointer dereference", true);
  return field;
}

function labelOf(name: string, sample: Value | undefined): Value {
  const labels = fieldOf(sample, "Labels");
  return (labels.kind === "map" ? labels.entries.get(name) : undefined) ?? goString("");
}

function numbered(args: readonly Value[]): Value {
  const entries = new Map(args.map((value, index) => [`arg${index}`, value] as const));
  return { kind: "map", type: "map[string]interface {}", entries, zero: NIL };
}

function compiled(pattern: string): RE2JS {
  try {
    return RE2JS.compile(pattern);
  } catch (error) {
    throw new CallError(error instanceof Error ? error.message : String(error), false);
  }
}

const REFERENCE = /\$(?:\$|\{(\w+)\}|(\w+))/g;

/** @see https://pkg.go.dev/regexp#Regexp.ReplaceAllString */
function replaceAll(pattern: string, template: string, text: string): string {
  const expression = compiled(pattern);
  const matcher = expression.matcher(text);
  const groups = expression.groupCount();
  let result = "";
  let end = 0;
  while (matcher.find()) {
    const group = (name: string) => {
      if (!/^\d+$/.test(name)) return name in expression.namedGroups() ? (matcher.group(name) ?? "") : "";
      return Number(name) <= groups ? (matcher.group(Number(name)) ?? "") : "";
    };
    result += text.slice(end, matcher.start());
    result += template.replace(REFERENCE, (whole, braced?: string, plain?: string) =>
      whole === "$$" ? "$" : group(braced ?? plain ?? ""),
    );
    end = matcher.end();
  }
  return result + text.slice(end);
}

/** Capitalizes the first letter of each word. The words of Unicode contain single dots, quotes and underscores. */
function titled(text: string): string {
  return text.replace(/[\p{L}\p{N}_]+(?:[.'’:·][\p{L}\p{N}_]+)*/gu, (word) =>
    word.replace(/\p{L}/u, (letter) => letter.toUpperCase()),
  );
}

/** @see https://pkg.go.dev/net#SplitHostPort */
function hostAndPort(address: string): { readonly host: string; readonly port: string } | null {
  const [, bracketed, plain, port] = /^(?:\[([^[\]]*)\]|([^:[\]]*)):([^:[\]]*)$/.exec(address) ?? [];
  return port === undefined ? null : { host: bracketed ?? plain ?? "", port };
}

function stripDomain(address: string): string {
  const { host, port } = hostAndPort(address) ?? { host: address, port: "" };
  if (isIP(host) !== 0) return address;
  const [name = ""] = host.split(".");
  return port === "" ? name : `${name}:${port}`;
}

/** @see https://github.com/prometheus/common/blob/v0.67.5/model/time.go (ParseDurationAllowNegative) */
function secondsOf(text: string): number {
  const sign = text.startsWith("-") ? -1 : 1;
  const milliseconds = prometheusDuration(sign < 0 ? text.slice(1) : text);
  if (milliseconds === null) throw new CallError(`not a valid duration: "${text}"`, true);
  return (sign * milliseconds) / 1000;
}
