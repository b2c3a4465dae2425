import type { V1ObjectMeta } from "@kubernetes/client-node";
import type { Cluster } from "../live/cluster/cluster";
import { unlessAbsent } from "../live/cluster/unless-absent";
import type { Model } from "../model";

/** Something that the plan creates under a name that is known before. */
export interface PlannedObject {
  readonly kind: string;
  readonly name: string;
  /** The Helm release that creates it; null where Terraform does itself. */
  readonly release: string | null;
  /** Null where nothing has the name yet. */
  readonly found: { readonly metadata?: V1ObjectMeta } | null;
}

/** Asks for each of them. */
export async function plannedObjects(
  cluster: Cluster,
  model: Model,
  signal: AbortSignal,
): Promise<readonly PlannedObject[]> {
  const { loki, grafana, inotify } = model;
  const namespace = model.namespace.name;
  const [core, apps, rbac] = [cluster.core(signal), cluster.apps(signal), cluster.rbac(signal)];
  const { agent, events } = model.alloy;
  const alloys = [agent.release, ...(events === null ? [] : [events.release])];
  const service = (release: string) =>
    planned("service", release, release, core.readNamespacedService({ name: release, namespace }));
  return Promise.all([
    planned("daemonset", inotify.name, null, apps.readNamespacedDaemonSet({ name: inotify.name, namespace })),
    planned(
      "configmap",
      loki.rules.configMap,
      null,
      core.readNamespacedConfigMap({ name: loki.rules.configMap, namespace }),
    ),
    planned(
      "configmap",
      grafana.configMap,
      null,
      core.readNamespacedConfigMap({ name: grafana.configMap, namespace: grafana.namespace }),
    ),
    planned("persistentvolume", loki.volume.name, null, core.readPersistentVolume({ name: loki.volume.name })),
    planned(
      "persistentvolumeclaim",
      loki.volume.claim,
      null,
      core.readNamespacedPersistentVolumeClaim({ name: loki.volume.claim, namespace }),
    ),
    planned(
      "statefulset",
      loki.release,
      loki.release,
      apps.readNamespacedStatefulSet({ name: loki.release, namespace }),
    ),
    service(loki.release),
    planned(
      "daemonset",
      agent.release,
      agent.release,
      apps.readNamespacedDaemonSet({ name: agent.release, namespace }),
    ),
    ...(events === null
      ? []
      : [
          planned(
            "deployment",
            events.release,
            events.release,
            apps.readNamespacedDeployment({ name: events.release, namespace }),
          ),
        ]),
    ...alloys.map(service),
    ...alloys.map((name) => planned("clusterrole", name, name, rbac.readClusterRole({ name }))),
  ]);
}

type Read = Promise<{ readonly metadata?: V1ObjectMeta }>;

async function planned(kind: string, name: string, release: string | null, read: Read): Promise<PlannedObject> {
  return { kind, name, release, found: await unlessAbsent(read) };
}
