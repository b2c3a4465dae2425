import type { V1StorageClass } from "@kubernetes/client-node";
import type { Cause } from "../../diagnostics/cause";
import { doubtful, holds, type Outcome } from "../../diagnostics/outcome";
import { inCluster } from "../../diagnostics/permission";
import { ignoreNotFound } from "../../kube/errors";
import { Duration } from "../../units";
import type { PreflightLink } from "../context";

const TAKEN: Cause = {
  cause:
    "Somebody has a storage class of that name. If Loki's claim is ever lost, the StatefulSet makes another one, and its provisioner gives it an empty volume instead of the export.",
  next: "give the plan a namespace of another name, which the class is called after; or: kubectl describe storageclass <storage-class>",
};

/** The class of the plan's volume is a name alone: no provisioner must answer to it. The cluster's default class has no part in it. */
export const storageClass: PreflightLink = {
  id: "storage-class",
  title: "No provisioner answers for Loki's volume",
  after: ["api-server"],
  failure: "storage",
  patience: Duration.seconds(10),
  access: () => [inCluster("storageclasses", ["get"], "storage.k8s.io")],
  creates: false,
  causes: [TAKEN],
  async look({ deployment, cluster }, signal) {
    const { storageClass: name } = deployment.model.loki.volume;
    return judgeStorageClass(await ignoreNotFound(cluster.storage(signal).readStorageClass({ name })), name);
  },
};

export function judgeStorageClass(found: V1StorageClass | null, name: string): Outcome {
  if (found === null) return holds(`no class "${name}"`);
  return doubtful({
    found: `a class "${name}" of ${found.provisioner}`,
    expected: "no class of that name",
    causes: [TAKEN],
    names: { "storage-class": name },
  });
}
