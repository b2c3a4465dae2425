import type { Model } from "../model";
import { type Workload, workloads } from "../workloads";
import type { LimitRangeModel } from "./model";

/** A container's limit above what its namespace allows. */
export interface AboveMaximum {
  readonly workload: Workload;
  readonly key: "memoryLimit" | "cpuLimit";
  readonly got: string;
  readonly bound: keyof LimitRangeModel;
  readonly most: string;
}

/** The limits of the plan's containers that a LimitRange doesn't allow. */
export function aboveMaximum(model: Model, { maxMemory, maxCpu }: LimitRangeModel): readonly AboveMaximum[] {
  return workloads(model).flatMap((workload): readonly AboveMaximum[] => {
    const { memoryLimit, cpuLimit } = workload.resources;
    return [
      ...(maxMemory !== null && memoryLimit?.isLargerThan(maxMemory)
        ? ([{ workload, key: "memoryLimit", got: `${memoryLimit}`, bound: "maxMemory", most: `${maxMemory}` }] as const)
        : []),
      ...(maxCpu !== null && cpuLimit?.isMoreThan(maxCpu)
        ? ([{ workload, key: "cpuLimit", got: `${cpuLimit}`, bound: "maxCpu", most: `${maxCpu}` }] as const)
        : []),
    ];
  });
}

/** A value of a workload as the person finds it: a setting where it is one. */
export function settingOf({ name, setting }: Workload, key: string): string {
  return setting === null ? `the ${key} of ${name}` : `${setting}.${key}`;
}
