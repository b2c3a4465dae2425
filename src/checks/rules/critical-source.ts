import { analyzedRules, type RuleAnalysis } from "../../alerting/rule-analysis";
import { EVENTS, EVENTS_JOB, JOURNAL, JOURNAL_JOB, type SourceContract } from "../../alloy/source-contracts";
import { type Line, selectsLine } from "../../logql";
import type { Check, Finding } from "../check";

export const criticalSource: Check = {
  id: "rule-critical-source",
  title: "Alerts cover OOM kills and crash loops",
  severity: "warning",
  why: "nobody is notified of an OOM kill or a crash loop, although its lines are collected: pods can't write about their own end",
  remedy: "add an alert, or turn off the source",
  evidence: "only the kernel's journal has OOM kills, and only events have back-offs (docs/logs.md)",
  find: ({ model }) => {
    // A file that can't be read, and a query that can't be parsed, have their own findings.
    if (model.alerting.files.some(({ problems }) => problems.length > 0)) return [];
    const alerts = analyzedRules(model).filter(({ rule }) => rule.kind === "alert");
    return CRITICAL.filter(({ isCollected }) => isCollected(model.alloy)).flatMap((source) =>
      alerts.some((alert) => covers(alert, source)) ? [] : [finding(source)],
    );
  },
};

interface CriticalSource {
  readonly setting: string;
  readonly contract: SourceContract;
  readonly problem: string;
  /** Lines about the problem; an alert on any of them suffices. */
  readonly lines: readonly Line[];
  readonly query: string;
  isCollected(alloy: { readonly journal: boolean; readonly events: object | null }): boolean;
}

const UID = "20dc3407-0c63-4113-97e9-79091938ca2c";

const CRITICAL: readonly CriticalSource[] = [
  {
    setting: "alloy.journal",
    contract: JOURNAL,
    problem: "the kernel's OOM kills",
    // Linux 6.18, mm/oom_kill.c
    lines: [
      "head invoked oom-killer: gfp_mask=0x500cc2(GFP_HIGHUSER|__GFP_ACCOUNT), order=0, oom_score_adj=999",
      `oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=e60e,mems_allowed=0,oom_memcg=/kubepods/burstable/pod${UID},task_memcg=/kubepods/burstable/pod${UID}/e60e,task=tail,pid=31279,uid=0`,
      "Memory cgroup out of memory: Killed process 31279 (tail) total-vm:21704kB, anon-rss:19456kB, file-rss:1136kB, shmem-rss:0kB, UID:0 pgtables:76kB oom_score_adj:999",
    ].map((text) => ({
      text,
      labels: new Map([
        ["job", JOURNAL_JOB],
        ["service_name", JOURNAL_JOB],
        ["transport", "kernel"],
        ["node", null],
      ]),
    })),
    query:
      'sum by (node) (count_over_time({job="node-journal", transport="kernel"} |~ "^oom-kill:constraint=" [15m])) > 0',
    isCollected: ({ journal }) => journal,
  },
  {
    setting: "alloy.events",
    contract: EVENTS,
    problem: "crash loops",
    lines: [
      `name=web-0 kind=Pod objectAPIversion=v1 objectRV=4711 eventRV=109 reportinginstance=node-1 reportingcontroller=kubelet sourcecomponent=kubelet sourcehost=node-1 reason=BackOff type=Warning count=1 msg="Back-off restarting failed container web in pod web-0_shop(${UID})" `,
    ].map((text) => ({
      text,
      labels: new Map([
        ["job", EVENTS_JOB],
        ["service_name", EVENTS_JOB],
      ]),
    })),
    query:
      'sum by (namespace, name) (count_over_time({job="kubernetes-events"} |= "Back-off restarting failed container" | logfmt name [15m])) > 0',
    isCollected: ({ events }) => events !== null,
  },
];

function covers({ metric, rule, selections }: RuleAnalysis, { contract, lines }: CriticalSource): boolean {
  if (metric === null) return lines.some(({ labels }) => rule.expr.value.includes(labels.get("job") ?? ""));
  return selections.some(
    ({ selection, sources }) =>
      sources.includes(contract) && lines.some((line) => selectsLine(selection, line) !== false),
  );
}

function finding({ setting, contract, problem, query }: CriticalSource): Finding {
  return {
    setting,
    got: `no alert on ${problem}, although agents collect ${contract.lines}`,
    expected: `an alert on ${problem}`,
    remedy: `add an alert with the query ${query}, or set ${setting} to false`,
  };
}
