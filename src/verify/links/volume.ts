import { inCluster, inNamespace } from "../../diagnostics/permission";
import { ignoreNotFound } from "../../kube/errors";
import { LOKI_POD } from "../../loki/layout";
import { Duration } from "../../units";
import type { VerifyLink } from "../context";
import { DELETED, FOREIGN, NOT_MOUNTED, OTHER_VOLUME, RELEASED, UNBOUND } from "../volume/causes";
import { judgeVolume } from "../volume/judgement";

export const volume: VerifyLink = {
  id: "volume",
  title: "Loki's claim is bound to the plan's volume",
  after: ["api-server"],
  failure: "storage",
  patience: Duration.seconds(30),
  access: ({ namespace: { name } }) => [
    inCluster("persistentvolumes", ["get"]),
    inNamespace(name, "persistentvolumeclaims", ["get"]),
    inNamespace(name, "pods", ["get"]),
  ],
  creates: false,
  causes: [RELEASED, DELETED, UNBOUND, OTHER_VOLUME, FOREIGN, NOT_MOUNTED],
  look: async ({ cluster, deployment }, signal) => {
    const { loki, namespace } = deployment.model;
    const core = cluster.core(signal);
    const [claim, volume, pod] = await Promise.all([
      ignoreNotFound(core.readNamespacedPersistentVolumeClaim({ name: loki.volume.claim, namespace: namespace.name })),
      ignoreNotFound(core.readPersistentVolume({ name: loki.volume.name })),
      ignoreNotFound(core.readNamespacedPod({ name: LOKI_POD, namespace: namespace.name })),
    ]);
    return judgeVolume({ claim, volume, pod, expected: loki.volume, namespace: namespace.name });
  },
};
