import { randomUUID } from "node:crypto";
import { EVENTS, JOURNAL, PODS } from "../../../src/alloy/source-contracts";
import type { Texts, WrittenLines } from "../../alerting/rule-fixture";

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
