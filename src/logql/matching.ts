import type { LabelFilter, LineFilter, Matcher, Selection, Stage } from "./ast";
import { isProblem, matcherExpression, regularExpression } from "./patterns";

/** Whether a label's value satisfies a matcher; a label that is absent has an empty value. */
export function matches({ operator, value: { value } }: Pick<Matcher, "operator" | "value">, label: string): boolean {
  if (operator === "=") return label === value;
  if (operator === "!=") return label !== value;
  const expression = matcherExpression(value);
  if (isProblem(expression)) return false;
  return expression.test(label) === (operator === "=~");
}

/**
 * Whether a matcher selects: an absent label doesn't satisfy it.
 * @see https://github.com/grafana/loki/blob/v3.7.8/pkg/util/matchers.go
 */
export function selects(matcher: Matcher): boolean {
  return !matches(matcher, "");
}

/** A line as Loki keeps it. */
export interface Line {
  readonly text: string;
  /** The labels of its stream; a label that it has with a value that nobody can foresee is null. */
  readonly labels: ReadonlyMap<string, string | null>;
}

export type Verdict = boolean | "unknown";

/** Whether a selection takes a line, as far as that can be told without running its parsers. */
export function selectsLine({ matchers, stages }: Selection, line: Line): Verdict {
  const verdicts = [...matchers.map((matcher) => matcherVerdict(matcher, line)), ...stageVerdicts(stages, line)];
  return all(verdicts);
}

function matcherVerdict(matcher: Matcher, { labels }: Line): Verdict {
  const value = labels.get(matcher.label.name);
  return value === null ? "unknown" : matches(matcher, value ?? "");
}

function stageVerdicts(stages: readonly Stage[], line: Line): readonly Verdict[] {
  const rewritten = stages.findIndex(({ kind }) => kind === "lineFormat" || kind === "decolorize" || kind === "unpack");
  const parsed = stages.findIndex(({ kind }) => kind !== "lineFilter" && kind !== "labelFilter");
  return stages.map((stage, index) => {
    const asWritten = rewritten < 0 || index < rewritten;
    if (stage.kind === "lineFilter") return asWritten ? filterVerdict(stage, line.text) : "unknown";
    if (stage.kind !== "labelFilter") return true;
    return parsed < 0 || index < parsed ? labelVerdict(stage.filter, line) : "unknown";
  });
}

/** Before any parser a filter by labels sees those of the stream, and structured metadata that nobody can foresee. */
function labelVerdict(filter: LabelFilter, line: Line): Verdict {
  if (filter.kind === "and") return all([labelVerdict(filter.left, line), labelVerdict(filter.right, line)]);
  if (filter.kind === "or") return any([labelVerdict(filter.left, line), labelVerdict(filter.right, line)]);
  if (filter.kind !== "matcher" || !line.labels.has(filter.matcher.label.name)) return "unknown";
  return matcherVerdict(filter.matcher, line);
}

function filterVerdict({ operator, alternatives }: LineFilter, line: string): Verdict {
  const found = any(alternatives.map(({ value, address }) => (address ? "unknown" : finds(operator, value, line))));
  return found === "unknown" ? found : found === operator.startsWith("|");
}

function finds(operator: LineFilter["operator"], value: string, line: string): Verdict {
  if (operator.endsWith(">")) return "unknown";
  if (operator.endsWith("=")) return line.includes(value);
  const expression = regularExpression(value);
  // Loki simplifies an alternative of nothing away, where RE2 finds nothing everywhere.
  if (isProblem(expression) || (value.includes("|") && expression.test(""))) return "unknown";
  return expression.test(line);
}

function all(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes(false)) return false;
  return verdicts.includes("unknown") ? "unknown" : true;
}

function any(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes(true)) return true;
  return verdicts.includes("unknown") ? "unknown" : false;
}
