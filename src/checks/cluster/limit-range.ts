import { type Workload, workloads } from "../../workloads";
import type { Check, Finding } from "../check";

export const limitRange: Check = {
  id: "limit-range",
  severity: "error",
  reason:
    "the API server refuses a container that is above its namespace's LimitRange, and Helm waits for it until its time-out",
  evidence: "Kubernetes' LimitRanger admission; a LimitRange of 4Gi held this plan's 6Gi Loki back",
  needs: { setting: "cluster.limitRange", declared: ({ model }) => model.cluster.limitRange !== null },
  find({ model }) {
    const { maxMemory, maxCpu } = model.cluster.limitRange ?? { maxMemory: null, maxCpu: null };
    return workloads(model).flatMap((workload) => {
      const { memoryLimit, cpuLimit } = workload.resources;
      return [
        ...(maxMemory !== null && memoryLimit?.isLargerThan(maxMemory)
          ? [above(workload, "memoryLimit", `${memoryLimit}`, `cluster.limitRange.maxMemory, which is ${maxMemory}`)]
          : []),
        ...(maxCpu !== null && cpuLimit?.isMoreThan(maxCpu)
          ? [above(workload, "cpuLimit", `${cpuLimit}`, `cluster.limitRange.maxCpu, which is ${maxCpu}`)]
          : []),
      ];
    });
  },
};

function above({ name, setting }: Workload, key: string, got: string, most: string): Finding {
  const raise = "raise the namespace's LimitRange and declare it";
  return {
    setting: setting === null ? `the ${key} of ${name}` : `${setting}.${key}`,
    got,
    wanted: `at most ${most}`,
    remedy: setting === null ? raise : `lower ${setting}.${key}, or ${raise}`,
  };
}
