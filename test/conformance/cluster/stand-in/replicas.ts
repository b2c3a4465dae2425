import type { V1Deployment, V1PersistentVolumeClaim, V1PodSpec, V1StatefulSet } from "@kubernetes/client-node";
import { pathOf } from "../objects/manifest";
import { type Owner, ownedPod } from "./owned-pod";
import { isReady, podsOf, type World } from "./world";

/**
 * Stand-in for the controllers of workloads with one replica, and for the scheduler: the first node has their pods, once
 * their volumes are bound.
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

/** What the scheduler says of a pod whose claim has no volume. */
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
