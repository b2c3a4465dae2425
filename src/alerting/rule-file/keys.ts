import { nearest } from "../../settings/messages";

/** The fields that the ruler knows. @see https://prometheus.io/docs/prometheus/latest/configuration/recording_rules/ */
export const GROUP_KEYS = ["name", "interval", "query_offset", "limit", "labels", "rules"];
export const RULE_KEYS = ["alert", "record", "expr", "for", "keep_firing_for", "labels", "annotations"];

/** A place in a rule file that has keys. */
export type Level = "file" | "group" | "rule" | "labels" | "annotations";

export interface UnknownKey {
  readonly level: Level;
  readonly name: string;
  /** The keys of the same mapping. */
  readonly siblings: ReadonlySet<string>;
}

/** What a level expects, and what to do about a key that it doesn't have. */
export interface KeyAdvice {
  readonly expected: string;
  readonly remedy: string;
}

/** Names that other tools or habits use for a field, by the level of the field. */
const OTHER_NAMES: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  file: { groups: ["group", "rule_groups", "rulegroups", "ruleGroups", "Groups"] },
  group: {
    name: ["title", "group_name", "groupname", "groupName"],
    rules: ["rule", "alerts", "alerting_rules", "recording_rules"],
    interval: ["evaluation_interval", "every", "period", "evaluationInterval"],
    limit: ["max", "alerts_limit"],
  },
  rule: {
    alert: ["alertname", "alert_name", "alertName", "name", "title", "id"],
    record: ["record_name", "recordname", "recordName", "recording", "metric"],
    expr: ["query", "expression", "logql", "promql", "exp", "condition"],
    for: ["duration", "for_duration", "pending", "pending_period", "hold_duration", "wait"],
    labels: ["label", "tags"],
    annotations: ["annotation", "annotaions"],
    keep_firing_for: ["keepFiringFor"],
  },
};

/** Keys that a rule has in its labels or annotations, by convention. */
const LABELS = [
  "severity",
  "team",
  "priority",
  "service",
  "component",
  "env",
  "environment",
  "cluster",
  "tier",
  "owner",
];
const ANNOTATIONS = [
  "summary",
  "description",
  "message",
  "runbook",
  "runbook_url",
  "dashboard",
  "dashboard_url",
  "text",
];

/** Keys of other programs, which the ruler rejects. */
const FOREIGN: Readonly<Record<string, readonly string[]>> = {
  "Mimir's ruler": ["source_tenants", "evaluation_delay", "align_evaluation_time_on_interval"],
  "Thanos's ruler": ["partial_response_strategy"],
  "the ruler's HTTP API and its command-line tools": ["namespace", "remote_write", "user"],
  vmalert: [
    ...["concurrency", "type", "params", "headers", "notifier_headers", "tenant", "eval_offset", "eval_delay"],
    ...["eval_alignment", "debug", "update_entries_limit", "extra_filter_labels"],
  ],
  Grafana: [
    ...["uid", "orgId", "folder", "folderUID", "data", "noDataState", "execErrState", "isPaused", "dashboardUid"],
    ...["panelId", "notification_settings"],
  ],
};

const EXPECTED: Readonly<Record<Level, string>> = {
  file: "groups at the top level, and nothing else",
  group: `one of ${GROUP_KEYS.join(", ")}`,
  rule: `one of ${RULE_KEYS.join(", ")}`,
  labels: "labels as a mapping of names to strings",
  annotations: "annotations as a mapping of names to strings",
};

/** Returns what to do about a key that a level doesn't have. */
export function unknownKey({ level, name, siblings }: UnknownKey): KeyAdvice {
  return { expected: EXPECTED[level], remedy: remedyFor(level, name, siblings) };
}

function remedyFor(level: Level, name: string, siblings: ReadonlySet<string>): string {
  const other = otherName(level, name, siblings);
  if (other !== null) return `write ${other} instead of ${name}`;
  const moved = move(level, name);
  if (moved !== null) return moved;
  const program = Object.entries(FOREIGN).find(([, keys]) => keys.includes(name))?.[0];
  if (program !== undefined) return `remove ${name}: it belongs to ${program}`;
  const known = level === "group" ? GROUP_KEYS : level === "rule" ? RULE_KEYS : ["groups"];
  const near = nearest(name.toLowerCase(), known.filter((key) => !siblings.has(key)).concat(known[0] ?? ""));
  if (near !== null && !siblings.has(near)) return `did you mean "${near}"?`;
  return level === "rule" ? `move ${name} into the annotations or labels of the rule, or remove it` : `remove ${name}`;
}

/** Returns the field that a key of another name stands for; null if none, or if the mapping has that field. */
export function otherName(level: Level, name: string, siblings: ReadonlySet<string>): string | null {
  const names = Object.entries(OTHER_NAMES[level] ?? {});
  const field = names.find(([, others]) => others.includes(name))?.[0] ?? null;
  if (field === null || siblings.has(field)) return null;
  // A rule has only one of the two names.
  if (field === "alert" && siblings.has("record")) return null;
  return field;
}

/** Returns where a key belongs that is valid, but at another level. */
function move(level: Level, name: string): string | null {
  if (level === "rule") return moveFromRule(name);
  if (level === "group") return moveFromGroup(name);
  if (level === "file") return moveFromFile(name);
  const isOfRule = RULE_KEYS.includes(name);
  return isOfRule ? `indent ${name} less, to the level of ${level}` : null;
}

function moveFromRule(name: string): string | null {
  if (LABELS.includes(name)) return `move ${name} into the labels of the rule: indent it below labels:`;
  if (ANNOTATIONS.includes(name)) return `move ${name} into the annotations of the rule: indent it below annotations:`;
  if (name === "interval" || name === "limit" || name === "query_offset") {
    return `move ${name} to the group, at the level of its name`;
  }
  if (name === "rules" || name === "groups") return `indent ${name} less: a rule doesn't contain ${name}`;
  return null;
}

function moveFromGroup(name: string): string | null {
  if (name === "annotations" || name === "for") return `move ${name} to each rule of the group`;
  if (RULE_KEYS.includes(name)) return `move ${name} into a rule: put it below rules:, after a dash`;
  if (name === "groups") return "remove this level: a group doesn't contain groups";
  if (LABELS.includes(name)) return `move ${name} into the labels of each rule`;
  if (ANNOTATIONS.includes(name)) return `move ${name} into the annotations of each rule`;
  return null;
}

function moveFromFile(name: string): string | null {
  if (GROUP_KEYS.includes(name)) return `move ${name} into a group: indent it below groups:, at the level of the name`;
  if (RULE_KEYS.includes(name)) return `move ${name} into a rule of a group`;
  return null;
}
