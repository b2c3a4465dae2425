import { randomUUID } from "node:crypto";
import type { LabelEntry } from "../../src/alerting/rule-file/fields";
import type { Rule, RuleFile, RuleGroup } from "../../src/alerting/rule-file/rule-file";
import { EVENTS, JOURNAL, PODS, type SourceContract } from "../../src/alloy/source-contracts";
import { toYaml } from "../../src/terraform/yaml";
import { Duration } from "../../src/units";
import type { Texts, WrittenLines } from "../helpers/rule-fixture";
import type { PushedStream } from "./loki-api";

/** Far less than the shortest window, so that all of it stays there until the rule has counted it. */
const WITHIN_MS = 10_000;

/** Lines as their source has sent them until now. */
export function streamOf({ source, labels, lines, times }: WrittenLines): PushedStream {
  const written = Array.from({ length: times }, () => lines).flat();
  const last = BigInt(Date.now()) * 1_000_000n;
  const step = BigInt(Math.floor((WITHIN_MS * 1_000_000) / written.length));
  const entries = written.map((line, index) => [`${last - step * BigInt(written.length - 1 - index)}`, line] as const);
  return { labels: { ...constantLabels(source), ...labels }, entries };
}

/** Those that a source puts on every line with one value; Loki makes the name of the service itself. */
function constantLabels({ labels }: SourceContract): Texts {
  const constant = labels.flatMap(({ name, value }) =>
    value === null || name === "service_name" ? [] : [[name, value] as const],
  );
  return Object.fromEntries(constant);
}

/** The namespace of Loki's own lines. */
export const OWN_NAMESPACE = "monitoring";

/** Loki's own lines as lines of its pod, `times` in all. */
export function ownStream(lines: readonly string[], times: number): PushedStream {
  const labels = { namespace: OWN_NAMESPACE, pod: "loki-0", container: "loki", node: "node-1", app: "loki" };
  const count = Math.max(times, lines.length);
  const written = Array.from(
    { length: lines.length === 0 ? 0 : count },
    (_, index) => lines[index % lines.length] ?? "",
  );
  return streamOf({ source: PODS, labels, lines: written, times: 1 });
}

/** A line that fires an alert, and the label by which the alert is known to be that line's. */
export interface WrittenFact {
  readonly written: WrittenLines;
  readonly known: Texts;
}

/** A new fact for each of the alerts that are delivered in seconds, by the alert's name. */
export const FACTS: Readonly<Record<string, () => WrittenFact>> = {
  PodCrashLoopBackOff: () => {
    const name = `web-${randomUUID()}`;
    const line = `name=${name} kind=Pod objectAPIversion=v1 sourcecomponent=kubelet sourcehost=node-1 reason=BackOff type=Warning count=1 msg="Back-off restarting failed container web in pod ${name}_web" `;
    return { written: one({ source: EVENTS, labels: { namespace: "web" } }, line), known: { name } };
  },
  OOMKilled: () => {
    const uid = randomUUID();
    const line = `oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=a,mems_allowed=0,oom_memcg=/kubepods/pod${uid},task_memcg=/kubepods/pod${uid}/a,task=web,pid=1,uid=0`;
    const labels = { node: "node-1", transport: "kernel" };
    return { written: one({ source: JOURNAL, labels }, line), known: { pod_uid: uid } };
  },
  LogPathDrill: () => {
    const marker = randomUUID();
    const labels = { namespace: "drill", pod: "drill", container: "log-path-drill", node: "node-1" };
    return { written: one({ source: PODS, labels }, `log-path-drill marker=${marker}`), known: { marker } };
  },
};

/** @throws Error where no line is known that fires the alert */
export function writtenFact(alert: string): WrittenFact {
  const fact = FACTS[alert]?.();
  if (fact === undefined) throw new Error(`no line is known that fires ${alert}`);
  return fact;
}

/** Whether an alert's labels have these among them. */
export function hasAll(labels: Texts, known: Texts): boolean {
  return Object.entries(known).every(([name, value]) => labels[name] === value);
}

function one(from: Pick<WrittenLines, "source" | "labels">, line: string): WrittenLines {
  return { ...from, lines: [line], times: 1 };
}

/** What is evaluated otherwise than the files say; expressions, labels and texts are always theirs. */
export interface Pace {
  readonly interval: (group: RuleGroup) => Duration;
  readonly for: (rule: Rule) => Duration;
  /** The name of a rule. */
  readonly name?: (rule: Rule) => string;
}

/** The ruler's own interval. */
const DEFAULT_INTERVAL = Duration.minutes(1);

/**
 * No alert waits longer than it takes to see that it does. A window, and what has to be in it, is as in the file: a rule
 * counts lines by their own times, and those may have passed.
 */
export const HASTENED: Pace = {
  interval: ({ interval }) => shorter(interval ?? DEFAULT_INTERVAL, Duration.seconds(5)),
  for: (rule) => shorter(rule.for?.duration ?? Duration.seconds(0), Duration.seconds(10)),
};

/** A rule file as the ruler reads it, with the same rules at another pace. */
export function ruleText({ groups }: RuleFile, pace: Pace): string {
  return toYaml({
    groups: groups.map((group) => ({
      name: group.name,
      interval: pace.interval(group),
      labels: texts(group.labels),
      rules: group.rules.map((rule) => ({
        [rule.kind]: pace.name?.(rule) ?? rule.name,
        expr: rule.expr.value,
        ...(rule.kind === "alert" && { for: pace.for(rule), annotations: texts(rule.annotations) }),
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
