import type { V1PersistentVolumeClaim } from "@kubernetes/client-node";
import type { Model } from "../../model";
import { ACCESS_MODES } from "../../storage/nfs";
import { amountOf } from "../amount";
import { HELD, LOST, MOVED, OTHER_SPEC, OTHER_VOLUME, WAITING } from "./causes";
import type { Fault, Pair } from "./fault";

export function claimFault({ claim, volume }: Pair, { loki }: Model): Fault | null {
  if (claim === null) return null;
  const { name, size, storageClass } = loki.volume;
  const called = `the claim "${loki.volume.claim}"`;
  const { volumeName, resources } = claim.spec ?? {};
  if (claim.metadata?.deletionTimestamp !== undefined) return { found: `${called} is being deleted`, causes: [HELD] };
  if (claim.status?.phase === "Lost") return { found: `${called} is Lost`, causes: [LOST] };
  if (volumeName !== undefined && volumeName !== name)
    return { found: `${called} belongs to the volume "${volumeName}"`, causes: [OTHER_VOLUME] };
  const other = otherSpec(claim, storageClass);
  if (other !== null) return { found: `${called} has ${other}`, causes: [OTHER_SPEC] };
  const asked = resources?.requests?.["storage"];
  if (asked !== undefined && amountOf(asked) !== size.toBytes())
    return { found: `${called} asks for ${asked}, nfs.size is ${size}`, causes: [MOVED] };
  const isPassing = claim.status?.phase === "Pending" && volume?.status?.phase !== "Released";
  return isPassing ? { found: `${called} is Pending`, causes: [WAITING], isPassing } : null;
}

/** What a bound claim can't change; one that isn't bound is replaced at once. */
function otherSpec({ spec, status }: V1PersistentVolumeClaim, storageClass: string): string | null {
  if (status?.phase !== "Bound") return null;
  const { storageClassName = "", accessModes = [] } = spec ?? {};
  if (storageClassName !== storageClass) return `the class "${storageClassName}", not "${storageClass}"`;
  const [modes, expected] = [[...accessModes].sort().join(", "), ACCESS_MODES.join(", ")];
  return modes === expected ? null : `the access modes ${modes}, not ${expected}`;
}
