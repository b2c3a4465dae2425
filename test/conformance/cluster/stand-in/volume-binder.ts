import type { V1PersistentVolume, V1PersistentVolumeClaim } from "@kubernetes/client-node";
import type { World } from "./world";

/** Stand-in for the volume binder: a claim that names a volume, which names the claim, is bound to it. */
export async function bindVolumes({ kube, namespace }: World): Promise<void> {
  const claims = await kube.list<V1PersistentVolumeClaim>(`/api/v1/namespaces/${namespace}/persistentvolumeclaims`);
  const volumes = await kube.list<V1PersistentVolume>("/api/v1/persistentvolumes");
  for (const claim of claims.filter(({ status }) => status?.phase !== "Bound")) {
    const volume = volumes.find((candidate) => belong(claim, candidate));
    if (volume !== undefined) await bind(claim, volume);
  }

  async function bind({ metadata, spec }: V1PersistentVolumeClaim, volume: V1PersistentVolume): Promise<void> {
    const volumePath = `/api/v1/persistentvolumes/${volume.metadata?.name}`;
    const claimPath = `/api/v1/namespaces/${namespace}/persistentvolumeclaims/${metadata?.name}`;
    await kube.merge(volumePath, { spec: { claimRef: { uid: metadata?.uid } } });
    await kube.merge(`${volumePath}/status`, { status: { phase: "Bound" } });
    const bound = { phase: "Bound", capacity: volume.spec?.capacity, accessModes: spec?.accessModes };
    await kube.merge(`${claimPath}/status`, { status: bound });
  }
}

/** Takes every claim its volume, as if nobody had bound it yet. */
export async function unbindVolumes({ kube, namespace }: World): Promise<void> {
  const path = `/api/v1/namespaces/${namespace}/persistentvolumeclaims`;
  for (const { metadata, spec } of await kube.list<V1PersistentVolumeClaim>(path)) {
    await kube.merge(`${path}/${metadata?.name}/status`, { status: { phase: "Pending" } });
    await kube.merge(`/api/v1/persistentvolumes/${spec?.volumeName}/status`, { status: { phase: "Available" } });
  }
}

function belong({ metadata, spec }: V1PersistentVolumeClaim, volume: V1PersistentVolume): boolean {
  const { claimRef, storageClassName } = volume.spec ?? {};
  return (
    spec?.volumeName === volume.metadata?.name &&
    spec?.storageClassName === storageClassName &&
    claimRef?.name === metadata?.name &&
    claimRef?.namespace === metadata?.namespace
  );
}
