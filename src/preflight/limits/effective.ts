import type { V1LimitRange, V1LimitRangeItem } from "@kubernetes/client-node";
import type { ResourcesModel } from "../../cluster/resources";
import type { Workload } from "../../stack/workloads";
import { amountOf } from "../amount";

/** What a container or a pod asks for and may use of one resource, once the API server has filled in what was left open. */
export interface Effective {
  readonly request: string;
  /** Null for none. */
  readonly limit: string | null;
  /** Whether the namespace has given the limit. */
  readonly isFilled: boolean;
}

export type Resource = "cpu" | "memory";

/** What a LimitRange's item gives to a container without a CPU limit. */
export function cpuLimitIn({ type, _default: filled, max }: V1LimitRangeItem): string | null {
  return type === "Container" ? (filled?.["cpu"] ?? max?.["cpu"] ?? null) : null;
}

/** What the namespace gives to a container without a CPU limit. */
export function filledCpuLimit(ranges: readonly V1LimitRange[]): string | null {
  const limits = ranges.flatMap(({ spec }) => spec?.limits ?? []).map(cpuLimitIn);
  return limits.find((limit) => limit !== null) ?? null;
}

/** Each of its containers. */
export function ofContainers({ resources, init }: Workload, resource: Resource, filled: string | null) {
  const containers = init === undefined ? [resources] : [resources, init];
  return containers.map((container) => (resource === "cpu" ? cpuOf(container, filled) : memoryOf(container)));
}

/** The pod as a whole: an init container has ended when the other begins, so the larger one counts. */
export function ofPod(workload: Workload, resource: Resource, filled: string | null): Effective {
  return ofContainers(workload, resource, filled).reduce((one, other) => {
    const { limit, isFilled } = amountOf(other.limit ?? "0") > amountOf(one.limit ?? "0") ? other : one;
    return { request: one.request, limit, isFilled };
  });
}

function cpuOf({ cpuRequest, cpuLimit }: ResourcesModel, filled: string | null): Effective {
  const limit = cpuLimit === null ? filled : `${cpuLimit}`;
  return { request: `${cpuRequest}`, limit, isFilled: cpuLimit === null && filled !== null };
}

function memoryOf({ memoryRequest, memoryLimit }: ResourcesModel): Effective {
  return { request: `${memoryRequest}`, limit: `${memoryLimit}`, isFilled: false };
}
