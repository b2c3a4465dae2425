import { inCluster, inNamespace } from "../../diagnostics/permission";
import { ignoreNotFound } from "../../kube/errors";
import { Duration } from "../../units";
import type { PreflightLink } from "../context";
import { NAMESPACE_ACCESS } from "../own-namespace";
import { FOREIGN_VOLUME, HELD, LOST, MOVED, OTHER_SPEC, OTHER_VOLUME, RELEASED, WAITING } from "../volume/causes";
import { judgeVolume } from "../volume/judgement";

/** Nothing of an earlier installation keeps Loki's claim from the plan's volume. */
export const volume: PreflightLink = {
  id: "volume",
  title: "Loki's volume is free, or bound as it should be",
  after: ["api-server"],
  failure: "storage",
  patience: Duration.seconds(10),
  access: ({ namespace }) => [
    NAMESPACE_ACCESS,
    inCluster("persistentvolumes", ["get"]),
    inNamespace(namespace.name, "persistentvolumeclaims", ["get"]),
  ],
  creates: false,
  causes: [RELEASED, FOREIGN_VOLUME, MOVED, OTHER_VOLUME, OTHER_SPEC, LOST, HELD, WAITING],
  async look({ deployment: { model }, cluster, inOwnNamespace }, signal) {
    const { name, claim } = model.loki.volume;
    const api = cluster.core(signal);
    const [volume, claimed] = await Promise.all([
      ignoreNotFound(api.readPersistentVolume({ name })),
      inOwnNamespace(api.readNamespacedPersistentVolumeClaim({ name: claim, namespace: model.namespace.name })),
    ]);
    return judgeVolume({ volume, claim: claimed }, model);
  },
};
