import { keepsPodsOut, shownTaint, tolerates } from "../../cluster/taints";
import { SYSCTL_TOLERATIONS } from "../../sysctl/model";
import type { Check } from "../check";
import { mappingsAt } from "../values";

export const taints: Check = {
  id: "taints",
  title: "Agents tolerate every declared taint",
  severity: "error",
  why: "a node whose taint the agents do not tolerate has no agent: its logs are missing, although DESIRED equals READY",
  remedy: "set tolerations: [{ operator: Exists }]",
  evidence: "agents ran on four, then on three of five nodes; no line of the control plane was collected for months",
  needs: { setting: "cluster.taints", declared: ({ model }) => model.cluster.taints !== null },
  find({ model, agent }) {
    const daemonSets = [
      {
        name: agent.release,
        setting: `${agent.valuesFile}: controller.tolerations`,
        tolerations: mappingsAt(agent.values, "controller.tolerations"),
      },
      { name: model.inotify.name, setting: model.inotify.name, tolerations: SYSCTL_TOLERATIONS },
    ];
    return daemonSets.flatMap(({ name, setting, tolerations }) =>
      (model.cluster.taints ?? [])
        .filter((taint) => keepsPodsOut(taint) && !tolerations.some((toleration) => tolerates(toleration, taint)))
        .map((taint) => ({
          setting,
          got: tolerations.length === 0 ? "no toleration" : JSON.stringify(tolerations),
          expected: `a toleration of ${shownTaint(taint)}, declared in cluster.taints`,
          remedy: `set tolerations: [{ operator: Exists }], so that ${name} runs on every node`,
        })),
    );
  },
};
