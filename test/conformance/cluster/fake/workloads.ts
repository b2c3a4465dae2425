import type {
  V1DaemonSet,
  V1Deployment,
  V1ObjectMeta,
  V1PersistentVolumeClaim,
  V1Pod,
  V1PodSpec,
  V1PodTemplateSpec,
  V1StatefulSet,
  V1Taint,
  V1Toleration,
} from "@kubernetes/client-node";
import type { Manifest } from "../../../../tools/manifests/manifest";
import { pathOf } from "../kube-client";
import { type FakeNode, isReady, podsOf, type World } from "./world";

/** A fake of the DaemonSet controller and of the scheduler of its pods. */
export async function runDaemonSets(world: World): Promise<void> {
  const sets = await world.kube.list<V1DaemonSet>(`/apis/apps/v1/namespaces/${world.namespace}/daemonsets`);
  for (const set of sets) await runDaemonSet(world, set);
}

async function runDaemonSet(world: World, { metadata = {}, spec }: V1DaemonSet): Promise<void> {
  const { kube, nodes } = world;
  const template = spec?.template ?? {};
  const expected = nodes.filter(({ taints }) => tolerates(template.spec?.tolerations ?? [], taints));
  const pods = podsOf(world, metadata.uid);
  const [kept, surplus] = split(pods, expected);
  const on = new Set(kept.map((pod) => pod.spec?.nodeName));
  const missing = expected.filter(({ name }) => !on.has(name));
  const owner = { kind: "DaemonSet", metadata } as const;
  await Promise.all([
    ...missing.map(({ name }) =>
      kube.create(ownedPod(owner, template, `${metadata.name}-${name}`, { nodeName: name })),
    ),
    ...surplus.map((pod) => kube.remove(`/api/v1/namespaces/${world.namespace}/pods/${pod.metadata?.name}`)),
  ]);
  const ready = kept.filter(isReady).length;
  await kube.merge(`${pathOf({ apiVersion: "apps/v1", kind: "DaemonSet", metadata: { ...metadata } })}/status`, {
    status: {
      observedGeneration: metadata.generation,
      desiredNumberScheduled: expected.length,
      currentNumberScheduled: kept.length,
      updatedNumberScheduled: kept.length,
      numberMisscheduled: surplus.length,
      numberReady: ready,
      numberAvailable: ready,
      numberUnavailable: expected.length - ready,
    },
  });
}

/** Splits pods into those on expected nodes and the others. */
function split(pods: readonly V1Pod[], expected: readonly FakeNode[]): readonly [readonly V1Pod[], readonly V1Pod[]] {
  const names = new Set<string | undefined>(expected.map(({ name }) => name));
  const isKept = (pod: V1Pod) => names.has(pod.spec?.nodeName);
  return [pods.filter(isKept), pods.filter((pod) => !isKept(pod))];
}

/**
 * A fake of the controllers of workloads with one replica, and of the scheduler: the first node runs their pods once their
 * volumes are bound.
 */
export async function runReplicas(world: World): Promise<void> {
  const apps = `/apis/apps/v1/namespaces/${world.namespace}`;
  for (const set of await world.kube.list<V1StatefulSet>(`${apps}/statefulsets`)) {
    const volumes = (set.spec?.volumeClaimTemplates ?? []).map(({ metadata }) => ({
      name: metadata?.name ?? "",
      persistentVolumeClaim: { claimName: `${metadata?.name}-${set.metadata?.name}-0` },
    }));
    await run(world, { ...set, kind: "StatefulSet" }, `${set.metadata?.name}-0`, volumes);
  }
  for (const deployment of await world.kube.list<V1Deployment>(`${apps}/deployments`)) {
    await run(world, { ...deployment, kind: "Deployment" }, `${deployment.metadata?.name}-0`, []);
  }
}

/** The scheduler's condition of a pod whose claim has no volume. */
const UNSCHEDULABLE = {
  type: "PodScheduled",
  status: "False",
  reason: "Unschedulable",
  message: "0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims.",
};

type Volumes = NonNullable<V1PodSpec["volumes"]>;

async function areBound({ kube, namespace }: World, volumes: Volumes): Promise<boolean> {
  const claims = await kube.list<V1PersistentVolumeClaim>(`/api/v1/namespaces/${namespace}/persistentvolumeclaims`);
  const bound = new Set(claims.filter(({ status }) => status?.phase === "Bound").map(({ metadata }) => metadata?.name));
  return volumes.every(({ persistentVolumeClaim }) => bound.has(persistentVolumeClaim?.claimName));
}

type Workload = Owner & Pick<V1StatefulSet | V1Deployment, "spec">;

async function run(world: World, workload: Workload, name: string, claims: Volumes): Promise<void> {
  const { kube, nodes } = world;
  const { kind, metadata = {} } = workload;
  const template = workload.spec?.template ?? {};
  const [node] = nodes;
  const pods = podsOf(world, metadata.uid);
  const path = `/api/v1/namespaces/${world.namespace}/pods`;
  const isBound = await areBound(world, claims);
  const waits = pods.some(({ spec }) => spec?.nodeName === undefined);
  if (waits && isBound) await kube.remove(`${path}/${name}`);
  if (pods.length === 0 && node !== undefined) {
    const volumes = [...(template.spec?.volumes ?? []), ...claims];
    const place = isBound ? { nodeName: node.name } : {};
    await kube.create(ownedPod(workload, template, name, { ...place, volumes }));
    if (!isBound) await kube.merge(`${path}/${name}/status`, { status: { conditions: [UNSCHEDULABLE] } });
  }
  const ready = pods.filter(isReady).length;
  await kube.merge(`${pathOf({ apiVersion: "apps/v1", kind, metadata: { ...metadata } })}/status`, {
    status: {
      observedGeneration: metadata.generation,
      replicas: pods.length,
      updatedReplicas: pods.length,
      readyReplicas: ready,
      availableReplicas: ready,
    },
  });
}

/** A workload that owns pods. */
export interface Owner {
  readonly kind: "DaemonSet" | "StatefulSet" | "Deployment";
  readonly metadata?: V1ObjectMeta;
}

/** Creates a pod from a template, as a controller does. */
function ownedPod(
  { kind, metadata }: Owner,
  template: V1PodTemplateSpec,
  name: string,
  spec: Partial<V1PodSpec>,
): Manifest {
  const owner = { apiVersion: "apps/v1", kind, name: metadata?.name, uid: metadata?.uid, controller: true };
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { ...template.metadata, name, namespace: metadata?.namespace ?? "", ownerReferences: [owner] },
    spec: { ...template.spec, ...spec },
  };
}

/** Returns true if the tolerations allow a pod on a node with these taints. */
export function tolerates(tolerations: readonly V1Toleration[], taints: readonly V1Taint[]): boolean {
  return taints
    .filter(({ effect }) => effect !== "PreferNoSchedule")
    .every((taint) => tolerations.some((toleration) => fits(toleration, taint)));
}

function fits({ key, operator, value, effect }: V1Toleration, taint: V1Taint): boolean {
  const hasEffect = effect === undefined || effect === taint.effect;
  if (operator === "Exists") return hasEffect && (key === undefined || key === taint.key);
  return hasEffect && key === taint.key && (value ?? "") === (taint.value ?? "");
}
