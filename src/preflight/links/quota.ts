import type { V1ResourceQuota } from "@kubernetes/client-node";
import { inCluster, inNamespace } from "../../live/access";
import type { Cause } from "../../live/cause";
import { broken, doubtful, holds, type Outcome } from "../../live/outcome";
import type { Model } from "../../model";
import { Duration } from "../../units";
import { amountOf, isMore } from "../amount";
import type { PreflightLink } from "../context";
import { agentNodes } from "../placements";
import { type Deployed, type Need, needOf } from "../quota-need";
import { countsDrill, countsPlan } from "../quota-scopes";

const RAISE: Cause = {
  cause: "The namespace's quota leaves less than the plan's pods reserve during a rollout.",
  next: "kubectl edit resourcequota -n <namespace> <quota>",
};
const LOWER: Cause = {
  cause: "The plan reserves more than it needs on this cluster.",
  next: "write loki.resources and alloy.resources into main.ts, and cluster.quota, so that the synthesis checks them",
};
const OTHERS: Cause = {
  cause: "Other pods of the namespace have used it up.",
  next: "kubectl describe resourcequota -n <namespace> <quota>",
};
const NO_CPU_LIMIT: Cause = {
  cause: "A quota for CPU limits refuses every container without one, and the plan gives one to Loki alone.",
  next: 'give the namespace a LimitRange with default: { cpu: "1" }, which fills it in',
};

/** What the namespace's ResourceQuota objects leave is enough for every pod of a rollout, on the real number of nodes. */
export const quota: PreflightLink = {
  id: "quota",
  title: "The namespace's quota leaves room for the plan",
  after: ["namespace"],
  failure: "cluster",
  patience: Duration.seconds(10),
  access: ({ namespace: { name } }) => [
    inNamespace(name, "resourcequotas", ["list"]),
    inNamespace(name, "pods", ["list"]),
    inNamespace(name, "persistentvolumeclaims", ["list"]),
    inCluster("nodes", ["list"]),
  ],
  creates: false,
  causes: [RAISE, LOWER, OTHERS, NO_CPU_LIMIT],
  async look({ deployment, cluster, nodes }, signal) {
    const { model } = deployment;
    const namespace = model.namespace.name;
    const api = cluster.core(signal);
    const [quotas, pods, claims, all] = await Promise.all([
      api.listNamespacedResourceQuota({ namespace }),
      api.listNamespacedPod({ namespace }),
      api.listNamespacedPersistentVolumeClaim({ namespace }),
      nodes(),
    ]);
    const deployed = { pods: pods.items, claims: claims.items, nodes: agentNodes(all, deployment) };
    return judgeQuota(quotas.items, deployed, model);
  },
};

export function judgeQuota(quotas: readonly V1ResourceQuota[], deployed: Deployed, model: Model): Outcome {
  if (quotas.length === 0) return holds("no ResourceQuota");
  const need = needOf(model, deployed);
  const counting = quotas.filter(countsPlan);
  for (const quota of counting) {
    const faults = Object.entries(need).flatMap(([resource, { more, whole }]) =>
      faultsOf(quota, resource, more, whole),
    );
    if (faults.length === 0) continue;
    return broken({ ...faultIn(quota, model), found: faults.join("; "), causes: [RAISE, OTHERS, LOWER] });
  }
  const limiting = counting.find(({ spec }) => spec?.hard?.["limits.cpu"] !== undefined);
  if (limiting !== undefined)
    return doubtful({ ...faultIn(limiting, model), found: "limits.cpu is bounded", causes: [NO_CPU_LIMIT] });
  const figure = counting.length === 0 ? "no ResourceQuota counts the plan's pods" : roomIn(need);
  return holds(figure, ...drillNotes(quotas, deployed));
}

/** An apply makes none of these pods, so they are no reason to call the quota too small. */
function drillNotes(quotas: readonly V1ResourceQuota[], { nodes }: Deployed): readonly string[] {
  return quotas.some(countsDrill) ? [`npm run verify needs ${nodes.length} small pods more for a moment`] : [];
}

function faultsOf({ spec, status }: V1ResourceQuota, resource: string, more: number, whole: string): readonly string[] {
  const hard = status?.hard?.[resource] ?? spec?.hard?.[resource];
  const used = status?.used?.[resource] ?? "0";
  if (hard === undefined || !isMore(more, 0) || !isMore(amountOf(used) + more, amountOf(hard))) return [];
  return [`${resource}: ${used} of ${hard} are used, and the plan needs ${whole}`];
}

function faultIn({ metadata }: V1ResourceQuota, { namespace }: Model) {
  const quota = metadata?.name ?? "";
  return { wanted: `room in the ResourceQuota "${quota}"`, names: { namespace: namespace.name, quota } };
}

function roomIn(need: Need): string {
  return `room for ${need["requests.cpu"]?.whole} CPU, ${need["requests.memory"]?.whole} memory, ${need["pods"]?.whole} pods`;
}
