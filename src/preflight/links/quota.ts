import type { V1ResourceQuota } from "@kubernetes/client-node";
import { holds } from "../../diagnostics/outcome";
import { inCluster, inNamespace } from "../../diagnostics/permission";
import { itemsOf } from "../../kube/lists";
import { Duration } from "../../units";
import type { PreflightContext, PreflightLink } from "../context";
import { NO_CPU_LIMIT } from "../limits/causes";
import { agentNodes } from "../placement/placements";
import { LOWER, OTHERS, RAISE } from "../quota/causes";
import { countedBy } from "../quota/counted";
import type { Deployed } from "../quota/deployed";
import { judgeQuota } from "../quota/judgement";

/** What the namespace's ResourceQuota objects leave is enough for all of a rollout, on the real number of nodes. */
export const quota: PreflightLink = {
  id: "quota",
  title: "The namespace's quota leaves room for the plan",
  after: ["namespace"],
  failure: "cluster",
  patience: Duration.seconds(10),
  access: ({ namespace: { name } }) => [
    inNamespace(name, "resourcequotas", ["list"]),
    inNamespace(name, "limitranges", ["list"]),
    inNamespace(name, "pods", ["list"]),
    inNamespace(name, "persistentvolumeclaims", ["list"]),
    inNamespace(name, "services", ["list"]),
    inNamespace(name, "configmaps", ["list"]),
    inNamespace(name, "daemonsets", ["list"], "apps"),
    inNamespace(name, "deployments", ["list"], "apps"),
    inNamespace(name, "statefulsets", ["list"], "apps"),
    inCluster("nodes", ["list"]),
  ],
  creates: false,
  causes: [RAISE, LOWER, OTHERS, NO_CPU_LIMIT],
  async look(context, signal) {
    const { deployment, cluster, inOwnNamespace } = context;
    const { model } = deployment;
    const namespace = model.namespace.name;
    const quotas = await inOwnNamespace(cluster.core(signal).listNamespacedResourceQuota({ namespace }));
    if (quotas === null || quotas.items.length === 0) return holds("no ResourceQuota");
    return judgeQuota(quotas.items, await deployedIn(context, quotas.items, signal), model);
  },
};

async function deployedIn(
  { deployment, cluster, nodes }: PreflightContext,
  quotas: readonly V1ResourceQuota[],
  signal: AbortSignal,
): Promise<Deployed> {
  const namespace = deployment.model.namespace.name;
  const api = cluster.core(signal);
  const [pods, claims, ranges, all, objects] = await Promise.all([
    api.listNamespacedPod({ namespace }),
    api.listNamespacedPersistentVolumeClaim({ namespace }),
    api.listNamespacedLimitRange({ namespace }),
    nodes(),
    Promise.all(
      countedBy(quotas).map(async ({ kind, list }) => [kind, itemsOf(await list(cluster, namespace, signal))] as const),
    ),
  ]);
  return {
    pods: pods.items,
    claims: claims.items,
    ranges: ranges.items,
    objects: Object.fromEntries(objects),
    nodes: agentNodes(all, deployment),
  };
}
