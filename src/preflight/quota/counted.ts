import type { V1ResourceQuota } from "@kubernetes/client-node";
import type { Cluster } from "../../kube/cluster";
import type { Model } from "../../model";
import type { ApiObject } from "./deployed";
import { hardOf } from "./hard";

/** A kind of object whose number a quota may bound. */
export interface Counted {
  readonly kind: string;
  /** How a quota calls it. @see https://kubernetes.io/docs/concepts/policy/resource-quotas/#quota-on-object-count */
  readonly resources: readonly string[];
  /** How many the plan makes of it. */
  readonly planned: (model: Model) => number;
  readonly list: (cluster: Cluster, namespace: string, signal: AbortSignal) => Promise<{ items: ApiObject[] | null }>;
}

/** What the Loki chart makes: a Service for queries, one for the StatefulSet and one for its ring. */
export const LOKI_SERVICES = 3;

/** What the Loki chart makes: its configuration, and what may change while it runs. */
export const LOKI_CONFIG_MAPS = 2;

export const COUNTED: readonly Counted[] = [
  {
    kind: "services",
    resources: ["services", "count/services"],
    planned: (model) => LOKI_SERVICES + alloyReleases(model),
    list: (cluster, namespace, signal) => cluster.coreMetadata(signal).listNamespacedService({ namespace }),
  },
  {
    kind: "configmaps",
    resources: ["configmaps", "count/configmaps"],
    planned: (model) => LOKI_CONFIG_MAPS + 1 + alloyReleases(model) + datasources(model),
    list: (cluster, namespace, signal) => cluster.coreMetadata(signal).listNamespacedConfigMap({ namespace }),
  },
  {
    kind: "daemonsets",
    resources: ["count/daemonsets.apps"],
    planned: () => 2,
    list: (cluster, namespace, signal) => cluster.apps(signal).listNamespacedDaemonSet({ namespace }),
  },
  {
    kind: "deployments",
    resources: ["count/deployments.apps"],
    planned: ({ alloy }) => (alloy.events === null ? 0 : 1),
    list: (cluster, namespace, signal) => cluster.apps(signal).listNamespacedDeployment({ namespace }),
  },
  {
    kind: "statefulsets",
    resources: ["count/statefulsets.apps"],
    planned: () => 1,
    list: (cluster, namespace, signal) => cluster.apps(signal).listNamespacedStatefulSet({ namespace }),
  },
];

/** Those that one of the quotas bounds: nothing else is asked for. */
export function countedBy(quotas: readonly V1ResourceQuota[]): readonly Counted[] {
  const bounded = new Set(quotas.flatMap((quota) => Object.keys(hardOf(quota))));
  return COUNTED.filter(({ resources }) => resources.some((resource) => bounded.has(resource)));
}

/** Each has a Service and a pipeline. */
export function alloyReleases({ alloy }: Model): number {
  return alloy.events === null ? 1 : 2;
}

/** Grafana's may lie in a namespace of its own. */
function datasources({ grafana, namespace }: Model): number {
  return grafana.namespace === namespace.name ? 1 : 0;
}
