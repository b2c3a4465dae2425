/** What people write because other charts, older versions or other documents have it, and what is right here. */
export interface Trap {
  readonly expected: string;
  readonly remedy: string;
}

const VOLUME: Trap = {
  expected: "nothing: the chart makes its own claim, which the plan has bound to the volume by name",
  remedy: "delete it: nfs in main.ts says where the data lies",
};

const NO_BLOOMS: Trap = {
  expected: "nothing: the chart has no such component any more",
  remedy: "delete it: bloomPlanner and bloomBuilder have taken its place, and neither runs here",
};

function renamed(...keys: readonly string[]): Trap {
  const names = keys.map((key) => `"${key}"`).join(" or ");
  return { expected: names, remedy: `write ${names}` };
}

export const LOKI_TRAPS: Readonly<Record<string, Trap>> = {
  bloomCompactor: NO_BLOOMS,
  persistence: renamed("singleBinary.persistence"),
  "singleBinary.persistence.existingClaim": VOLUME,
  "singleBinary.persistence.volumeName": VOLUME,
  "singleBinary.securityContext": renamed("singleBinary.podSecurityContext", "singleBinary.containerSecurityContext"),
  "singleBinary.serviceAccountName": renamed("serviceAccount.name"),
  "singleBinary.targetModule": {
    expected: "nothing: in this mode the chart starts every module",
    remedy: "delete it",
  },
  "singleBinary.updateStrategy": renamed("singleBinary.strategy"),
};

export const ALLOY_TRAPS: Readonly<Record<string, Trap>> = {
  "alloy.extraVolumeMounts": renamed("alloy.mounts.extra"),
  "alloy.extraVolumes": renamed("controller.volumes.extra"),
  "controller.extraVolumes": renamed("controller.volumes.extra"),
};
