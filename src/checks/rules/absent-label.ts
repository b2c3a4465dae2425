import type { RuleAnalysis } from "../../alerting/rule-analysis";
import { EVENTS } from "../../alloy/source-contracts";
import { type LabelFilter, type Matcher, type Stage, selects } from "../../logql";
import { linesBefore, type SourceSteps } from "./filter-steps";
import { explainValue } from "./impossible-value";
import { suggestLabel, written } from "./rule-check";

/** A label that a stage reads and that no line has there. */
export interface AbsentLabel {
  readonly name: string;
  /** The filter that reads it; null for another stage. */
  readonly filter: LabelFilter | null;
  /** The index of the step that reads it. */
  readonly index: number;
  /** The sources whose lines the stage receives. */
  readonly alive: readonly SourceSteps[];
}

export interface AbsentLabelText {
  readonly because: string;
  readonly expected: string;
  readonly remedy: string;
}

/** Explains why the lines have no such label, and how they get it. */
export function absentLabel(rule: RuleAnalysis, absent: AbsentLabel): AbsentLabelText {
  const { name } = absent;
  const stages = (absent.alive[0]?.steps ?? []).map(({ stage }) => stage);
  const because = `nothing before it sets the label "${name}"`;
  const expected = `one of ${labelsThere(absent)}`;
  const removed = removedBefore(rule, stages, absent);
  if (removed !== null)
    return { because: `${removed.text} removed the label "${name}"`, expected, remedy: removed.remedy };
  const later = setLater(stages, absent);
  if (later !== undefined) return { because, expected, remedy: laterRemedy(rule, later, absent) };
  const remedy = absent.alive.every(({ source }) => source === EVENTS)
    ? eventRemedy(rule, stages, absent)
    : (extractionRemedy(rule, stages, absent) ?? parserRemedy(rule, absent));
  return { because, expected, remedy };
}

function labelsThere({ alive, index }: AbsentLabel): string {
  return [...new Set(alive.flatMap((source) => [...linesBefore(source, index).labels.names]))].join(", ");
}

function has({ alive, name }: AbsentLabel, index: number): boolean {
  return alive.some((source) => linesBefore(source, index).labels.mayHave(name));
}

/** A stage that removes the label before it is read. */
function removedBefore(
  rule: RuleAnalysis,
  stages: readonly Stage[],
  absent: AbsentLabel,
): { readonly text: string; readonly remedy: string } | null {
  const at = stages.findLastIndex((_, index) => index < absent.index && has(absent, index) && !has(absent, index + 1));
  const stage = stages[at];
  if (stage === undefined) return null;
  const text = written(rule, stage);
  const renamed =
    stage.kind === "labelFormat"
      ? stage.formats.find(({ from }) => from.kind === "name" && from.name === absent.name)
      : undefined;
  if (renamed !== undefined) return { text, remedy: `use its new name, "${renamed.label.name}"` };
  return { text, remedy: `write ${text} after it` };
}

/** The first stage after the reading one that sets the label. */
function setLater(stages: readonly Stage[], absent: AbsentLabel): Stage | undefined {
  return stages.find(
    (stage, index) =>
      index > absent.index && stage.kind !== "labelFilter" && !has(absent, index) && has(absent, index + 1),
  );
}

function laterRemedy(rule: RuleAnalysis, later: Stage, { filter, name }: AbsentLabel): string {
  const text = written(rule, later);
  return filter === null ? `write it after ${text}` : `write ${text} | ${guarded(rule, filter, name)}`;
}

/** The filter after a parser. A negative one requires its label; a number that doesn't parse is an error. */
function guarded(rule: RuleAnalysis, filter: LabelFilter, name: string): string {
  const text = written(rule, filter);
  if (filter.kind === "amount" || filter.kind === "address") return `${text} | __error__=""`;
  return filter.kind === "matcher" && !selects(filter.matcher) ? `${name}!="" | ${text}` : text;
}

/** The names of an event's fields in the API and in other exporters. */
const EVENT_ALIASES: Readonly<Record<string, string>> = {
  message: "msg",
  note: "msg",
  pod: "name",
  pod_name: "name",
  object: "name",
  object_name: "name",
  involvedObject_name: "name",
  involved_object_name: "name",
  regarding_name: "name",
  object_kind: "kind",
  involvedObject_kind: "kind",
  involved_object_kind: "kind",
  regarding_kind: "kind",
  involvedObject_namespace: "namespace",
  metadata_namespace: "namespace",
  event_type: "type",
  level: "type",
  severity: "type",
  component: "sourcecomponent",
  source_component: "sourcecomponent",
  reportingComponent: "reportingcontroller",
  reporting_component: "reportingcontroller",
  reportingController: "reportingcontroller",
  reportingInstance: "reportinginstance",
  host: "sourcehost",
  node: "sourcehost",
  source_host: "sourcehost",
  apiVersion: "objectAPIversion",
};

function eventRemedy(
  rule: RuleAnalysis,
  stages: readonly Stage[],
  { name, filter, index, alive }: AbsentLabel,
): string {
  const fields = (EVENTS.fields ?? []).map((field) => field.name);
  const labels = EVENTS.labels.map((label) => label.name);
  const meant = fields.includes(name) ? name : (EVENT_ALIASES[name] ?? suggestLabel(name, [...fields, ...labels]));
  if (meant === null) return `use a field of the events (${fields.join(", ")})`;
  if (labels.includes(meant)) return `did you mean "${meant}"?`;
  const parser = stages.slice(0, index).findLast(({ kind }) => kind === "logfmt");
  const isExtracted = alive.some((source) => linesBefore(source, index).labels.mayHave(meant));
  if (isExtracted) return `did you mean "${meant}"?`;
  if (parser !== undefined) return `extract it: write ${written(rule, parser)}, ${meant}`;
  return filter === null || meant !== name
    ? `write | logfmt before it${meant === name ? "" : `, and name the field "${meant}"`}`
    : `write | logfmt | ${guarded(rule, filter, name)}`;
}

/** How to extract the label with a parser that extracts only others. */
function extractionRemedy(rule: RuleAnalysis, stages: readonly Stage[], { name, index }: AbsentLabel): string | null {
  const parser = stages
    .slice(0, index)
    .findLast(({ kind }) => kind === "json" || kind === "logfmt" || kind === "regexp" || kind === "pattern");
  if (parser === undefined) return null;
  const text = written(rule, parser);
  if (parser.kind === "regexp") return `capture it in ${text}, with (?P<${name}>…)`;
  return parser.kind === "pattern" ? `capture it in ${text}, with <${name}>` : `extract it: write ${text}, ${name}`;
}

const LEVELS = ["level", "lvl", "severity", "loglevel", "log_level", "levelname"];

function parserRemedy(rule: RuleAnalysis, { name, filter, index, alive }: AbsentLabel): string {
  const parsed =
    filter === null
      ? "parse the lines before it, with | json or | logfmt"
      : `parse the lines: write | json | ${guarded(rule, filter, name)}, or the same with | logfmt`;
  if (filter !== null && LEVELS.includes(name.toLowerCase())) {
    return `write | ${levelFilter(rule, filter)}, which Loki sets, or ${parsed}`;
  }
  const labels = alive.flatMap((source) => [...linesBefore(source, index).labels.names]);
  const meant = suggestLabel(name, labels);
  return meant === null ? parsed : `did you mean "${meant}"? Otherwise, ${parsed}`;
}

/** The filter by Loki's own level. */
function levelFilter(rule: RuleAnalysis, filter: LabelFilter): string {
  const levels = EVENTS.metadata.find(({ name }) => name === "detected_level")?.values;
  if (filter.kind !== "matcher" || levels === undefined) return 'detected_level="error"';
  const matcher: Matcher = filter.matcher;
  const { operator, value } = matcher;
  if (levels.only?.includes(value.value)) return `detected_level${operator}${written(rule, value)}`;
  const { remedy } = explainValue({ ...matcher, label: { ...matcher.label, name: "detected_level" } }, levels);
  return remedy.startsWith("write ") ? remedy.slice("write ".length) : 'detected_level="error"';
}
