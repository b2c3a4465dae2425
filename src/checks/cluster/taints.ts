import type { TaintModel } from "../../cluster/model";
import { SYSCTL_TOLERATIONS } from "../../nodes/model";
import type { Check } from "../check";
import { mappingsAt } from "../values";

type Toleration = Readonly<Record<string, unknown>>;

export const taints: Check = {
  id: "taints",
  severity: "error",
  reason:
    "a node whose taint the agents don't tolerate has no agent: its logs are missing, and DESIRED equals READY all the same",
  evidence: "agents ran on four, then on three of five nodes: no line of the control plane was collected for months",
  needs: { setting: "cluster.taints", declared: ({ model }) => model.cluster.taints !== null },
  find({ model, agent }) {
    const daemonSets = [
      {
        name: agent.release,
        setting: `${agent.valuesFile}: controller.tolerations`,
        has: mappingsAt(agent.values, "controller.tolerations"),
      },
      { name: model.inotify.name, setting: model.inotify.name, has: SYSCTL_TOLERATIONS },
    ];
    return daemonSets.flatMap(({ name, setting, has }) =>
      (model.cluster.taints ?? [])
        .filter((taint) => keepsPodsOut(taint) && !has.some((toleration) => tolerates(toleration, taint)))
        .map((taint) => ({
          setting,
          got: has.length === 0 ? "no toleration" : JSON.stringify(has),
          wanted: `a toleration of ${shown(taint)}, which cluster.taints declares`,
          remedy: `write tolerations: [{ operator: Exists }], so that ${name} runs on every node`,
        })),
    );
  },
};

/** Of PreferNoSchedule the DaemonSet controller takes no notice: it tolerates what only prefers. */
function keepsPodsOut({ effect }: TaintModel): boolean {
  return effect === "NoSchedule" || effect === "NoExecute";
}

/** @see https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/ */
function tolerates({ key, operator, value, effect }: Toleration, taint: TaintModel): boolean {
  if (effect !== undefined && effect !== "" && effect !== taint.effect) return false;
  if (operator === "Exists") return key === undefined || key === "" || key === taint.key;
  return key === taint.key && (value ?? "") === (taint.value ?? "");
}

function shown({ key, value, effect }: TaintModel): string {
  return `${key}${value === null ? "" : `=${value}`}:${effect}`;
}
