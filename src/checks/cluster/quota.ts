import { reservationOf } from "../../stack/workloads";
import type { Check, Finding } from "../check";

export const quota: Check = {
  id: "quota",
  title: "Pods fit into the quota",
  severity: "error",
  why: "pods beyond the namespace's quota are never created: a DaemonSet misses nodes, and a rollout never completes",
  remedy: "raise the namespace's ResourceQuota and declare it, or lower loki.resources or alloy.resources",
  evidence: "the Kubernetes ResourceQuota admission plugin; during a rollout, half of the agents run twice (maxSurge)",
  needs: { setting: "cluster.quota", declared: ({ model }) => model.cluster.quota !== null },
  find({ model }) {
    const { memory, cpu, pods } = reservationOf(model);
    const bound = model.cluster.quota ?? { requestsMemory: null, requestsCpu: null, pods: null };
    const problems: Finding[] = [];
    if (bound.requestsMemory !== null && memory.isLargerThan(bound.requestsMemory))
      problems.push(above("requestsMemory", `${bound.requestsMemory}`, `${memory.inMebibytes()}`));
    if (bound.requestsCpu !== null && cpu.isMoreThan(bound.requestsCpu))
      problems.push(above("requestsCpu", `${bound.requestsCpu}`, `${cpu}`));
    if (bound.pods !== null && pods > bound.pods) problems.push(above("pods", `${bound.pods}`, `${pods}`));
    return problems;
  },
};

function above(key: string, got: string, needed: string): Finding {
  return {
    setting: `cluster.quota.${key}`,
    got,
    expected: `at least ${needed}, the sum of what the stack's pods request`,
    remedy: "raise the namespace's ResourceQuota and declare it, or lower loki.resources or alloy.resources",
  };
}
