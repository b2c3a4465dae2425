import type { V1ResourceQuota, V1ScopedResourceSelectorRequirement } from "@kubernetes/client-node";
import { type Cause, cause } from "../diagnostics/cause";
import { diagnostic } from "../diagnostics/diagnostic";
import { type Fail, fail, pass } from "../diagnostics/outcome";
import { inCluster, inNamespace } from "../diagnostics/rbac";
import { itemsOf } from "../kube/lists";
import { amountOf, isMore } from "../kube/quantities";
import type { Model } from "../model";
import { settingOf, workloads } from "../stack/workloads";
import { Duration } from "../units";
import type { PreflightContext } from "./context";
import { defaultCpuLimit, causes as limitsCauses } from "./limits";
import { namespace } from "./namespace";
import { agentNodes } from "./pod-fit";
import {
  alloyReleaseCount,
  boundedKinds,
  boundsConfigMaps,
  boundsOf,
  type Existing,
  type StackUsage,
  type Usage,
  usageOf,
} from "./quota-usage";

export const causes = {
  noCpuLimit: limitsCauses.noCpuLimit,
  tooSmall: cause(
    "The ResourceQuota <quota> is smaller than what the stack needs during a rollout.",
    "kubectl --namespace <namespace> edit resourcequota <quota>",
  ),
  usedUp: cause(
    "Other pods and objects of the namespace use up the ResourceQuota <quota>.",
    "kubectl --namespace <namespace> describe resourcequota <quota>",
  ),
  reservesTooMuch: cause(
    "The stack reserves more than it needs on this cluster.",
    "write loki.resources and alloy.resources into main.ts, and cluster.quota, so that npm run check compares them",
  ),
  claimTooLarge: cause("nfs.size is larger than this cluster needs.", "lower nfs.size in main.ts"),
};

export interface QuotaEvidence {
  readonly quotas: readonly V1ResourceQuota[];
  /** Empty if the namespace has no quota. */
  readonly existing: Existing;
  readonly model: Model;
}

/** Compares what the namespace's quotas leave with the needs of a rollout, on the real number of nodes. */
export const quota = diagnostic<PreflightContext, QuotaEvidence>({
  id: "quota",
  title: "The namespace's quota has room for the stack",
  after: [namespace],
  failure: "cluster",
  timeout: Duration.seconds(10),
  permissions: ({ namespace: { name } }) => [
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
  causes,
  collect: async (context, signal) => {
    const { stack, cluster, inOwnNamespace } = context;
    const request = { namespace: stack.model.namespace.name };
    const quotas = (await inOwnNamespace(cluster.core(signal).listNamespacedResourceQuota(request)))?.items ?? [];
    const existing = quotas.length === 0 ? NOTHING : await existingObjects(context, quotas, signal);
    return { quotas, existing, model: stack.model };
  },
  analyze: ({ quotas, existing, model }) => {
    if (quotas.length === 0) return pass("no ResourceQuota");
    const usage = usageOf(model, existing);
    const unlimited = defaultCpuLimit(existing.ranges) === null ? withoutCpuLimit(model) : [];
    const counting = quotas.filter(countsStack);
    const faults = counting.flatMap((each) => faultIn(each, { usage, unlimited, model }) ?? []);
    const detail = counting.length === 0 ? "no ResourceQuota counts the stack's pods" : `room for ${roomOf(usage)}`;
    return faults[0] ?? pass(detail, ...notCounted(counting, usage), ...pipelineNotes(counting, model));
  },
});

const NOTHING: Existing = { pods: [], claims: [], ranges: [], objects: {}, nodes: [] };

async function existingObjects(
  { stack, cluster, nodes }: PreflightContext,
  quotas: readonly V1ResourceQuota[],
  signal: AbortSignal,
): Promise<Existing> {
  const { name } = stack.model.namespace;
  const core = cluster.core(signal);
  const objectLists = boundedKinds(quotas).map(
    async ({ kind, list }) => [kind, itemsOf(await list(cluster, name, signal))] as const,
  );
  const [pods, claims, ranges, allNodes, objects] = await Promise.all([
    core.listNamespacedPod({ namespace: name }),
    core.listNamespacedPersistentVolumeClaim({ namespace: name }),
    core.listNamespacedLimitRange({ namespace: name }),
    nodes(),
    Promise.all(objectLists),
  ]);
  return {
    pods: pods.items,
    claims: claims.items,
    ranges: ranges.items,
    objects: Object.fromEntries(objects),
    nodes: agentNodes(allNodes, stack),
  };
}

function withoutCpuLimit(model: Model): readonly string[] {
  return workloads(model)
    .filter(({ resources, init }) => resources.cpuLimit === null || init?.cpuLimit === null)
    .map((workload) => settingOf(workload, "cpuLimit"));
}

interface Needs {
  readonly usage: StackUsage;
  /** The CPU limits that neither the stack nor the namespace sets. A quota of CPU limits rejects these pods. */
  readonly unlimited: readonly string[];
  readonly model: Model;
}

function faultIn(bounding: V1ResourceQuota, { usage, unlimited, model }: Needs): Fail | null {
  const rejected = unlimited.length > 0 && boundsOf(bounding)["limits.cpu"] !== undefined;
  const shortages = Object.entries(usage).flatMap(([resource, each]) => shortageOf(bounding, resource, each) ?? []);
  if (!rejected && shortages.length === 0) return null;
  const name = bounding.metadata?.name ?? "";
  const facts = { namespace: model.namespace.name, quota: name };
  const missing = `limits.cpu is bounded, but these are none: ${unlimited.join(", ")}`;
  return fail({
    got: [...(rejected ? [missing] : []), ...shortages.map(({ got }) => got)].join("; "),
    expected: `room in the ResourceQuota "${name}"`,
    causes: [...(rejected ? [causes.noCpuLimit()] : []), ...shortageCauses(shortages, facts)],
  });
}

interface Shortage {
  readonly got: string;
  readonly resource: string;
  /** Whether the bound is too low even without other pods and objects. */
  readonly isTooSmall: boolean;
}

function shortageOf(bounding: V1ResourceQuota, resource: string, { added, total, shown }: Usage): Shortage | null {
  const hard = boundsOf(bounding)[resource];
  const used = bounding.status?.used?.[resource] ?? "0";
  if (hard === undefined || !isMore(added, 0) || !isMore(amountOf(used) + added, amountOf(hard))) return null;
  return {
    got: `${resource}: ${used} of ${hard} used, and the stack needs ${shown}`,
    resource,
    isTooSmall: isMore(total, amountOf(hard)),
  };
}

/** Other pods are to blame only if the quota has room for the whole stack. */
function shortageCauses(
  shortages: readonly Shortage[],
  facts: { readonly namespace: string; readonly quota: string },
): readonly Cause[] {
  const tooSmall = shortages.filter(({ isTooSmall }) => isTooSmall);
  return [
    ...(tooSmall.length > 0 ? [causes.tooSmall(facts)] : []),
    ...(tooSmall.length < shortages.length ? [causes.usedUp(facts)] : []),
    ...(tooSmall.some(({ resource }) => /cpu$|memory$/.test(resource)) ? [causes.reservesTooMuch()] : []),
    ...(tooSmall.some(({ resource }) => resource.endsWith("requests.storage")) ? [causes.claimTooLarge()] : []),
  ];
}

function roomOf(usage: StackUsage): string {
  const { "requests.cpu": cpu, "requests.memory": memory, pods } = usage;
  return `${cpu?.shown} CPU, ${memory?.shown} memory, ${pods?.shown} pods`;
}

/** The claim's own class is counted, and the stack has no other. */
const OF_A_CLASS = /\.storageclass\.storage\.k8s\.io\//;

/** The bounds that the diagnostic cannot compare. */
function notCounted(quotas: readonly V1ResourceQuota[], usage: StackUsage): readonly string[] {
  const bounded = new Set(quotas.flatMap((each) => Object.keys(boundsOf(each))));
  const others = [...bounded].filter((resource) => usage[resource] === undefined && !OF_A_CLASS.test(resource));
  return others.length === 0 ? [] : [`not counted: ${others.join(", ")}`];
}

/** A new pipeline's ConfigMap is created before the old one is deleted. Most applies do not change the pipeline. */
function pipelineNotes(quotas: readonly V1ResourceQuota[], model: Model): readonly string[] {
  if (!boundsConfigMaps(quotas)) return [];
  return [`a changed pipeline needs ${alloyReleaseCount(model)} more ConfigMaps for a moment`];
}

/** The scopes of pods with a deadline, without requests or with a priority class. The stack has none of these. */
const OTHER_SCOPES = new Set(["Terminating", "BestEffort", "PriorityClass", "CrossNamespacePodAffinity"]);

/**
 * Whether a quota counts the stack's pods.
 * @see https://kubernetes.io/docs/concepts/policy/resource-quotas/#quota-scopes
 */
export function countsStack({ spec }: V1ResourceQuota): boolean {
  const isMet = ({ scopeName, operator }: V1ScopedResourceSelectorRequirement) =>
    !OTHER_SCOPES.has(scopeName) || operator === "DoesNotExist" || operator === "NotIn";
  const { scopes = [], scopeSelector } = spec ?? {};
  return !scopes.some((scope) => OTHER_SCOPES.has(scope)) && (scopeSelector?.matchExpressions ?? []).every(isMet);
}
