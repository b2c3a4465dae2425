import type { V1PersistentVolume, V1PersistentVolumeClaim, V1Pod } from "@kubernetes/client-node";
import { apiServer } from "../diagnostics/api-server";
import { type Cause, cause, provenOr } from "../diagnostics/cause";
import { diagnostic } from "../diagnostics/diagnostic";
import { absent, fail, notDeployed, type Outcome, pass, warn } from "../diagnostics/outcome";
import { inCluster, inNamespace } from "../diagnostics/rbac";
import { releasedVolume } from "../diagnostics/volume-causes";
import { ignoreNotFound } from "../kube/errors";
import { amountOf } from "../kube/quantities";
import { LOKI_POD } from "../loki/layout";
import type { VolumeModel } from "../storage/nfs";
import { Duration } from "../units";
import type { VerifyContext } from "./context";

const DESCRIBE_CLAIM = "kubectl --namespace <namespace> describe persistentvolumeclaim <claim>";

export const causes = {
  released: releasedVolume,
  claimDeleted: cause("The claim <claim> was deleted. The volume keeps the files on the NFS server.", "npm run deploy"),
  volumeDeleted: cause("The volume <volume> was deleted. Its files are still on the NFS server.", "npm run deploy"),
  lost: cause(
    "The volume of the claim <claim> was deleted while the claim was bound to it. Kubernetes does not bind the claim again.",
    "kubectl --namespace <namespace> delete persistentvolumeclaim <claim>",
  ),
  foreign: cause(
    "The volume <volume> belongs to a claim of another installation, which would share its files.",
    "kubectl get persistentvolume <volume> --output jsonpath='{.spec.claimRef}'",
  ),
  otherVolume: cause(
    "The claim <claim> existed before the deployment, and a provisioner gave it a volume of its own, <otherVolume>.",
    "kubectl --namespace <namespace> get persistentvolumeclaim <claim> --output yaml",
  ),
  otherClaim: cause(
    "The claim <claim> existed before the deployment: the stack's own claim names its volume.",
    "kubectl --namespace <namespace> get persistentvolumeclaim <claim> --output yaml",
  ),
  mismatch: cause(
    "The claim <claim> does not fit the volume <volume>: their <properties> do not match.",
    DESCRIBE_CLAIM,
  ),
  otherClass: cause(
    "The claim <claim> and the volume <volume> existed before the deployment, or were changed since: the stack uses another storage class.",
    DESCRIBE_CLAIM,
  ),
  unbound: cause(
    "The claim <claim> and the volume <volume> match, but Kubernetes has not bound them yet: one of them is new, or the controller that binds them does not run.",
    DESCRIBE_CLAIM,
  ),
  notMounted: cause(
    "The pod runs without the claim <claim>: the release was installed with other values than the stack's.",
    "helm get values <release> --namespace <namespace>",
  ),
};

export interface VolumeEvidence {
  /** Null if it does not exist, as for the other objects. */
  readonly claim: V1PersistentVolumeClaim | null;
  readonly volume: V1PersistentVolume | null;
  readonly pod: V1Pod | null;
  readonly expected: VolumeModel;
  readonly namespace: string;
  readonly release: string;
}

export const volume = diagnostic<VerifyContext, VolumeEvidence>({
  id: "volume",
  title: "Loki's claim is bound to the stack's volume",
  after: [apiServer],
  failure: "storage",
  timeout: Duration.seconds(30),
  permissions: ({ namespace: { name } }) => [
    inCluster("persistentvolumes", ["get"]),
    inNamespace(name, "persistentvolumeclaims", ["get"]),
    inNamespace(name, "pods", ["get"]),
  ],
  causes,
  collect: async ({ cluster, stack }, signal) => {
    const { loki, namespace } = stack.model;
    const core = cluster.core(signal);
    const [claim, found, pod] = await Promise.all([
      ignoreNotFound(core.readNamespacedPersistentVolumeClaim({ name: loki.volume.claim, namespace: namespace.name })),
      ignoreNotFound(core.readPersistentVolume({ name: loki.volume.name })),
      ignoreNotFound(core.readNamespacedPod({ name: LOKI_POD, namespace: namespace.name })),
    ]);
    return { claim, volume: found, pod, expected: loki.volume, namespace: namespace.name, release: loki.release };
  },
  analyze: (evidence) => {
    const { claim, volume: found, pod, expected } = evidence;
    const facts = factsOf(evidence);
    if (claim === null && found === null) return absent(`no volume ${expected.name}, and no claim for it`);
    if (claim === null) return failure(evidence, `no claim ${expected.claim}`, withoutClaim(evidence, found));
    if (found === null) return failure(evidence, `no volume ${expected.name}`, [causes.volumeDeleted(facts)]);
    return (
      otherVersion(found, expected) ??
      volumeFault(evidence, claim, found) ??
      claimFault(evidence, claim, found) ??
      podFault(evidence, pod) ??
      pass(`${expected.size} on ${expected.server}:${expected.path}`)
    );
  },
});

/** A volume's source cannot be edited, so a volume with another one was created from other settings. */
function otherVersion({ spec }: V1PersistentVolume, { name, server, path, size }: VolumeModel): Outcome | null {
  const { nfs, capacity } = spec ?? {};
  if (nfs === undefined) return notDeployed(`the volume ${name} is not on NFS, and so not on ${server}:${path}`);
  if (nfs.server !== server || nfs.path !== path)
    return notDeployed(`the volume ${name} is on ${nfs.server}:${nfs.path}, not on ${server}:${path}`);
  const storage = capacity?.["storage"] ?? "0";
  return amountOf(storage) === size.toBytes() ? null : notDeployed(`the volume ${name} has ${storage}, not ${size}`);
}

/** After the volume accepts another claim, a deploy creates that claim. */
function withoutClaim(evidence: VolumeEvidence, found: V1PersistentVolume | null): readonly Cause[] {
  const facts = factsOf(evidence);
  if (found !== null && claimantOf(found, evidence) !== null) return [causes.foreign(facts)];
  return [...(found !== null && isReleased(found) ? [causes.released(facts)] : []), causes.claimDeleted(facts)];
}

function volumeFault(
  evidence: VolumeEvidence,
  claim: V1PersistentVolumeClaim,
  found: V1PersistentVolume,
): Outcome | null {
  const { name, storageClass } = evidence.expected;
  const facts = factsOf(evidence);
  const claimant = claimantOf(found, evidence);
  if (claimant !== null)
    return failure(evidence, `the volume ${name} is reserved for the claim ${claimant}`, [causes.foreign(facts)]);
  if (isReleased(found))
    return failure(evidence, `the volume ${name} is ${found.status?.phase}`, [causes.released(facts)]);
  const { storageClassName = "" } = found.spec ?? {};
  if (storageClassName === storageClass) return null;
  return failure(
    evidence,
    `the volume has the class "${storageClassName}"`,
    provenOr(mismatches(evidence, claim, found), [causes.otherClass(facts)]),
  );
}

function claimFault(
  evidence: VolumeEvidence,
  claim: V1PersistentVolumeClaim,
  found: V1PersistentVolume,
): Outcome | null {
  const { expected } = evidence;
  const facts = factsOf(evidence);
  const { volumeName, storageClassName = "" } = claim.spec ?? {};
  if (!volumeName) return failure(evidence, `the claim ${expected.claim} names no volume`, [causes.otherClaim(facts)]);
  if (volumeName !== expected.name)
    return failure(evidence, `the claim ${expected.claim} names the volume ${volumeName}`, [
      causes.otherVolume({ ...facts, otherVolume: volumeName }),
    ]);
  const unboundCauses = () => provenOr(mismatches(evidence, claim, found), [causes.unbound(facts)]);
  if (storageClassName !== expected.storageClass)
    return failure(evidence, `the claim has the class "${storageClassName}"`, unboundCauses());
  const phase = claim.status?.phase ?? "Pending";
  if (phase === "Lost") return failure(evidence, `the claim ${expected.claim} is Lost`, [causes.lost(facts)]);
  if (phase !== "Bound") return failure(evidence, `the claim ${expected.claim} is ${phase}`, unboundCauses());
  if (claim.metadata?.deletionTimestamp === undefined) return null;
  return warn({
    got: `the claim ${expected.claim} was deleted, and disappears when its pod ends`,
    expected: "a claim that stays",
    causes: [causes.claimDeleted(facts)],
  });
}

function podFault(evidence: VolumeEvidence, pod: V1Pod | null): Outcome | null {
  const { claim } = evidence.expected;
  const volumes = pod?.spec?.volumes ?? [];
  if (pod === null || volumes.some(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName === claim))
    return null;
  return failure(evidence, `the pod ${LOKI_POD} does not mount the claim ${claim}`, [
    causes.notMounted(factsOf(evidence)),
  ]);
}

/** The foreign claim that the volume is reserved for. Null if it is reserved for Loki's, or not at all. */
function claimantOf({ spec }: V1PersistentVolume, { expected, namespace }: VolumeEvidence): string | null {
  const { name, namespace: other } = spec?.claimRef ?? {};
  const isOwn = name === undefined || (name === expected.claim && other === namespace);
  return isOwn ? null : `${name} in the namespace ${other}`;
}

function isReleased({ status }: V1PersistentVolume): boolean {
  return status?.phase === "Released" || status?.phase === "Failed";
}

/**
 * What keeps Kubernetes from binding the claim.
 * @see https://github.com/kubernetes/kubernetes/blob/v1.34.0/pkg/controller/volume/persistentvolume/pv_controller.go
 */
function mismatches(
  evidence: VolumeEvidence,
  claim: V1PersistentVolumeClaim,
  found: V1PersistentVolume,
): readonly Cause[] {
  const facts = factsOf(evidence);
  const { uid } = found.spec?.claimRef ?? {};
  const properties = mismatchedProperties(claim, found);
  return [
    ...(uid !== undefined && uid !== claim.metadata?.uid ? [causes.released(facts)] : []),
    ...(properties.length > 0 ? [causes.mismatch({ ...facts, properties: properties.join(", ") })] : []),
  ];
}

function mismatchedProperties({ spec: claim }: V1PersistentVolumeClaim, { spec: found }: V1PersistentVolume) {
  const modes = found?.accessModes ?? [];
  const requested = claim?.resources?.requests?.["storage"] ?? "0";
  return [
    ...(claim?.storageClassName === found?.storageClassName ? [] : ["storage classes"]),
    ...((claim?.accessModes ?? []).every((mode) => modes.includes(mode)) ? [] : ["access modes"]),
    ...(amountOf(requested) <= amountOf(found?.capacity?.["storage"] ?? "0") ? [] : ["sizes"]),
  ];
}

function failure(evidence: VolumeEvidence, got: string, proven: readonly Cause[]): Outcome {
  const { claim, name } = evidence.expected;
  return fail({ got, expected: `the claim ${claim} and the volume ${name}, bound to each other`, causes: proven });
}

function factsOf({ expected, namespace, release }: VolumeEvidence) {
  return { namespace, release, claim: expected.claim, volume: expected.name };
}
