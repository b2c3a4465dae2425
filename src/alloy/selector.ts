import { type Matcher, parse, type Selection, type Stage, selects } from "../logql";
import type { TextValidator } from "../settings/messages";
import { PODS } from "./source-contracts";

/**
 * What Alloy's stage.match takes of a pod's lines: matchers and line filters, with every text in double quotes (it doesn't read
 * backticks, as Loki does). Alloy finds a wrong one only when it starts, and then does not start at all.
 */
export const dropSelector: TextValidator = {
  pattern: { test: isDropSelector },
  expected:
    "a selector by namespace, pod, container, node or app, with line filters, every text in double quotes, that leaves some streams out",
  why: "an agent that can't read it doesn't start, and one that matches every stream drops every line",
  remedy: 'write it like \'{namespace="web"} |= "GET /healthz"\', with regular expressions in RE2\'s syntax',
};

/** Loki adds it to a stream when the agent has sent the line. */
const LABELS = PODS.labels.map(({ name }) => name).filter((name) => name !== "service_name");

/** Alloy prints the selector into its configuration, which holds neither control characters nor a byte order mark. */
const UNPRINTABLE = /[\p{Cc}\p{Surrogate}\uFEFF]/u;

function isDropSelector(text: string): boolean {
  if (text.includes("`") || UNPRINTABLE.test(text)) return false;
  const { expression, problems } = parse(text);
  if (expression?.kind !== "logQuery" || problems.length > 0) return false;
  const { selection } = expression;
  // Alloy knows neither parentheses around a selector nor comments after it.
  return text.slice(selection.from, selection.to) === text.trim() && isTaken(selection);
}

function isTaken({ matchers, stages }: Selection): boolean {
  return (
    matchers.every(({ label }) => LABELS.includes(label.name)) &&
    matchers.some(leavesStreamsOut) &&
    stages.every(isPlainFilter)
  );
}

/** A label that every pod has leaves no stream out by being there. */
function leavesStreamsOut(matcher: Matcher): boolean {
  if (!selects(matcher) || matcher.operator.startsWith("!")) return false;
  const { always } = PODS.labels.find(({ name }) => name === matcher.label.name) ?? { always: false };
  return !(always && matcher.value.value === ".+");
}

/** Alloy's own LogQL is older than Loki's: it has no patterns, alternatives or addresses. */
function isPlainFilter(stage: Stage): boolean {
  if (stage.kind !== "lineFilter" || stage.operator.endsWith(">")) return false;
  return stage.alternatives.length === 1 && stage.alternatives.every(({ address }) => !address);
}
