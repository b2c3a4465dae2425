import type { V1Node, V1PersistentVolumeClaim, V1Pod } from "@kubernetes/client-node";
import { reservationOf } from "../cluster/reservation";
import type { Model } from "../model";
import { ByteSize } from "../units";
import { workloads } from "../workloads";
import { amountOf } from "./amount";
import { isPodOfPlan } from "./plan-pods";
import { holdsResources, requested } from "./pod-requests";

export interface Deployed {
  readonly pods: readonly V1Pod[];
  readonly claims: readonly V1PersistentVolumeClaim[];
  /** Those that take an agent. */
  readonly nodes: readonly V1Node[];
}

/** By the name of a quota's resource: what a rollout adds to what is in use, and how a person reads the whole. */
export type Need = Readonly<Record<string, { readonly more: number; readonly whole: string }>>;

/** What the plan has there already is counted as used, and is needed no second time. */
export function needOf(model: Model, { pods, claims, nodes }: Deployed): Need {
  const real = { ...model, cluster: { ...model.cluster, nodes: nodes.length } };
  const { memory, cpu, pods: count } = reservationOf(real);
  const own = pods.filter((pod) => isPodOfPlan(pod, model) && holdsResources(pod));
  const sum = (of: (pod: V1Pod) => number) => own.map(of).reduce((all, part) => all + part, 0);
  const { claim, size, storageClass } = model.loki.volume;
  const claimed = claims.some(({ metadata }) => metadata?.name === claim);
  const cores = amountOf(`${cpu}`) - sum((pod) => requested(pod, "cpu"));
  const bytes = memory.toBytes() - sum((pod) => requested(pod, "memory"));
  const limit = memoryLimits(real);
  const limitBytes = limit.toBytes() - sum((pod) => requested(pod, "memory", "limits"));
  const memoryNeed = { more: bytes, whole: `${memory.inMebibytes()}` };
  const cpuNeed = { more: cores, whole: `${cpu}` };
  const podNeed = { more: count - own.length, whole: `${count}` };
  const claimNeed = { more: claimed ? 0 : 1, whole: "1" };
  const storageNeed = { more: claimed ? 0 : size.toBytes(), whole: `${size}` };
  return {
    memory: memoryNeed,
    "requests.memory": memoryNeed,
    cpu: cpuNeed,
    "requests.cpu": cpuNeed,
    pods: podNeed,
    "count/pods": podNeed,
    "limits.memory": { more: limitBytes, whole: `${limit.inMebibytes()}` },
    persistentvolumeclaims: claimNeed,
    "count/persistentvolumeclaims": claimNeed,
    "requests.storage": storageNeed,
    [`${storageClass}.storageclass.storage.k8s.io/requests.storage`]: storageNeed,
    [`${storageClass}.storageclass.storage.k8s.io/persistentvolumeclaims`]: claimNeed,
  };
}

/** What has no limit of its own is as small as what it asks for. */
function memoryLimits(model: Model): ByteSize {
  return workloads(model)
    .map(({ pods, surge, resources }) => (resources.memoryLimit ?? resources.memoryRequest).scaled(pods + surge))
    .reduce((sum, part) => sum.plus(part), ByteSize.bytes(0));
}
