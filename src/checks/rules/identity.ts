import { type RuleAnalysis, readLabel } from "../../alerting/rule-analysis";
import { EVENTS } from "../../alloy/source-contracts";
import { type Grouping, type LabelSet, type Stage, selectionsIn } from "../../logql";
import { inQuery, labelsToKeep, type RuleFinding, ruleCheck, textsReading } from "./rule-check";

export const ruleIdentity = ruleCheck({
  id: "rule-identity",
  title: "Series outlive a single line",
  severity: "warning",
  why: "with a label that differs from line to line, each line is a series and an alert of its own, and a threshold above one line is never reached",
  remedy: "group by labels that stay the same as long as the problem lasts",
  evidence: "https://grafana.com/docs/loki/latest/get-started/labels/cardinality/",
  find: (rule) =>
    rule.groupings.flatMap(({ grouping, labels, absent }) =>
      absent.length > 0 ? [] : changing(rule, grouping, labels),
    ),
});

/** Names of labels whose values differ from line to line, without underscores and in lower case. */
const CHANGING = new Set(
  `ts time timestamp datetime eventtime epoch traceid spanid requestid reqid xrequestid correlationid
  transactionid messageid msgid uuid guid nonce seq sequence duration durationms durationseconds elapsed elapsedms latency
  latencyms responsetime requesttime took tookms remoteport srcport
  sourceport clientport`.split(/\s+/),
);

/** Names of labels that contain the line's own text. */
const MESSAGES = new Set(["msg", "message", "line", "logline", "rawlog", "body", "stacktrace"]);

/** Fields of an event that change each time it occurs again. */
const OF_EVENTS: readonly string[] = ["eventRV", "objectRV", "count"];

/** Only an extracted label changes: those of the streams are known. */
function changing(rule: RuleAnalysis, grouping: Grouping, labels: LabelSet): readonly RuleFinding[] {
  if (!grouping.by) return unlimited(rule, grouping, labels);
  const candidates = grouping.labels.filter(({ name }) => isChanging(rule, name));
  if (candidates.length === 0) return [];
  const known = streamLabels(rule);
  const found = candidates.filter(({ name }) => !known.has(name));
  const [first] = found;
  if (first === undefined) return [];
  const names = found.map(({ name }) => name);
  const rest = grouping.labels.flatMap(({ name }) => (names.includes(name) ? [] : [name]));
  return [
    {
      location: inQuery(rule, first),
      got: `by (${names.join(", ")}), which differs from line to line`,
      expected: "labels that stay the same from line to line",
      remedy: instead(rest.length > 0 ? rest : [...known].slice(0, 1)) + fromTexts(rule, names),
    },
  ];
}

function instead(labels: readonly string[]): string {
  return labels.length === 0 ? "remove the grouping" : `write by (${labels.join(", ")})`;
}

function fromTexts(rule: RuleAnalysis, names: readonly string[]): string {
  const texts = textsReading(rule, names);
  return texts.length === 0 ? "" : `, and remove ${names.join(", ")} from ${texts.join(" and ")}`;
}

/** A grouping that keeps every field that a parser finds. */
function unlimited(rule: RuleAnalysis, grouping: Grouping, labels: LabelSet): readonly RuleFinding[] {
  if (!labels.open || !parsesAll(rule)) return [];
  return [
    {
      location: inQuery(rule, grouping),
      got: `without (${grouping.labels.map(({ name }) => name).join(", ")}), which keeps every field that the parser finds`,
      expected: "by, with the labels that identify the problem",
      remedy: `write by (${labelsToKeep(rule, labels)})`,
    },
  ];
}

function parsesAll(rule: RuleAnalysis): boolean {
  return stagesOf(rule).some(
    (stage) => (stage.kind === "json" || stage.kind === "logfmt") && stage.extractions.length === 0,
  );
}

function streamLabels({ selections, linesOf }: RuleAnalysis): ReadonlySet<string> {
  return new Set(selections.flatMap(({ selection }) => [...linesOf(selection).labels.names]));
}

function isChanging(rule: RuleAnalysis, name: string): boolean {
  const plain = name.replace(/_extracted$/, "");
  const key = plain.replace(/_/g, "").toLowerCase();
  const isEvent = rule.selections.every(({ sources }) => sources.length === 1 && sources[0] === EVENTS);
  if (isEvent ? OF_EVENTS.includes(plain) : CHANGING.has(key)) return true;
  if (!isEvent && MESSAGES.has(key) && !showsLabel(rule, name)) return true;
  return stagesOf(rule).some((stage) => assignsChanging(stage, name));
}

/** A text that shows the message needs the label, also if a mistake keeps the template from reading it. */
function showsLabel({ texts }: RuleAnalysis, name: string): boolean {
  const reference = new RegExp(`labels\\.${name}\\b`, "i");
  return texts.some(
    ({ template, entry }) =>
      template.references.some((one) => readLabel(one) === name) || reference.test(entry.text.value),
  );
}

function stagesOf({ metric }: RuleAnalysis): readonly Stage[] {
  return metric === null ? [] : selectionsIn(metric).flatMap(({ stages }) => stages);
}

/** Whether label_format sets the label from the line, its time or the current time. */
function assignsChanging(stage: Stage, name: string): boolean {
  if (stage.kind !== "labelFormat") return false;
  return stage.formats.some(
    ({ label, from }) =>
      label.name === name && from.kind === "text" && /__timestamp__|__line__|\bnow\b|\bunixEpoch/.test(from.value),
  );
}
