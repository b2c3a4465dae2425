import type { V1Pod } from "@kubernetes/client-node";
import type { KubeClient } from "../control-plane/kube-client";
import type { StandInNode } from "./node";

/** What the stand-ins see. */
export interface World {
  readonly kube: KubeClient;
  readonly namespace: string;
  readonly nodes: readonly StandInNode[];
  /** All that are there, as the API server tells. */
  readonly pods: () => readonly V1Pod[];
}

export function isReady(pod: V1Pod): boolean {
  return pod.status?.conditions?.some(({ type, status }) => type === "Ready" && status === "True") ?? false;
}

/** The pods of a controller. */
export function podsOf({ pods }: World, uid: string | undefined): readonly V1Pod[] {
  return pods().filter(({ metadata }) => metadata?.ownerReferences?.some((owner) => owner.uid === uid));
}
