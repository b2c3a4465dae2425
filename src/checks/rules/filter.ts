import type { RuleAnalysis, SelectionAnalysis } from "../../alerting/rule-analysis";
import { canParse, EVENTS, JOURNAL } from "../../alloy/source-contracts";
import { mayParse, rangesIn, type Step } from "../../logql";
import { oncePer } from "../../units";
import { absentLabel } from "./absent-label";
import { aliveBefore, firstOf, linesBefore, type SourceSteps, sourceSteps, valuesIn } from "./filter-steps";
import { explainValue } from "./impossible-value";
import { inQuery, type RuleFinding, ruleCheck, written } from "./rule-check";

export const ruleFilter = ruleCheck({
  id: "rule-filter",
  title: "Lines can pass label filters",
  severity: "error",
  why: "a filter that no line passes selects nothing, and Loki reports no error",
  remedy: "filter by a label that the lines have or a parser extracts, with a value that it may have",
  evidence: "measured on Loki 3.7.8: only a parser makes a label of a field, for the stages after it; docs/logs.md",
  find: (rule) => rule.selections.flatMap((analysis) => filterFault(analysis, rule) ?? []),
});

/**
 * Returns the first finding about a selection that no line passes, or null. No lines are left after it, so other checks of the
 * selection are then moot.
 */
export const filterFault = oncePer((analysis: SelectionAnalysis, rule: RuleAnalysis): RuleFinding | null => {
  const sources = sourceSteps(analysis, rule);
  const [{ steps } = { steps: [] }] = sources;
  for (const [index, step] of steps.entries()) {
    const place = { ...step, index, alive: aliveBefore(sources, index) };
    const fault = parserFault(rule, analysis, place) ?? conditionFault(rule, place) ?? journalField(rule, place);
    if (fault !== null) return fault;
  }
  return unwrapFault(rule, analysis, aliveBefore(sources, steps.length));
});

interface Place extends Omit<Step, "before"> {
  readonly index: number;
  /** The sources whose lines the step receives. */
  readonly alive: readonly SourceSteps[];
}

function parserFault(
  rule: RuleAnalysis,
  { selection: { stages } }: SelectionAnalysis,
  { stage, index, alive }: Place,
): RuleFinding | null {
  const { kind } = stage;
  if (kind !== "json" && kind !== "unpack") return null;
  if (stages.slice(0, stages.indexOf(stage)).some((earlier) => earlier.kind === "lineFormat")) return null;
  const isForeign = (one: SourceSteps) =>
    !canParse(one.source, kind, linesBefore(one, index).values.get("transport")?.only ?? null);
  const [first] = alive;
  if (first === undefined || !alive.every(isForeign)) return null;
  const isEvents = first.source === EVENTS;
  return {
    location: inQuery(rule, stage),
    got: `${written(rule, stage)} of ${isEvents ? EVENTS.lines : "lines of the kernel"}, which are not JSON`,
    expected: isEvents ? "logfmt, the format of events" : "a parser for plain text",
    remedy: isEvents ? "write | logfmt" : "write | regexp `…(?P<name>…)…`",
  };
}

/**
 * Fields that journald adds to a message. Agents turn some into labels and drop the others.
 * @see https://www.freedesktop.org/software/systemd/man/latest/systemd.journal-fields.html
 */
const JOURNAL_FIELD = /^(?:__journal_)?_*(?:SYSTEMD_\w+|SYSLOG_\w+|PRIORITY|HOSTNAME|TRANSPORT|COMM|EXE|CMDLINE)$/i;

function journalField(rule: RuleAnalysis, { condition, alive }: Place): RuleFinding | null {
  if (condition?.kind !== "matcher" || alive.length === 0 || alive.some(({ source }) => source !== JOURNAL))
    return null;
  const { label, operator, value } = condition.matcher;
  const isField = JOURNAL_FIELD.test(label.name) && /[A-Z]|^_/.test(label.name);
  if (!isField || operator.startsWith("!") || value.value === "") return null;
  return {
    location: inQuery(rule, condition),
    got: `| ${written(rule, condition)}, a field of journald, while a line is only its message`,
    expected: "a label of the stream, or a text of the message",
    remedy: `remove ${written(rule, condition)} and its parser; select by node, transport or unit, or search with |=`,
  };
}

function conditionFault(rule: RuleAnalysis, { condition, index, alive }: Place): RuleFinding | null {
  if (condition === null || alive.length === 0 || alive.some(({ last }) => last !== index)) return null;
  const lines = alive.map((source) => linesBefore(source, index));
  const leaf = firstOf(condition);
  const label = leaf.kind === "matcher" ? leaf.matcher.label : leaf.label;
  const location = inQuery(rule, condition);
  const text = `| ${written(rule, condition)}`;
  if (!lines.some(({ labels }) => labels.mayHave(label.name))) {
    const { because, ...absent } = absentLabel(rule, { name: label.name, filter: leaf, index, alive });
    return { location, got: `${text}: ${because}`, ...absent };
  }
  const values = valuesIn(lines, label.name);
  const expected = values?.described ?? "a value that the label may have";
  if (leaf.kind !== "matcher" || values === null) {
    const isInteger = values?.numeric === true;
    const remedy = isInteger
      ? "write the number without a unit"
      : `compare ${label.name} with one of its values, in quotes`;
    return { location, got: `${text}, which fails at every evaluation`, expected, remedy };
  }
  const { because, remedy } = explainValue(leaf.matcher, values);
  return { location, got: `${text}${because}`, expected, remedy };
}

function unwrapFault(
  rule: RuleAnalysis,
  analysis: SelectionAnalysis,
  alive: readonly SourceSteps[],
): RuleFinding | null {
  const range = rule.metric === null ? undefined : rangesIn(rule.metric).find(isRangeOf(analysis));
  const unwrap = range?.unwrap ?? null;
  if (unwrap === null || alive.length === 0) return null;
  const { name } = unwrap.label;
  const location = inQuery(rule, unwrap);
  const text = written(rule, unwrap);
  if (!alive.some(({ after }) => after.labels.mayHave(name))) {
    const index = alive[0]?.steps.length ?? 0;
    const { because, ...absent } = absentLabel(rule, { name, filter: null, index, alive });
    return { location, got: `${text}: ${because}`, ...absent };
  }
  const values = alive.map(({ after }) => after.values.get(name));
  const unit = unwrap.conversion === null || unwrap.conversion === "bytes" ? "number" : "duration";
  if (values.some((known) => mayParse(known, unit))) return null;
  const isInteger = values[0]?.numeric === true;
  return {
    location,
    got: `${text}, which fails at every evaluation`,
    expected: values[0]?.described ?? "a number",
    remedy: isInteger
      ? `write | unwrap ${name}`
      : "unwrap a label with numbers, or count the lines with count_over_time",
  };
}

function isRangeOf({ selection }: SelectionAnalysis) {
  return (range: { readonly selection: object }) => range.selection === selection;
}
