import { keepsPodsOut, shownTaint, tolerates } from "../../cluster/taints";
import { SYSCTL_TOLERATIONS } from "../../sysctl/model";
import type { Check } from "../check";
import { mappingsAt } from "../values";

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
          expected: `a toleration of ${shownTaint(taint)}, which cluster.taints declares`,
          remedy: `write tolerations: [{ operator: Exists }], so that ${name} runs on every node`,
        })),
    );
  },
};
