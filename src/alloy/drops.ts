import { type Line, type Matcher, parse, type Selection, type Stage, selects, selectsLine } from "../logql";
import { quoted } from "../settings/messages";
import type { SettingsErrorProps } from "../settings/settings-error";
import type { SettingsReader } from "../settings/settings-reader";
import type { TextValidator } from "../settings/validators";
import { anyText } from "../settings/validators";
import type { Duration } from "../units";
import { type ProcessStage, stageDropMatching, stageDropOlderThan } from "./components/receivers";
import { OWN_STREAMS } from "./own-streams";
import type { AlloySettings, DropSettings } from "./settings";
import { PODS } from "./source-contracts";

/** Lines that the agents drop before they send anything to Loki. */
export interface DropModel {
  /** The value of "reason" in loki_process_dropped_lines_total. */
  readonly name: string;
  readonly reason: string;
  readonly selector: string;
}

/** Also the value of "reason" in loki_process_dropped_lines_total. */
export const TOO_OLD = "older_than_retention";
const EVALUATIONS = "ruler_evaluations";

/** The names of the built-in drops. */
export const OWN_DROPS: readonly string[] = [TOO_OLD, EVALUATIONS];

export function dropTooOld(oldestAccepted: Duration): ProcessStage {
  return stageDropOlderThan(oldestAccepted, {
    name: TOO_OLD,
    comment: "Loki rejects lines older than its retention, and reports an error for the whole batch.",
  });
}

export function dropMatching({ name, reason, selector }: DropModel): ProcessStage {
  return stageDropMatching(selector, { name, comment: reason });
}

const EVALUATION =
  '^level=info ts=\\S+ caller=(compat|engine|evaluator_local|metrics)\\.go:\\d+ (component=ruler|user=\\S+ rule_name=|msg="request timings")';

/**
 * Drops the lines that Loki logs about successful rule evaluations. With groups evaluated every 5 s, Loki 3.7.8 wrote
 * 232 lines (126 KiB) a minute; 148 of them (112 KiB) were rule evaluations. Failures have a different log level and are
 * kept.
 */
export const RULER_EVALUATIONS: DropModel = {
  name: EVALUATIONS,
  reason: "Loki's ruler logs every evaluation of every rule four times.",
  selector: `{${OWN_STREAMS.label}="${OWN_STREAMS.stack}", container="loki"} |~ ${JSON.stringify(EVALUATION)}`,
};

/** Returns the name of the first drop that drops the line. Null if the line goes on to Loki. */
export function dropOf(drops: readonly DropModel[], line: Line): string | null {
  const dropping = drops.find((drop) => {
    const selection = dropSelection(drop);
    return selection !== null && selectsLine(selection, line) === true;
  });
  return dropping?.name ?? null;
}

/** Returns the lines that a drop selects. Null if its selector is no log query. */
export function dropSelection({ selector }: DropModel): Selection | null {
  const { expression } = parse(selector);
  return expression?.kind === "logQuery" ? expression.selection : null;
}

export function resolveDrops(reader: SettingsReader<AlloySettings>): readonly DropModel[] {
  const drops = reader.list("drop", resolveDrop, { parse: dropFromText });
  for (const [index, { name }] of drops.entries()) {
    const first = drops.findIndex((other) => other.name === name);
    const setting = `drop[${index}].name`;
    if (first < index && reader.areValid(setting)) reader.refuse(duplicateDropName(reader.fullName(setting), name));
  }
  return drops;
}

/** A selector without a name and a reason. */
function dropFromText(text: string): Readonly<Record<string, string>> | null {
  return text.startsWith("{") ? { name: quoted("…"), reason: quoted("…"), selector: quoted(text) } : null;
}

function resolveDrop(reader: SettingsReader<DropSettings>): DropModel {
  return {
    name: reader.text("name", dropName),
    reason: reader.text("reason", oneLine),
    selector: reader.text("selector", dropSelector),
  };
}

function duplicateDropName(setting: string, name: string): SettingsErrorProps {
  return {
    setting,
    got: `"${name}" a second time`,
    expected: "a unique name for each drop",
    why: "the metric of dropped lines distinguishes drops by their names",
    remedy: "rename one of the two",
  };
}

const dropName: TextValidator = {
  pattern: /^[a-z0-9]([-_a-z0-9]*[a-z0-9])?$/,
  expected: "a short name of lower-case letters, digits, dashes and underscores",
  why: "it becomes the value of a metric label",
  remedy: 'write a name such as "health-checks"',
};

/** Alloy rejects a file that contains a control character, a byte order mark or a lone surrogate. */
const oneLine: TextValidator = {
  ...anyText,
  pattern: /^(?=.*\S)[^\p{Cc}\p{Surrogate}\uFEFF]*$/u,
  expected: "a sentence on one line",
  why: "it becomes a comment in the pipeline, and Alloy rejects a file with control or other non-text characters",
  remedy: "write it on one line, in plain text",
};

/**
 * The selectors that Alloy's stage.match accepts for a pod's lines: matchers and line filters with double-quoted
 * strings. Unlike Loki, Alloy doesn't support backticks. It parses the selector only at startup, and exits on an error.
 */
export const dropSelector: TextValidator = {
  pattern: { test: isDropSelector },
  expected:
    "a selector by namespace, pod, container, node or app that doesn't match every stream, with line filters and double-quoted strings only",
  why: "an agent with an invalid selector doesn't start, and a selector that matches every stream drops every line",
  remedy: 'write it like \'{namespace="web"} |= "GET /healthz"\', with regular expressions in RE2 syntax',
};

/** Loki adds service_name after the agent has sent the line. The agent moves app to structured metadata after the drops. */
const LABELS = [...PODS.labels.map(({ name }) => name).filter((name) => name !== "service_name"), "app"];

/** Alloy's configuration can't contain control characters or a byte order mark. */
const UNPRINTABLE = /[\p{Cc}\p{Surrogate}\uFEFF]/u;

function isDropSelector(text: string): boolean {
  if (text.includes("`") || UNPRINTABLE.test(text)) return false;
  const { expression, problems } = parse(text);
  if (expression?.kind !== "logQuery" || problems.length > 0) return false;
  const { selection } = expression;
  // Alloy rejects parentheses around a selector and comments after it.
  return text.slice(selection.from, selection.to) === text.trim() && isAccepted(selection);
}

function isAccepted({ matchers, stages }: Selection): boolean {
  return (
    matchers.every(({ label }) => LABELS.includes(label.name)) &&
    matchers.some(excludesStreams) &&
    stages.every(isPlainFilter)
  );
}

/** Returns whether the matcher excludes some streams. A matcher for any value of a label that every pod has doesn't. */
function excludesStreams(matcher: Matcher): boolean {
  if (!selects(matcher) || matcher.operator.startsWith("!")) return false;
  const { always } = PODS.labels.find(({ name }) => name === matcher.label.name) ?? { always: false };
  return !(always && matcher.value.value === ".+");
}

/** Alloy's LogQL is older than Loki's: it has no pattern filters, no alternatives and no IP addresses. */
function isPlainFilter(stage: Stage): boolean {
  if (stage.kind !== "lineFilter" || stage.operator.endsWith(">")) return false;
  return stage.alternatives.length === 1 && stage.alternatives.every(({ address }) => !address);
}
