import type { LimitRangeModel } from "../../cluster/model";
import type { ResourcesModel } from "../../cluster/resources";
import { settingOf, type Workload, workloads } from "../../stack/workloads";
import type { ByteSize } from "../../units";
import type { Check, Finding } from "../check";

export const limitRange: Check = {
  id: "limit-range",
  title: "Containers fit into the LimitRange",
  severity: "error",
  why: "the API server rejects pods that exceed the namespace's LimitRange, and Helm waits until its timeout",
  remedy: "lower the container's resources, or raise the namespace's LimitRange and declare it",
  evidence: "the Kubernetes LimitRanger admission plugin; a LimitRange of 4Gi blocked this stack's Loki of 6Gi",
  needs: { setting: "cluster.limitRange", declared: ({ model }) => model.cluster.limitRange !== null },
  find({ model }) {
    const { limitRange } = model.cluster;
    return limitRange === null ? [] : workloads(model).flatMap((workload) => findings(workload, limitRange));
  },
};

function findings(workload: Workload, { maxMemory, maxCpu }: LimitRangeModel): readonly Finding[] {
  const { key, cpu } = highestCpu(workload.resources);
  const memory = highestMemory(workload);
  return [
    ...(maxMemory !== null && memory.isLargerThan(maxMemory)
      ? [above(workload, "memoryLimit", `${memory}`, `maxMemory (${maxMemory})`)]
      : []),
    ...(maxCpu !== null && cpu.isMoreThan(maxCpu) ? [above(workload, key, `${cpu}`, `maxCpu (${maxCpu})`)] : []),
  ];
}

function highestMemory({ resources, init }: Workload): ByteSize {
  return init === undefined ? resources.memoryLimit : resources.memoryLimit.orMore(init.memoryLimit);
}

/** Without a limit, the LimitRange sets its maximum as the limit, and the request may exceed it. */
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
