import type { Model } from "../../model";
import { reservationOf, workloads } from "../../stack/workloads";
import { ByteSize, Cpu } from "../../units";
import { amountOf } from "../amount";
import { filledCpuLimit, ofPod, type Resource } from "../limits/effective";
import { hasLabelsOfPlan } from "../plan-labels";
import { holdsResources, requested } from "../pod-requests";
import type { Deployed } from "./deployed";
import type { Need } from "./need";

/** What the pods of a rollout need, on the real number of nodes. */
export function podNeed(model: Model, { pods, nodes, ranges }: Deployed): Need {
  const real = { ...model, cluster: { ...model.cluster, nodes: nodes.length } };
  const { memory, cpu, pods: count } = reservationOf(real);
  const filled = filledCpuLimit(ranges);
  const limits = { memory: limitOf(real, "memory", filled), cpu: limitOf(real, "cpu", filled) };
  const own = pods.filter((pod) => hasLabelsOfPlan(pod, model) && holdsResources(pod));
  const held = (resource: Resource, kind: "requests" | "limits") =>
    own.reduce((sum, pod) => sum + requested(pod, resource, kind), 0);
  const memoryNeed = { more: memory.toBytes() - held("memory", "requests"), whole: `${memory.inMebibytes()}` };
  const cpuNeed = { more: amountOf(`${cpu}`) - held("cpu", "requests"), whole: `${cpu}` };
  const number = { more: count - own.length, whole: `${count}` };
  return {
    memory: memoryNeed,
    "requests.memory": memoryNeed,
    "limits.memory": {
      more: limits.memory - held("memory", "limits"),
      whole: `${ByteSize.bytes(limits.memory).inMebibytes()}`,
    },
    cpu: cpuNeed,
    "requests.cpu": cpuNeed,
    "limits.cpu": {
      more: limits.cpu - held("cpu", "limits"),
      whole: `${Cpu.millicores(Math.round(limits.cpu * 1_000))}`,
    },
    pods: number,
    "count/pods": number,
  };
}

/** What all of them may use. A quota counts a pod without a limit for nothing, if it lets it in. */
function limitOf(model: Model, resource: Resource, filled: string | null): number {
  return workloads(model)
    .map((workload) => {
      const { limit } = ofPod(workload, resource, filled);
      return amountOf(limit ?? "0") * (workload.pods + workload.surge);
    })
    .reduce((sum, part) => sum + part, 0);
}
