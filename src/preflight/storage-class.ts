import type { V1StorageClass } from "@kubernetes/client-node";
import { apiServer } from "../diagnostics/api-server";
import { cause } from "../diagnostics/cause";
import { diagnostic } from "../diagnostics/diagnostic";
import { pass, warn } from "../diagnostics/outcome";
import { inCluster } from "../diagnostics/rbac";
import { ignoreNotFound } from "../kube/errors";
import { Duration } from "../units";
import type { PreflightContext } from "./context";

export const causes = {
  nameInUse: cause(
    "The cluster has a storage class <storageClass>. If Loki's claim is lost, the StatefulSet creates a new one, and the class's provisioner gives it an empty volume instead of the export.",
    "set namespace.name to another name in main.ts, which also names the class",
  ),
};

export interface StorageClassEvidence {
  readonly name: string;
  /** Null if the cluster has no class of that name. */
  readonly found: V1StorageClass | null;
}

/** The class of Loki's volume is only a name: no provisioner may act on it. The default class does not matter. */
export const storageClass = diagnostic<PreflightContext, StorageClassEvidence>({
  id: "storage-class",
  title: "No provisioner answers for Loki's volume",
  after: [apiServer],
  failure: "storage",
  timeout: Duration.seconds(10),
  permissions: () => [inCluster("storageclasses", ["get"], "storage.k8s.io")],
  causes,
  collect: async ({ stack, cluster }, signal) => {
    const { storageClass: name } = stack.model.loki.volume;
    return { name, found: await ignoreNotFound(cluster.storage(signal).readStorageClass({ name })) };
  },
  analyze: ({ name, found }) =>
    found === null
      ? pass(`no class "${name}"`)
      : warn({
          got: `a class "${name}" of ${found.provisioner}`,
          expected: "no class of that name",
          causes: [causes.nameInUse({ storageClass: name })],
        }),
});
