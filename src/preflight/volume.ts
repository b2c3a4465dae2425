import type { V1PersistentVolume, V1PersistentVolumeClaim } from "@kubernetes/client-node";
import { apiServer } from "../diagnostics/api-server";
import { type Cause, cause } from "../diagnostics/cause";
import { diagnostic } from "../diagnostics/diagnostic";
import { fail, pass, warn } from "../diagnostics/outcome";
import { inCluster, inNamespace } from "../diagnostics/rbac";
import { releasedVolume } from "../diagnostics/volume-causes";
import { ignoreNotFound } from "../kube/errors";
import { amountOf } from "../kube/quantities";
import type { Model } from "../model";
import { ACCESS_MODES } from "../storage/nfs";
import { Duration } from "../units";
import { NAMESPACE_PERMISSION, type PreflightContext } from "./context";

export const causes = {
  released: releasedVolume,
  foreignVolume: cause(
    "The volume <volume> belongs to another installation.",
    "kubectl describe persistentvolume <volume>",
  ),
  moved: cause(
    "The settings have another export or size than the existing volume. A bound volume cannot change either.",
    'destroy the stack, move the directory, and deploy again (docs/operations.md, "Move the export")',
  ),
  otherVolume: cause(
    "Loki's claim is bound to another volume, <volume>, which a chart created. Loki would write there.",
    "kubectl --namespace <namespace> get persistentvolumeclaim <claim> --output wide",
  ),
  otherSpec: cause(
    "The claim was created with another class or other access modes. Terraform can only replace it, and Kubernetes does not delete a claim while a pod uses it: the apply would wait without end. The files on the export outlive the stack.",
    "npm run destroy && npm run deploy",
  ),
  lost: cause(
    "The claim's volume was deleted while the claim used it.",
    "kubectl --namespace <namespace> delete persistentvolumeclaim <claim>",
  ),
  claimInUse: cause(
    "The claim <claim> is being deleted, but a pod still uses it.",
    "kubectl --namespace <namespace> describe persistentvolumeclaim <claim> | grep 'Used By'",
  ),
  volumeInUse: cause(
    "The volume <volume> is being deleted, but a claim is still bound to it.",
    "kubectl get persistentvolume <volume> --output jsonpath='{.spec.claimRef.namespace}/{.spec.claimRef.name}'",
  ),
  noVolume: cause(
    "The claim <claim> waits for the stack's volume, which does not exist. An apply creates it.",
    "npm run deploy",
  ),
  waiting: cause(
    "The claim <claim> is not bound to the stack's volume yet, or asks for another class, size or access mode.",
    "kubectl --namespace <namespace> describe persistentvolumeclaim <claim>",
  ),
};

export interface VolumeEvidence {
  readonly volume: V1PersistentVolume | null;
  readonly claim: V1PersistentVolumeClaim | null;
  readonly model: Pick<Model, "loki" | "namespace">;
}

export const volume = diagnostic<PreflightContext, VolumeEvidence>({
  id: "volume",
  title: "Loki's volume is free, or bound to its claim",
  after: [apiServer],
  failure: "storage",
  timeout: Duration.seconds(10),
  permissions: ({ namespace }) => [
    NAMESPACE_PERMISSION,
    inCluster("persistentvolumes", ["get"]),
    inNamespace(namespace.name, "persistentvolumeclaims", ["get"]),
  ],
  causes,
  collect: async ({ stack: { model }, cluster, inOwnNamespace }, signal) => {
    const { name, claim: claimName } = model.loki.volume;
    const core = cluster.core(signal);
    const [found, claim] = await Promise.all([
      ignoreNotFound(core.readPersistentVolume({ name })),
      inOwnNamespace(core.readNamespacedPersistentVolumeClaim({ name: claimName, namespace: model.namespace.name })),
    ]);
    return { volume: found, claim, model };
  },
  analyze: (evidence) => {
    const fault = claimFault(evidence) ?? volumeFault(evidence);
    if (fault !== null) {
      const { isTransient, ...rest } = { expected: "a volume that Loki's claim can bind to", ...fault };
      return isTransient ? warn({ ...rest, isTransient }) : fail(rest);
    }
    const { name } = evidence.model.loki.volume;
    if (evidence.volume === null) return pass(`no volume "${name}" yet`);
    return pass(`"${name}" is ${evidence.volume.status?.phase ?? "unbound"}`);
  },
});

interface Fault {
  readonly got: string;
  readonly causes: readonly Cause[];
  /** Whether it may end by itself. */
  readonly isTransient?: true;
}

function claimFault({ claim, volume: found, model }: VolumeEvidence): Fault | null {
  if (claim === null) return null;
  const { name, size, storageClass, claim: claimName } = model.loki.volume;
  const facts = { namespace: model.namespace.name, claim: claimName };
  const subject = `the claim "${claimName}"`;
  const { volumeName, resources } = claim.spec ?? {};
  if (claim.metadata?.deletionTimestamp !== undefined)
    return { got: `${subject} is being deleted`, causes: [causes.claimInUse(facts)] };
  if (claim.status?.phase === "Lost") return { got: `${subject} is Lost`, causes: [causes.lost(facts)] };
  if (volumeName !== undefined && volumeName !== name)
    return {
      got: `${subject} belongs to the volume "${volumeName}"`,
      causes: [causes.otherVolume({ ...facts, volume: volumeName })],
    };
  const difference = boundDifference(claim, storageClass);
  if (difference !== null) return { got: `${subject} has ${difference}`, causes: [causes.otherSpec()] };
  const requested = resources?.requests?.["storage"];
  if (requested !== undefined && amountOf(requested) !== size.toBytes())
    return { got: `${subject} requests ${requested}, nfs.size is ${size}`, causes: [causes.moved()] };
  if (claim.status?.phase !== "Pending" || isReleased(found)) return null;
  const proven = found === null ? causes.noVolume(facts) : causes.waiting(facts);
  return { got: `${subject} is Pending`, causes: [proven], isTransient: true };
}

/** What a bound claim cannot change. A claim that is not bound is replaced at once. */
function boundDifference({ spec, status }: V1PersistentVolumeClaim, storageClass: string): string | null {
  if (status?.phase !== "Bound") return null;
  const { storageClassName = "", accessModes = [] } = spec ?? {};
  if (storageClassName !== storageClass) return `the class "${storageClassName}", not "${storageClass}"`;
  const [modes, expected] = [[...accessModes].sort().join(", "), ACCESS_MODES.join(", ")];
  return modes === expected ? null : `the access modes ${modes}, not ${expected}`;
}

function volumeFault({ volume: found, claim, model }: VolumeEvidence): Fault | null {
  if (found === null) return null;
  const { metadata, spec, status } = found;
  const facts = { namespace: model.namespace.name, volume: model.loki.volume.name };
  const subject = `the volume "${facts.volume}"`;
  if (metadata?.deletionTimestamp !== undefined)
    return { got: `${subject} is being deleted`, causes: [causes.volumeInUse(facts)] };
  if (spec?.nfs === undefined) return { got: `${subject} is not an NFS export`, causes: [causes.foreignVolume(facts)] };
  const difference = exportDifference(spec.nfs, model);
  if (difference !== null)
    return { got: `${subject} is ${difference}`, causes: [causes.moved(), causes.foreignVolume(facts)] };
  const { name, namespace, uid } = spec?.claimRef ?? {};
  if (name !== undefined && (name !== model.loki.volume.claim || namespace !== model.namespace.name))
    return { got: `${subject} belongs to the claim ${namespace}/${name}`, causes: [causes.foreignVolume(facts)] };
  const isStale = uid !== undefined && claim !== null && uid !== claim.metadata?.uid;
  if (!isReleased(found) && !isStale) return null;
  return {
    got: `${subject} is ${status?.phase ?? "bound"}, for a claim that is gone`,
    causes: [causes.released(facts)],
  };
}

/** A volume is Failed if Kubernetes could not reclaim it after the deletion of its claim. */
function isReleased(found: V1PersistentVolume | null): boolean {
  return found?.status?.phase === "Released" || found?.status?.phase === "Failed";
}

function exportDifference(
  { server, path }: { readonly server: string; readonly path: string },
  { loki: { volume: expected } }: Pick<Model, "loki">,
): string | null {
  return server === expected.server && path === expected.path
    ? null
    : `${server}:${path}, not ${expected.server}:${expected.path}`;
}
