import type { V1LimitRange, V1LimitRangeItem } from "@kubernetes/client-node";
import { aboveMaximum, settingOf } from "../../cluster/limit-range";
import { inNamespace } from "../../live/access";
import type { Cause } from "../../live/cause";
import { broken, holds, type Outcome } from "../../live/outcome";
import type { Model } from "../../model";
import { ByteSize, Cpu, Duration } from "../../units";
import { workloads } from "../../workloads";
import { amountOf } from "../amount";
import type { PreflightLink } from "../context";

const RAISE: Cause = {
  cause: "The namespace's LimitRange is made for smaller or larger pods than the plan's.",
  next: "kubectl edit limitrange -n <namespace> <limit-range>",
};
const LOWER: Cause = {
  cause: "The plan asks for more than the cluster lets one container have.",
  next: "write loki.resources and alloy.resources into main.ts, and cluster.limitRange, so that the synthesis checks them",
};

/** Every container of the plan, and its claim, is what the namespace's LimitRange objects allow. */
export const limits: PreflightLink = {
  id: "limits",
  title: "Every container is within the namespace's LimitRange",
  after: ["namespace"],
  failure: "cluster",
  patience: Duration.seconds(10),
  access: ({ namespace }) => [inNamespace(namespace.name, "limitranges", ["list"])],
  creates: false,
  causes: [RAISE, LOWER],
  async look({ deployment: { model }, cluster }, signal) {
    const { items } = await cluster.core(signal).listNamespacedLimitRange({ namespace: model.namespace.name });
    return judgeLimits(items, model);
  },
};

export function judgeLimits(ranges: readonly V1LimitRange[], model: Model): Outcome {
  if (ranges.length === 0) return holds("no LimitRange");
  for (const range of ranges) {
    const faults = range.spec?.limits.flatMap((item) => faultsOf(item, model)) ?? [];
    if (faults.length === 0) continue;
    const name = range.metadata?.name ?? "";
    const names = { namespace: model.namespace.name, "limit-range": name };
    return broken({
      found: faults.join("; "),
      wanted: `what the LimitRange "${name}" allows`,
      causes: [RAISE, LOWER],
      names,
    });
  }
  return holds(ranges.length === 1 ? "1 LimitRange" : `${ranges.length} LimitRange objects`);
}

/** Every pod of the plan has one container at a time: what is said of a pod is said of its container. */
function faultsOf(item: V1LimitRangeItem, model: Model): readonly string[] {
  if (item.type === "PersistentVolumeClaim") return claimFaults(item, model);
  if (item.type !== "Container" && item.type !== "Pod") return [];
  return [...maximumFaults(item, model), ...requestFaults(item, model), ...ratioFaults(item, model)];
}

function maximumFaults({ max = {} }: V1LimitRangeItem, model: Model): readonly string[] {
  const { memory, cpu } = max;
  const bounds = {
    maxMemory: memory === undefined ? null : ByteSize.bytes(Math.floor(amountOf(memory))),
    maxCpu: cpu === undefined ? null : wholeMillicores(amountOf(cpu)),
  };
  return aboveMaximum(model, bounds).map(
    ({ workload, key, got, most }) => `${settingOf(workload, key)} is ${got}, at most ${most} may be`,
  );
}

/** 4007 thousandths of a core are a little less than that as a fraction, and must not be rounded down for it. */
function wholeMillicores(cores: number): Cpu {
  return Cpu.millicores(Math.floor(cores * 1_000 + 1e-6));
}

/** What a container asks for may be too little, or more than the limit that the namespace gives to one without. */
function requestFaults(
  { min = {}, max = {}, _default: filled = {} }: V1LimitRangeItem,
  model: Model,
): readonly string[] {
  const limit = filled["cpu"] ?? max["cpu"];
  return workloads(model).flatMap((workload) => {
    const { cpuRequest, memoryRequest, cpuLimit } = workload.resources;
    const requests = [
      { key: "cpuRequest", got: `${cpuRequest}`, least: min["cpu"] },
      { key: "memoryRequest", got: `${memoryRequest}`, least: min["memory"] },
    ];
    const low = requests
      .filter(({ got, least }) => least !== undefined && amountOf(got) < amountOf(least))
      .map(({ key, got, least }) => `${settingOf(workload, key)} is ${got}, at least ${least} must be`);
    const aboveFilled = cpuLimit === null && limit !== undefined && amountOf(`${cpuRequest}`) > amountOf(limit);
    return aboveFilled
      ? [
          ...low,
          `${settingOf(workload, "cpuRequest")} is ${cpuRequest}, above the limit of ${limit} that the namespace fills in`,
        ]
      : low;
  });
}

function ratioFaults({ maxLimitRequestRatio: ratios = {} }: V1LimitRangeItem, model: Model): readonly string[] {
  const most = ratios["memory"];
  if (most === undefined) return [];
  return workloads(model).flatMap((workload) => {
    const { memoryLimit, memoryRequest } = workload.resources;
    if (memoryLimit === undefined) return [];
    const ratio = memoryLimit.dividedBy(memoryRequest);
    if (ratio <= amountOf(most)) return [];
    return [
      `${settingOf(workload, "memoryLimit")} is ${Number(ratio.toFixed(2))} times its request, at most ${most} may be`,
    ];
  });
}

function claimFaults({ min = {}, max = {} }: V1LimitRangeItem, { loki: { volume } }: Model): readonly string[] {
  const [least, most] = [min["storage"], max["storage"]];
  const size = volume.size.toBytes();
  if (most !== undefined && size > amountOf(most)) return [`nfs.size is ${volume.size}, at most ${most} may be`];
  if (least !== undefined && size < amountOf(least)) return [`nfs.size is ${volume.size}, at least ${least} must be`];
  return [];
}
