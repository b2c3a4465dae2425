import type { LimitRangeModel } from "../../cluster/model";
import type { ResourcesModel } from "../../cluster/resources";
import { settingOf, type Workload, workloads } from "../../stack/workloads";
import type { ByteSize } from "../../units";
import type { Check, Finding } from "../check";

export const limitRange: Check = {
  id: "limit-range",
  severity: "error",
  reason:
    "the API server refuses a container that is above its namespace's LimitRange, and Helm waits for it until its time-out",
  evidence: "Kubernetes' LimitRanger admission; a LimitRange of 4Gi held this plan's 6Gi Loki back",
  needs: { setting: "cluster.limitRange", declared: ({ model }) => model.cluster.limitRange !== null },
  find({ model }) {
    const { limitRange } = model.cluster;
    return limitRange === null ? [] : workloads(model).flatMap((workload) => findingsOf(workload, limitRange));
  },
};

function findingsOf(workload: Workload, { maxMemory, maxCpu }: LimitRangeModel): readonly Finding[] {
  const { key, cpu } = highestCpu(workload.resources);
  const memory = highestMemory(workload);
  return [
    ...(maxMemory !== null && memory.isLargerThan(maxMemory)
      ? [above(workload, "memoryLimit", `${memory}`, `maxMemory, which is ${maxMemory}`)]
      : []),
    ...(maxCpu !== null && cpu.isMoreThan(maxCpu)
      ? [above(workload, key, `${cpu}`, `maxCpu, which is ${maxCpu}`)]
      : []),
  ];
}

function highestMemory({ resources, init }: Workload): ByteSize {
  return init === undefined ? resources.memoryLimit : resources.memoryLimit.orMore(init.memoryLimit);
}

/** Where there is no limit, the namespace fills its maximum in, and what is asked for may be above that. */
function highestCpu({ cpuLimit, cpuRequest }: ResourcesModel) {
  return cpuLimit === null
    ? ({ key: "cpuRequest", cpu: cpuRequest } as const)
    : ({ key: "cpuLimit", cpu: cpuLimit } as const);
}

function above(workload: Workload, key: keyof ResourcesModel, got: string, bound: string): Finding {
  const raise = "raise the namespace's LimitRange and declare it";
  return {
    setting: settingOf(workload, key),
    got,
    expected: `at most cluster.limitRange.${bound}`,
    remedy: workload.setting === null ? raise : `lower ${workload.setting}.${key}, or ${raise}`,
  };
}
