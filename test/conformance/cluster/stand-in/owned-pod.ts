import type { V1ObjectMeta, V1PodSpec, V1PodTemplateSpec } from "@kubernetes/client-node";
import type { Manifest } from "../objects/manifest";

/** A workload that has pods. */
export interface Owner {
  readonly kind: "DaemonSet" | "StatefulSet" | "Deployment";
  readonly metadata?: V1ObjectMeta;
}

/** A pod as a controller makes it of a template. */
export function ownedPod(
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
