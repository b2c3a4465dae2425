import type {
  V1LimitRange,
  V1Node,
  V1ObjectMeta,
  V1PersistentVolumeClaim,
  V1Pod,
  V1ResourceQuota,
} from "@kubernetes/client-node";
import { networkPolicies } from "../access/policies";
import type { Cluster } from "../kube/cluster";
import { amountOf, holdsResources, podAmount, type Resource } from "../kube/quantities";
import type { Model } from "../model";
import { reservationOf, workloads } from "../stack/workloads";
import { ByteSize, Cpu } from "../units";
import { defaultCpuLimit, podResources } from "./limits";
import { hasLabelsOfStack, isOfStack } from "./owner";

/** What is in the namespace, as far as a quota counts it. */
export interface Existing {
  readonly pods: readonly V1Pod[];
  readonly claims: readonly V1PersistentVolumeClaim[];
  readonly ranges: readonly V1LimitRange[];
  /** The objects of the kinds whose number a quota bounds, by kind. */
  readonly objects: Readonly<Record<string, readonly ApiObject[]>>;
  /** The nodes that run an agent. */
  readonly nodes: readonly V1Node[];
}

interface ApiObject {
  readonly metadata?: V1ObjectMeta;
}

/** The stack's usage of one resource of a quota. */
export interface Usage {
  /** What a rollout adds to the usage of now. */
  readonly added: number;
  /** Everything that the stack uses during a rollout. */
  readonly total: number;
  /** The total as a quantity. */
  readonly shown: string;
}

/** The stack's usage by the quota's names of the resources. The stack's existing objects are not added again. */
export type StackUsage = Readonly<Record<string, Usage>>;

export function usageOf(model: Model, existing: Existing): StackUsage {
  return { ...podUsage(model, existing), ...claimUsage(model, existing), ...objectUsage(model, existing) };
}

function usage(total: number, existing: number, shown: string): Usage {
  return { added: total - existing, total, shown };
}

/** The pods of a rollout, on the real number of nodes. */
function podUsage(model: Model, { pods, nodes, ranges }: Existing): StackUsage {
  const real = { ...model, cluster: { ...model.cluster, nodes: nodes.length } };
  const { memory, cpu, pods: count } = reservationOf(real);
  const defaultLimit = defaultCpuLimit(ranges);
  const limits = { memory: limitOf(real, "memory", defaultLimit), cpu: limitOf(real, "cpu", defaultLimit) };
  const own = pods.filter((pod) => hasLabelsOfStack(pod, model) && holdsResources(pod));
  const existing = (resource: Resource, kind: "requests" | "limits") =>
    own.reduce((sum, pod) => sum + podAmount(pod, resource, kind), 0);
  const memoryUsage = usage(memory.toBytes(), existing("memory", "requests"), `${memory.inMebibytes()}`);
  const cpuUsage = usage(amountOf(`${cpu}`), existing("cpu", "requests"), `${cpu}`);
  const number = usage(count, own.length, `${count}`);
  return {
    memory: memoryUsage,
    "requests.memory": memoryUsage,
    "limits.memory": usage(
      limits.memory,
      existing("memory", "limits"),
      `${ByteSize.bytes(limits.memory).inMebibytes()}`,
    ),
    cpu: cpuUsage,
    "requests.cpu": cpuUsage,
    "limits.cpu": usage(limits.cpu, existing("cpu", "limits"), `${Cpu.millicores(Math.round(limits.cpu * 1_000))}`),
    pods: number,
    "count/pods": number,
  };
}

/** The sum of all limits. A quota that admits a pod without a limit does not count it. */
function limitOf(model: Model, resource: Resource, defaultLimit: string | null): number {
  return workloads(model)
    .map((workload) => {
      const { limit } = podResources(workload, resource, defaultLimit);
      return amountOf(limit ?? "0") * (workload.pods + workload.surge);
    })
    .reduce((sum, part) => sum + part, 0);
}

function claimUsage({ loki }: Model, { claims }: Existing): StackUsage {
  const { claim, size, storageClass } = loki.volume;
  const exists = claims.some(({ metadata }) => metadata?.name === claim);
  const number = usage(1, exists ? 1 : 0, "1");
  const storage = usage(size.toBytes(), exists ? size.toBytes() : 0, `${size}`);
  return {
    persistentvolumeclaims: number,
    "count/persistentvolumeclaims": number,
    "requests.storage": storage,
    [`${storageClass}.storageclass.storage.k8s.io/persistentvolumeclaims`]: number,
    [`${storageClass}.storageclass.storage.k8s.io/requests.storage`]: storage,
  };
}

/** A kind of object whose number a quota may bound. */
interface CountedKind {
  readonly kind: string;
  /** The quota's names of it. @see https://kubernetes.io/docs/concepts/policy/resource-quotas/#quota-on-object-count */
  readonly resources: readonly string[];
  /** The number that the stack creates. */
  readonly countIn: (model: Model) => number;
  readonly list: (cluster: Cluster, namespace: string, signal: AbortSignal) => Promise<{ items: ApiObject[] | null }>;
}

/** The Services of the Loki chart: one for queries, one for the StatefulSet and one for the ring. */
export const LOKI_SERVICES = 3;

/** The ConfigMaps of the Loki chart: its configuration and its runtime configuration. */
export const LOKI_CONFIG_MAPS = 2;

const CONFIG_MAPS: CountedKind = {
  kind: "configmaps",
  resources: ["configmaps", "count/configmaps"],
  countIn: (model) => LOKI_CONFIG_MAPS + 1 + alloyReleaseCount(model) + datasourceCount(model),
  list: (cluster, namespace, signal) => cluster.coreMetadata(signal).listNamespacedConfigMap({ namespace }),
};

const KINDS: readonly CountedKind[] = [
  {
    kind: "services",
    resources: ["services", "count/services"],
    countIn: () => LOKI_SERVICES,
    list: (cluster, namespace, signal) => cluster.coreMetadata(signal).listNamespacedService({ namespace }),
  },
  CONFIG_MAPS,
  {
    kind: "networkpolicies",
    resources: ["count/networkpolicies.networking.k8s.io"],
    countIn: (model) => networkPolicies(model).filter((policy) => policy.namespace === model.namespace.name).length,
    list: (cluster, namespace, signal) => cluster.networking(signal).listNamespacedNetworkPolicy({ namespace }),
  },
  {
    kind: "daemonsets",
    resources: ["count/daemonsets.apps"],
    countIn: () => 2,
    list: (cluster, namespace, signal) => cluster.apps(signal).listNamespacedDaemonSet({ namespace }),
  },
  {
    kind: "deployments",
    resources: ["count/deployments.apps"],
    countIn: ({ alloy }) => (alloy.events === null ? 0 : 1),
    list: (cluster, namespace, signal) => cluster.apps(signal).listNamespacedDeployment({ namespace }),
  },
  {
    kind: "statefulsets",
    resources: ["count/statefulsets.apps"],
    countIn: () => 1,
    list: (cluster, namespace, signal) => cluster.apps(signal).listNamespacedStatefulSet({ namespace }),
  },
];

/** The kinds that one of the quotas bounds. Only these are listed. */
export function boundedKinds(quotas: readonly V1ResourceQuota[]): readonly CountedKind[] {
  const bounded = new Set(quotas.flatMap((quota) => Object.keys(boundsOf(quota))));
  return KINDS.filter(({ resources }) => resources.some((resource) => bounded.has(resource)));
}

export function boundsConfigMaps(quotas: readonly V1ResourceQuota[]): boolean {
  return boundedKinds(quotas).includes(CONFIG_MAPS);
}

/** The bounds of a quota by resource: those in force, and new ones. */
export function boundsOf({ spec, status }: V1ResourceQuota): Readonly<Record<string, string>> {
  return { ...spec?.hard, ...status?.hard };
}

/** Each release has a Service and a pipeline. */
export function alloyReleaseCount({ alloy }: Model): number {
  return alloy.events === null ? 1 : 2;
}

/** Grafana may have its own namespace. */
function datasourceCount({ grafana, namespace }: Model): number {
  return grafana.namespace === namespace.name ? 1 : 0;
}

/** The stack's other objects, of the kinds that a quota bounds. */
function objectUsage(model: Model, { objects }: Existing): StackUsage {
  const entries = KINDS.flatMap(({ kind, resources, countIn }) => {
    const existing = objects[kind];
    if (existing === undefined) return [];
    const total = countIn(model);
    const each = usage(total, existing.filter((object) => isOwn(object, model)).length, `${total}`);
    return resources.map((resource) => [resource, each] as const);
  });
  return Object.fromEntries(entries);
}

/** The charts label their objects, and Terraform's ConfigMaps have the digest. */
function isOwn(object: ApiObject, model: Model): boolean {
  return hasLabelsOfStack(object, model) || isOfStack(object.metadata);
}
