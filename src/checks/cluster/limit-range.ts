import type { Check } from "../check";
import { workloads } from "./workloads";

export const limitRange: Check = {
  id: "limit-range",
  severity: "error",
  reason:
    "the API server refuses a container that is above its namespace's LimitRange, and Helm waits for it until its time-out",
  evidence: "Kubernetes' LimitRanger admission; a LimitRange of 4Gi held this plan's 6Gi Loki back",
  needs: { setting: "cluster.limitRange", declared: ({ model }) => model.cluster.limitRange !== null },
  find({ model }) {
    const { maxMemory, maxCpu } = model.cluster.limitRange ?? { maxMemory: null, maxCpu: null };
    return workloads(model).flatMap(({ setting, resources: { memoryLimit, cpuLimit } }) => [
      ...(maxMemory !== null && memoryLimit?.isLargerThan(maxMemory)
        ? [above(`${setting}.memoryLimit`, `${memoryLimit}`, "maxMemory", `${maxMemory}`)]
        : []),
      ...(maxCpu !== null && cpuLimit === null ? [unlimited(`${setting}.cpuLimit`, `${maxCpu}`)] : []),
      ...(maxCpu !== null && cpuLimit?.isMoreThan(maxCpu)
        ? [above(`${setting}.cpuLimit`, `${cpuLimit}`, "maxCpu", `${maxCpu}`)]
        : []),
    ]);
  },
};

function above(setting: string, got: string, bound: string, most: string) {
  return {
    setting,
    got,
    wanted: `at most cluster.limitRange.${bound}, which is ${most}`,
    remedy: `lower ${setting}, or raise the namespace's LimitRange and declare it`,
  };
}

/** A maximum without a default makes a container that declares no limit one that is refused. */
function unlimited(setting: string, most: string) {
  return {
    setting,
    got: "no limit",
    wanted: `a limit of at most cluster.limitRange.maxCpu, which is ${most}: a LimitRange with a maximum refuses, or fills in, what has none`,
    remedy: "use a namespace without a maximum of CPU: a throttled agent loses lines",
  };
}
