import type { Check } from "../check";

export const agentCpu: Check = {
  id: "agent-cpu",
  title: "Agents have no CPU limit",
  severity: "error",
  why: "a CPU limit throttles an agent when its node logs the most, and the kubelet rotates files before the agent reads them",
  remedy: "leave alloy.resources.cpuLimit unset",
  evidence: "the Linux CFS quota; in production, agents on idle nodes were throttled until every CPU limit was removed",
  find({ model: { alloy } }) {
    const { cpuLimit } = alloy.agent.resources;
    if (cpuLimit === null) return [];
    return [
      {
        setting: "alloy.resources.cpuLimit",
        got: `${cpuLimit}`,
        expected: '"none": the request already guarantees the share of the CPU',
        remedy: "leave alloy.resources.cpuLimit unset",
      },
    ];
  },
};
