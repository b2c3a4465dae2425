import type { RuleAnalysis } from "../../alerting/rule-analysis";
import type { Fault, FaultReason } from "../../go-template";
import { writeLabel } from "./label-remedy";
import { ownerOf } from "./template-counterparts";

/**
 * Returns what to write instead of a part of a template that fails.
 * @param written the part as the user wrote it
 */
export function faultRemedy(rule: RuleAnalysis, { reason, message }: Fault, written: string): string {
  switch (reason.kind) {
    case "field":
      return ofField(rule, reason.field, reason.type, written);
    case "comparison":
      return ofComparison(rule, reason.types, written);
    case "arguments":
      if (reason.function === "value" && reason.got === 0) return "write {{ $value }}";
      return `pass ${reason.expected} ${reason.expected === "1" ? "argument" : "arguments"} to ${reason.function}`;
    case "type":
      return ofType(rule, reason);
    case "call":
      return ofCall(rule, reason.function, message);
    case "notFunction":
      return ofArguments(rule, written);
    case "undefinedTemplate":
      return `write the text of "${reason.name}" here: a rule has no other templates`;
    case "recursion":
      return `remove "${reason.name}" from its own definition`;
    case "format":
      return ofFormat(rule, reason);
    case "noValue":
      return 'remove it, or pass the data to the template, as in {{ template "name" . }}';
    case "other":
      return message.startsWith("range") ? "range over $labels, or remove the range" : "correct or remove it";
  }
}

function ofField(rule: RuleAnalysis, field: string, type: string, written: string): string {
  const path = (/^\$?[\w]*((?:\.\w+)+)/.exec(written)?.[1] ?? "").split(".").slice(1);
  const rest = path.slice(path.indexOf(field) + 1);
  if (type === "float64" && path[0] !== "Labels") return "write {{ $value }}: the value is a number without fields";
  if (type.startsWith("struct")) return ofData(rule, field, rest);
  const names = path[0] === "Labels" ? path.slice(1) : path;
  const [label] = names;
  if (
    label !== undefined &&
    (written.startsWith("$") || path[0] === "Labels") &&
    field !== "Labels" &&
    label !== field
  ) {
    // The name of a label in Kubernetes may have dots, which are underscores in Loki.
    return writeLabel(rule, rule.labels.names.has(label) ? label : names.join("_"));
  }
  const wanted = field === "Value" ? "write {{ $value }}" : writeLabel(rule, label ?? field);
  return `${wanted}; inside {{ with }} and {{ range }}, the dot is their own value`;
}

function ofData(rule: RuleAnalysis, field: string, path: readonly string[]): string {
  const [next] = path;
  const owner = ownerOf(field, path);
  if (field === "Values" && /^[A-Z]\d*$/.test(next ?? ""))
    return "write {{ $value }}: only Grafana's alerts have .Values";
  if (owner === "Helm") return "write the value itself: Helm does not render this file";
  if (owner === "Alertmanager") return `remove it: only Alertmanager's own templates have .${field}`;
  if ((owner === "labels" || field.toLowerCase() === "labels") && next !== undefined) return writeLabel(rule, next);
  if (field.toLowerCase() === "labels") return "write {{ $labels.name }} with the name of a label";
  if (field.toLowerCase() === "value") return "write {{ $value }}";
  if (field === "alertname") return "write the alert's name: a template sees only the labels of the series";
  return writeLabel(rule, field);
}

const INTEGER = /(?<![\w.$"%])(-?\d+)(?![\w."])/g;
const QUOTED = /"(-?\d+(?:\.\d+)?)"/g;

function ofComparison(rule: RuleAnalysis, [one, other]: readonly [string, string], written: string): string {
  const types = [one, other];
  if (types.some((type) => type.startsWith("map"))) return `compare a label, as in ${exampleLabel(rule)}`;
  if (types.includes("float64") && types.includes("int")) return `write ${written.replace(INTEGER, "$1.0")}`;
  if (types.includes("float64") && types.includes("string") && written.search(QUOTED) >= 0) {
    return `write ${written.replace(QUOTED, (_, number: string) => (number.includes(".") ? number : `${number}.0`))}`;
  }
  if (types.includes("string") && /^(?:eq|ne)\b/.test(written)) {
    return `write ${written.replace(/(?<![\w.$"%])(-?\d+(?:\.\d+)?)(?![\w."])/g, '"$1"')}`;
  }
  if (types.includes("string")) return "compare numbers in the query: a label is a text";
  return "compare two values of the same type";
}

const INFIX = /^(\S+) (and|or|eq|ne|gt|ge|lt|le) (.+)$/;

function ofArguments(rule: RuleAnalysis, written: string): string {
  const [, label] = /^\$labels\s+\.(\w+)$/.exec(written) ?? [];
  if (label !== undefined) return writeLabel(rule, label);
  const [, left = "", name, right = ""] = INFIX.exec(written) ?? [];
  if (name === undefined) return "remove its arguments: only a function takes them";
  return `write ${name} ${left} ${left === "$value" ? right.replace(INTEGER, "$1.0") : right}`;
}

function ofType(rule: RuleAnalysis, { function: name, expected, got }: Extract<FaultReason, { kind: "type" }>): string {
  if (got.startsWith("map")) return `pass a label to ${name}, as in ${exampleLabel(rule)}`;
  if (expected.startsWith("template.") || expected.startsWith("*template."))
    return `pass the result of query to ${name}`;
  if (expected === "string") return `convert it first, as in {{ printf "%v" $value | ${name} }}`;
  return `pass ${expected} to ${name}`;
}

function ofCall(rule: RuleAnalysis, name: string, message: string): string {
  if (name === "query") return "write a LogQL query that returns numbers, or remove it";
  if (name === "slice")
    return `write the text first, as in {{ slice ${exampleLabel(rule)} 0 5 }}, with indexes within it`;
  if (name === "index") return `write the label, as in {{ ${exampleLabel(rule)} }}`;
  if (name === "len") return "pass a text to len";
  if (name === "match" || name === "reReplaceAll") return "correct the regular expression";
  if (message.includes("ParseFloat")) return `pass $value to ${name}, or a label that is a number`;
  if (/can't convert \*time/.test(message)) return `remove ${name}, or the conversion before it`;
  if (name === "parseDuration") return "write a duration such as 5m";
  return `correct what ${name} gets`;
}

/** The verb that prints each type. */
const VERBS: Readonly<Record<string, string>> = { string: "s", int: "d", bool: "t" };

function ofFormat(rule: RuleAnalysis, { problem, verb, type }: Extract<FaultReason, { kind: "format" }>): string {
  if (problem === "missing" && /[a-z]$/i.test(verb)) return `pass a value for ${verb}, or write %% for a percent sign`;
  if (problem === "extra") return "add a verb for each value, or remove the value";
  if (problem === "format" || !/[a-z]$/i.test(verb)) return "write %% for a percent sign";
  if (type === "float64") return `write ${withVerb(verb, /[dxXoObcqU]$/.test(verb) ? ".0f" : "v")}`;
  if (type.startsWith("map")) return `print a label, as in ${exampleLabel(rule)}`;
  return `write ${withVerb(verb, VERBS[type] ?? "v")}`;
}

/** A precision means something else for a text, and nothing for other types. */
function withVerb(verb: string, letter: string): string {
  return verb.replace(/(?:\.\d*)?.$/u, letter);
}

/** A label that the alert has. */
function exampleLabel({ labels }: RuleAnalysis): string {
  const [name = "name"] = labels.names;
  return `$labels.${name}`;
}
