import { randomUUID } from "node:crypto";
import { splitLabels, type Texts, type WrittenLines } from "../../src/alerting/fixtures/fixture";
import type { LabelEntry } from "../../src/alerting/rule-file/fields";
import type { Rule, RuleFile, RuleGroup } from "../../src/alerting/rule-file/rule-file";
import { constantValue, EVENTS, JOURNAL, PODS, type SourceContract } from "../../src/alloy/source-contracts";
import { toYaml } from "../../src/terraform/yaml";
import { Duration } from "../../src/units";
import type { PushedStream } from "./loki-api";

/** Much shorter than the shortest range of a rule, so all lines stay in the range until the rule has counted them. */
const WITHIN_MS = 10_000;

/** Returns lines as their source would have sent them in the last ten seconds. */
export function streamOf({ source, labels, lines, times }: WrittenLines): PushedStream {
  const written = Array.from({ length: times }, () => lines).flat();
  const last = BigInt(Date.now()) * 1_000_000n;
  const step = BigInt(Math.floor((WITHIN_MS * 1_000_000) / written.length));
  const { stream, metadata } = splitLabels(source, labels);
  const timeOf = (index: number) => `${last - step * BigInt(written.length - 1 - index)}`;
  const entries = written.map((line, index) => [timeOf(index), line, metadata] as const);
  return { labels: { ...constantLabels(source), ...stream }, entries };
}

/** Returns the labels with a constant value that a source adds to every line. Loki itself adds service_name. */
function constantLabels({ labels }: SourceContract): Texts {
  const constant = labels.flatMap((label) => {
    const value = constantValue(label);
    return value === null || label.name === "service_name" ? [] : [[label.name, value] as const];
  });
  return Object.fromEntries(constant);
}

/** The namespace of Loki's own pod. */
export const OWN_NAMESPACE = "monitoring";

/** Returns at least `times` of Loki's own lines as lines of its pod. */
export function ownStream(lines: readonly string[], times: number): PushedStream {
  const labels = {
    namespace: OWN_NAMESPACE,
    pod: "loki-0",
    container: "loki",
    node: "node-1",
    app: "loki",
    log_collection: "stack",
  };
  const count = Math.max(times, lines.length);
  const written = Array.from(
    { length: lines.length === 0 ? 0 : count },
    (_, index) => lines[index % lines.length] ?? "",
  );
  return streamOf({ source: PODS, labels, lines: written, times: 1 });
}

/** A line that fires an alert, and the labels that identify the alert. */
export interface Trigger {
  readonly written: WrittenLines;
  readonly identity: Texts;
}

/** Creates a new trigger for each alert that is delivered within seconds, by alert name. */
export const TRIGGERS: Readonly<Record<string, () => Trigger>> = {
  PodCrashLoopBackOff: () => {
    const name = `web-${randomUUID()}`;
    const line = `name=${name} kind=Pod objectAPIversion=v1 sourcecomponent=kubelet sourcehost=node-1 reason=BackOff type=Warning count=1 msg="Back-off restarting failed container web in pod ${name}_web" `;
    return { written: one({ source: EVENTS, labels: { namespace: "web" } }, line), identity: { name } };
  },
  OOMKilled: () => {
    const uid = randomUUID();
    const line = `oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=a,mems_allowed=0,oom_memcg=/kubepods/pod${uid},task_memcg=/kubepods/pod${uid}/a,task=web,pid=1,uid=0`;
    const labels = { node: "node-1", transport: "kernel" };
    return { written: one({ source: JOURNAL, labels }, line), identity: { pod_uid: uid } };
  },
  LogPathDrill: () => {
    const marker = randomUUID();
    const labels = {
      namespace: "drill",
      pod: "drill",
      container: "log-path-drill",
      node: "node-1",
      log_collection: "drill",
    };
    return { written: one({ source: PODS, labels }, `log-path-drill marker=${marker}`), identity: { marker } };
  },
};

/** @throws Error without a known trigger for the alert */
export function triggerFor(alert: string): Trigger {
  const trigger = TRIGGERS[alert]?.();
  if (trigger === undefined) throw new Error(`no trigger is known for the alert ${alert}`);
  return trigger;
}

/** Returns true if the labels include the expected ones. */
export function hasLabels(labels: Texts, expected: Texts): boolean {
  return Object.entries(expected).every(([name, value]) => labels[name] === value);
}

function one(from: Pick<WrittenLines, "source" | "labels">, line: string): WrittenLines {
  return { ...from, lines: [line], times: 1 };
}

/** Overrides of a rule file. Expressions, labels and annotations always come from the file. */
export interface RuleOverrides {
  readonly interval: (group: RuleGroup) => Duration;
  readonly for: (rule: Rule) => Duration;
  /** @default the rule's own name */
  readonly name?: (rule: Rule) => string;
}

/** The ruler's default evaluation interval. */
const DEFAULT_INTERVAL = Duration.minutes(1);

/**
 * Shortens evaluation intervals and "for" durations for tests. Ranges and thresholds are unchanged, because rules count
 * lines by their timestamps, which may be in the past.
 */
export const FAST: RuleOverrides = {
  interval: ({ interval }) => shorter(interval ?? DEFAULT_INTERVAL, Duration.seconds(5)),
  for: (rule) => shorter(rule.for?.duration ?? Duration.seconds(0), Duration.seconds(10)),
};

/** Returns the YAML of a rule file with overrides. */
export function ruleFileText({ groups }: RuleFile, overrides: RuleOverrides): string {
  return toYaml({
    groups: groups.map((group) => ({
      name: group.name,
      interval: overrides.interval(group),
      rules: group.rules.map((rule) => ({
        [rule.kind]: overrides.name?.(rule) ?? rule.name,
        expr: rule.expr.value,
        ...(rule.kind === "alert" && { for: overrides.for(rule), annotations: texts(rule.annotations) }),
        labels: texts(rule.labels),
      })),
    })),
  });
}

function shorter(one: Duration, other: Duration): Duration {
  return one.isLongerThan(other) ? other : one;
}

function texts(entries: readonly LabelEntry[]): Texts {
  return Object.fromEntries(entries.map(({ name, text }) => [name, text.value]));
}
