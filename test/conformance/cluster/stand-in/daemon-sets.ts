import type { V1DaemonSet, V1Pod } from "@kubernetes/client-node";
import { pathOf } from "../objects/manifest";
import type { StandInNode } from "./node";
import { ownedPod } from "./owned-pod";
import { tolerates } from "./tolerations";
import { isReady, podsOf, type World } from "./world";

/** Stand-in for the DaemonSet controller and for the scheduler of its pods. */
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

/** The pods on nodes that are to have one, and the others. */
function split(
  pods: readonly V1Pod[],
  expected: readonly StandInNode[],
): readonly [readonly V1Pod[], readonly V1Pod[]] {
  const names = new Set<string | undefined>(expected.map(({ name }) => name));
  const isKept = (pod: V1Pod) => names.has(pod.spec?.nodeName);
  return [pods.filter(isKept), pods.filter((pod) => !isKept(pod))];
}
