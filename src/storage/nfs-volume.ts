import { PersistentVolumeClaimV1 } from "@cdktf/provider-kubernetes/lib/persistent-volume-claim-v1";
import { PersistentVolumeV1 } from "@cdktf/provider-kubernetes/lib/persistent-volume-v1";
import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";
import { escapeTerraform } from "../terraform/escape";
import { ACCESS_MODES, type VolumeModel } from "./nfs";

export interface VolumeProps {
  readonly namespace: string;
  readonly volume: VolumeModel;
  readonly dependsOn: readonly ITerraformDependable[];
}

/** The NFS export as a volume, reserved by name for Loki's claim. Deleting it doesn't delete files. */
export class LokiVolume extends PersistentVolumeV1 {
  constructor(scope: Construct, id: string, { namespace, volume, dependsOn }: VolumeProps) {
    super(scope, id, {
      ...escapeTerraform({
        metadata: { name: volume.name },
        spec: [
          {
            capacity: { storage: `${volume.size}` },
            accessModes: [...ACCESS_MODES],
            persistentVolumeReclaimPolicy: "Retain",
            storageClassName: volume.storageClass,
            mountOptions: [...volume.mountOptions],
            claimRef: { name: volume.claim, namespace },
            persistentVolumeSource: { nfs: { server: volume.server, path: volume.path } },
          },
        ],
      }),
      dependsOn: [...dependsOn],
    });
  }
}

/**
 * The claim that the StatefulSet adopts by its name. The stack owns it instead of the Helm release, so it stays bound
 * when the release is rolled back or reinstalled.
 */
export class LokiClaim extends PersistentVolumeClaimV1 {
  constructor(scope: Construct, id: string, { namespace, volume, dependsOn }: VolumeProps) {
    super(scope, id, {
      ...escapeTerraform({
        metadata: { name: volume.claim, namespace },
        spec: {
          accessModes: [...ACCESS_MODES],
          storageClassName: volume.storageClass,
          volumeName: volume.name,
          resources: { requests: { storage: `${volume.size}` } },
        },
      }),
      waitUntilBound: false,
      dependsOn: [...dependsOn],
    });
  }
}
