import type { Check } from "../check";

export const agentCpu: Check = {
  id: "agent-cpu",
  severity: "error",
  reason:
    "an agent with a CPU limit is throttled just when a node writes most, and falls behind what the kubelet rotates away",
  evidence:
    "the kernel's CFS quota; throttled agents with idle nodes were seen in production until every CPU limit was removed",
  find({ model: { alloy } }) {
    const { cpuLimit } = alloy.agent.resources;
    if (cpuLimit === null) return [];
    return [
      {
        setting: "alloy.resources.cpuLimit",
        got: `${cpuLimit}`,
        expected: '"none": the request already gives the agent its share',
        remedy: "leave alloy.resources.cpuLimit out",
      },
    ];
  },
};
