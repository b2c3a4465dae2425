import type { V1PersistentVolume, V1PersistentVolumeClaim } from "@kubernetes/client-node";
import type { Cause } from "../../live/cause";
import { broken, doubtful, holds, type Outcome } from "../../live/outcome";
import type { Model } from "../../model";
import { amountOf } from "../amount";
import { FOREIGN_VOLUME, HELD, LOST, MOVED, OTHER_VOLUME, RELEASED, WAITING } from "./causes";

export interface Pair {
  readonly volume: V1PersistentVolume | null;
  readonly claim: V1PersistentVolumeClaim | null;
}

export function judgeVolume(pair: Pair, model: Model): Outcome {
  const { name, claim } = model.loki.volume;
  const fault = claimFault(pair, model) ?? volumeFault(pair, model);
  if (fault !== null) {
    const names = { namespace: model.namespace.name, volume: name, claim };
    const { causes, found } = fault;
    return fault.waits
      ? doubtful({ found, wanted: WANTED, causes, names })
      : broken({ found, wanted: WANTED, causes, names });
  }
  if (pair.volume === null) return holds(`no volume "${name}" yet`);
  return holds(`"${name}" is ${pair.volume.status?.phase ?? "there"}`);
}

const WANTED = "a volume that Loki's claim binds to";

interface Fault {
  readonly found: string;
  readonly causes: readonly Cause[];
  /** Whether it may pass by itself. */
  readonly waits?: true;
}

function claimFault({ claim, volume }: Pair, { loki }: Model): Fault | null {
  if (claim === null) return null;
  const { name, size } = loki.volume;
  const called = `the claim "${loki.volume.claim}"`;
  const { volumeName, resources } = claim.spec ?? {};
  if (claim.metadata?.deletionTimestamp !== undefined) return { found: `${called} is being deleted`, causes: [HELD] };
  if (claim.status?.phase === "Lost") return { found: `${called} is Lost`, causes: [LOST] };
  if (volumeName !== undefined && volumeName !== name)
    return { found: `${called} belongs to the volume "${volumeName}"`, causes: [OTHER_VOLUME] };
  const asked = resources?.requests?.["storage"];
  if (asked !== undefined && amountOf(asked) !== size.toBytes())
    return { found: `${called} asks for ${asked}, nfs.size is ${size}`, causes: [MOVED] };
  const waits = claim.status?.phase === "Pending" && volume?.status?.phase !== "Released";
  return waits ? { found: `${called} is Pending`, causes: [WAITING], waits } : null;
}

function volumeFault({ volume, claim }: Pair, model: Model): Fault | null {
  if (volume === null) return null;
  const { metadata, spec, status } = volume;
  const called = `the volume "${model.loki.volume.name}"`;
  if (metadata?.deletionTimestamp !== undefined) return { found: `${called} is being deleted`, causes: [HELD] };
  const elsewhere = otherSource(volume, model);
  if (elsewhere !== null) return { found: `${called} is ${elsewhere}`, causes: [MOVED, FOREIGN_VOLUME] };
  const { name, namespace, uid } = spec?.claimRef ?? {};
  if (name !== undefined && (name !== model.loki.volume.claim || namespace !== model.namespace.name))
    return { found: `${called} belongs to the claim ${namespace}/${name}`, causes: [FOREIGN_VOLUME] };
  const stale = uid !== undefined && claim !== null && uid !== claim.metadata?.uid;
  if (status?.phase === "Released" || stale)
    return { found: `${called} is ${status?.phase ?? "bound"}, for a claim that is gone`, causes: [RELEASED] };
  return status?.phase === "Failed" ? { found: `${called} is Failed`, causes: [FOREIGN_VOLUME] } : null;
}

/** Where it lies, if that is elsewhere than the settings say. */
function otherSource({ spec }: V1PersistentVolume, { loki: { volume } }: Model): string | null {
  if (spec?.nfs === undefined) return "no NFS export";
  const { server, path } = spec.nfs;
  return server === volume.server && path === volume.path
    ? null
    : `${server}:${path}, not ${volume.server}:${volume.path}`;
}
