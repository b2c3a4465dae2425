import type { V1PersistentVolume, V1PersistentVolumeClaim, V1Pod } from "@kubernetes/client-node";
import type { Cause } from "../../diagnostics/cause";
import { absent, broken, doubtful, holds, notDeployed, type Outcome } from "../../diagnostics/outcome";
import { LOKI_POD } from "../../loki/layout";
import type { VolumeModel } from "../../storage/nfs";
import { ByteSize } from "../../units";
import { DELETED, FOREIGN, NOT_MOUNTED, OTHER_VOLUME, RELEASED, UNBOUND } from "./causes";

/** What is there, null where it isn't. */
export interface SeenVolume {
  readonly claim: V1PersistentVolumeClaim | null;
  readonly volume: V1PersistentVolume | null;
  readonly pod: V1Pod | null;
  readonly expected: VolumeModel;
  readonly namespace: string;
}

export function judgeVolume(seen: SeenVolume): Outcome {
  const { claim, volume, pod, expected } = seen;
  if (claim === null && volume === null) return absent(`there is no volume ${expected.name}, and no claim of it`);
  if (claim === null) return fault(seen, `there is no claim ${expected.claim}`, [DELETED]);
  if (volume === null) return fault(seen, `there is no volume ${expected.name}`, [DELETED]);
  const other = otherPlan(volume, expected);
  if (other !== null) return notDeployed(other);
  return ofVolume(seen, volume) ?? ofClaim(seen, claim) ?? ofPod(seen, pod) ?? bound(expected);
}

/** A volume's source can't be edited: one that differs was made from other settings. */
function otherPlan({ spec }: V1PersistentVolume, { name, server, path, size }: VolumeModel): string | null {
  const { nfs, capacity } = spec ?? {};
  if (nfs === undefined || nfs.server !== server || nfs.path !== path) {
    return `the volume ${name} lies on ${nfs ? `${nfs.server}:${nfs.path}` : "no NFS server"}, not on ${server}:${path}`;
  }
  const storage = capacity?.["storage"] ?? "0";
  return ByteSize.parse(storage)?.toBytes() === size.toBytes()
    ? null
    : `the volume ${name} has ${storage}, not ${size}`;
}

function ofVolume(seen: SeenVolume, { spec, status }: V1PersistentVolume): Outcome | null {
  const { expected, namespace } = seen;
  const phase = status?.phase ?? "Pending";
  const { name: claim, namespace: where } = spec?.claimRef ?? {};
  if (claim !== undefined && (claim !== expected.claim || where !== namespace)) {
    return fault(seen, `the volume ${expected.name} is reserved for the claim ${claim} of ${where}`, [FOREIGN]);
  }
  if (phase === "Released" || phase === "Failed") {
    return fault(seen, `the volume ${expected.name} is ${phase}`, [RELEASED, DELETED]);
  }
  if (spec?.storageClassName === expected.storageClass) return null;
  return fault(seen, `the volume has the class "${spec?.storageClassName ?? ""}"`, [UNBOUND]);
}

function ofClaim(seen: SeenVolume, { metadata, spec, status }: V1PersistentVolumeClaim): Outcome | null {
  const { expected } = seen;
  const phase = status?.phase ?? "Pending";
  if (spec?.volumeName !== expected.name) {
    return fault(seen, `the claim ${expected.claim} names the volume ${spec?.volumeName ?? "of nobody"}`, [
      OTHER_VOLUME,
    ]);
  }
  if (spec.storageClassName !== expected.storageClass) {
    return fault(seen, `the claim has the class "${spec.storageClassName ?? ""}"`, [UNBOUND, OTHER_VOLUME]);
  }
  if (phase !== "Bound") return fault(seen, `the claim ${expected.claim} is ${phase}`, [UNBOUND, RELEASED]);
  if (metadata?.deletionTimestamp === undefined) return null;
  const found = `the claim ${expected.claim} was deleted, and goes when its pod does`;
  return doubtful({ found, expected: "a claim that stays", causes: [DELETED], names: namesOf(seen) });
}

function ofPod(seen: SeenVolume, pod: V1Pod | null): Outcome | null {
  const volumes = pod?.spec?.volumes ?? [];
  if (pod === null || volumes.some(({ persistentVolumeClaim: at }) => at?.claimName === seen.expected.claim))
    return null;
  return fault(seen, `the pod ${LOKI_POD} doesn't mount the claim ${seen.expected.claim}`, [NOT_MOUNTED]);
}

function bound({ size, server, path }: VolumeModel): Outcome {
  return holds(`${size} on ${server}:${path}`);
}

function fault(seen: SeenVolume, found: string, causes: readonly Cause[]): Outcome {
  const { claim, name } = seen.expected;
  return broken({
    found,
    expected: `the claim ${claim} and the volume ${name} bound to each other`,
    causes,
    names: namesOf(seen),
  });
}

function namesOf({ expected, namespace }: SeenVolume) {
  return { namespace, claim: expected.claim, volume: expected.name };
}
