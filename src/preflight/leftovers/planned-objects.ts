import { type Access, inCluster, inNamespace } from "../../diagnostics/permission";
import { ignoreNotFound } from "../../kube/errors";
import type { Model } from "../../model";
import type { PreflightContext } from "../context";
import { type Found, KINDS, type Kind } from "./kinds";

/** A name that is known before the plan is applied. */
export interface PlannedName {
  readonly kind: Kind;
  readonly name: string;
  /** Where it is, unless its kind is of the whole cluster. */
  readonly namespace: string;
  /** The Helm release that creates it; null where Terraform does itself. */
  readonly release: string | null;
}

export interface PlannedObject extends PlannedName {
  /** Null where nothing has the name yet. */
  readonly found: Found | null;
}

/** What each release of Alloy makes beside its pods. */
const AROUND_ALLOY: readonly Kind[] = ["service", "serviceaccount", "clusterrole", "clusterrolebinding"];

export function plannedNames({ namespace, inotify, loki, alloy, grafana }: Model): readonly PlannedName[] {
  const own = { namespace: namespace.name, release: null };
  const released = (release: string, kinds: readonly Kind[]) =>
    kinds.map((kind) => ({ kind, name: release, namespace: namespace.name, release }));
  const { agent, events } = alloy;
  return [
    { ...own, kind: "daemonset", name: inotify.name },
    { ...own, kind: "configmap", name: loki.rules.configMap },
    { ...own, kind: "configmap", name: grafana.configMap, namespace: grafana.namespace },
    { ...own, kind: "persistentvolume", name: loki.volume.name },
    { ...own, kind: "persistentvolumeclaim", name: loki.volume.claim },
    ...released(loki.release, ["statefulset", "service", "serviceaccount", "configmap"]),
    ...released(agent.release, ["daemonset", ...AROUND_ALLOY]),
    ...(events === null ? [] : released(events.release, ["deployment", ...AROUND_ALLOY])),
  ];
}

/** What asking for it has to be allowed. */
export function accessTo({ kind, namespace }: PlannedName): Access {
  const { resource, apiGroup, isClusterWide } = KINDS[kind];
  return isClusterWide ? inCluster(resource, ["get"], apiGroup) : inNamespace(namespace, resource, ["get"], apiGroup);
}

export async function plannedObjects(
  { cluster, deployment: { model }, inOwnNamespace }: PreflightContext,
  signal: AbortSignal,
): Promise<readonly PlannedObject[]> {
  const own = model.namespace.name;
  const apis = { core: cluster.core(signal), apps: cluster.apps(signal), rbac: cluster.rbac(signal) };
  return Promise.all(
    plannedNames(model).map(async ({ kind, name, namespace, release }) => {
      const asked: Promise<Found> = KINDS[kind].read(apis, { name, namespace });
      const isOwn = namespace === own && !KINDS[kind].isClusterWide;
      const found = await (isOwn ? inOwnNamespace(asked) : ignoreNotFound(asked));
      return { kind, name, namespace, release, found };
    }),
  );
}
