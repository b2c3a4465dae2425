import type { LabelFilter, LineFilter, Matcher, Selection, Stage } from "./ast";
import { isProblem, matcherExpression, regularExpression } from "./patterns";

/** Returns whether a label's value satisfies a matcher. An absent label has an empty value. */
export function matches({ operator, value: { value } }: Pick<Matcher, "operator" | "value">, label: string): boolean {
  if (operator === "=") return label === value;
  if (operator === "!=") return label !== value;
  const expression = matcherExpression(value);
  // An invalid expression matches nothing.
  if (isProblem(expression)) return operator === "!~";
  return expression.test(label) === (operator === "=~");
}

/**
 * Returns whether a matcher requires its label, so that an absent label doesn't satisfy it.
 * @see https://github.com/grafana/loki/blob/v3.7.8/pkg/util/matchers.go
 */
export function selects(matcher: Matcher): boolean {
  return !matches(matcher, "");
}

/** A line as Loki stores it. */
export interface Line {
  readonly text: string;
  /** The labels of its stream. An unpredictable value is null. */
  readonly labels: ReadonlyMap<string, string | null>;
  /**
   * Its structured metadata, which only label filters see.
   * @default - unknown
   */
  readonly metadata?: ReadonlyMap<string, string>;
}

export type Match = boolean | "unknown";

/** Returns whether a selection selects a line, or "unknown" if only its parsers can tell. */
export function selectsLine({ matchers, stages }: Selection, line: Line): Match {
  const results = [...matchers.map((matcher) => matchesLabel(matcher, line)), ...stageMatches(stages, line)];
  return all(results);
}

function matchesLabel(matcher: Matcher, { labels }: Line): Match {
  const value = labels.get(matcher.label.name);
  return value === null ? "unknown" : matches(matcher, value ?? "");
}

function stageMatches(stages: readonly Stage[], line: Line): readonly Match[] {
  const rewritten = stages.findIndex(({ kind }) => kind === "lineFormat" || kind === "decolorize" || kind === "unpack");
  const parsed = stages.findIndex(({ kind }) => kind !== "lineFilter" && kind !== "labelFilter");
  return stages.map((stage, index) => {
    const asWritten = rewritten < 0 || index < rewritten;
    if (stage.kind === "lineFilter") return asWritten ? matchesFilter(stage, line.text) : "unknown";
    if (stage.kind !== "labelFilter") return true;
    return parsed < 0 || index < parsed ? matchesLabels(stage.filter, line) : "unknown";
  });
}

/** Before the first parser, a label filter applies to the stream's labels and to structured metadata. */
function matchesLabels(filter: LabelFilter, line: Line): Match {
  if (filter.kind === "and") return all([matchesLabels(filter.left, line), matchesLabels(filter.right, line)]);
  if (filter.kind === "or") return any([matchesLabels(filter.left, line), matchesLabels(filter.right, line)]);
  if (filter.kind !== "matcher") return "unknown";
  const { name } = filter.matcher.label;
  const metadata = line.metadata?.get(name);
  if (metadata !== undefined) return matches(filter.matcher, metadata);
  return line.labels.has(name) ? matchesLabel(filter.matcher, line) : "unknown";
}

function matchesFilter({ operator, alternatives }: LineFilter, line: string): Match {
  const matched = any(
    alternatives.map(({ value, address }) => (address ? "unknown" : contains(operator, value, line))),
  );
  return matched === "unknown" ? matched : matched === operator.startsWith("|");
}

/** Returns whether a text stands anywhere within the line, or "unknown" for other patterns. */
function matchesPattern(pattern: string, line: string): Match {
  const [, text = ""] = /^<_>([^<>]+)<_>$/.exec(pattern) ?? [];
  const at = line.indexOf(text, 1);
  return text === "" ? "unknown" : at > 0 && at + text.length < line.length;
}

function contains(operator: LineFilter["operator"], value: string, line: string): Match {
  if (operator.endsWith(">")) return matchesPattern(value, line);
  if (operator.endsWith("=")) return line.includes(value);
  const expression = regularExpression(value);
  // Loki removes an empty alternative, which in RE2 would match every line.
  if (isProblem(expression) || (value.includes("|") && expression.test(""))) return "unknown";
  return expression.test(line);
}

function all(results: readonly Match[]): Match {
  if (results.includes(false)) return false;
  return results.includes("unknown") ? "unknown" : true;
}

function any(results: readonly Match[]): Match {
  if (results.includes(true)) return true;
  return results.includes("unknown") ? "unknown" : false;
}
