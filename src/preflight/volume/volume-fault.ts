import type { V1PersistentVolume } from "@kubernetes/client-node";
import type { Model } from "../../model";
import { FOREIGN_VOLUME, HELD, MOVED, RELEASED } from "./causes";
import type { Fault, Pair } from "./fault";

export function volumeFault({ volume, claim }: Pair, model: Model): Fault | null {
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
