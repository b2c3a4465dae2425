import type {
  AppsV1Api,
  CoreV1Api,
  NetworkingV1Api,
  RbacAuthorizationV1Api,
  V1ObjectMeta,
} from "@kubernetes/client-node";
import { networkPolicies } from "../access/policies";
import { inCluster, inNamespace, type Permission } from "../diagnostics/rbac";
import { ignoreNotFound } from "../kube/errors";
import type { Model } from "../model";
import type { InOwnNamespace, PreflightContext } from "./context";

interface Apis {
  readonly core: CoreV1Api;
  readonly apps: AppsV1Api;
  readonly rbac: RbacAuthorizationV1Api;
  readonly networking: NetworkingV1Api;
}

/** The part of an object that is read here. */
interface FoundObject {
  readonly metadata?: V1ObjectMeta;
}

interface ObjectKind {
  readonly resource: string;
  readonly apiGroup: string;
  readonly isClusterScoped: boolean;
  readonly read: (apis: Apis, at: { readonly name: string; readonly namespace: string }) => Promise<FoundObject>;
}

const CORE = { apiGroup: "", isClusterScoped: false };
const APPS = { apiGroup: "apps", isClusterScoped: false };
const NETWORKING = { apiGroup: "networking.k8s.io", isClusterScoped: false };
const RBAC = { apiGroup: "rbac.authorization.k8s.io", isClusterScoped: true };

/** The kinds of the stack's objects, as kubectl takes them. */
const KINDS = {
  clusterrole: { ...RBAC, resource: "clusterroles", read: ({ rbac }, { name }) => rbac.readClusterRole({ name }) },
  clusterrolebinding: {
    ...RBAC,
    resource: "clusterrolebindings",
    read: ({ rbac }, { name }) => rbac.readClusterRoleBinding({ name }),
  },
  configmap: { ...CORE, resource: "configmaps", read: ({ core }, at) => core.readNamespacedConfigMap(at) },
  daemonset: { ...APPS, resource: "daemonsets", read: ({ apps }, at) => apps.readNamespacedDaemonSet(at) },
  deployment: { ...APPS, resource: "deployments", read: ({ apps }, at) => apps.readNamespacedDeployment(at) },
  networkpolicy: {
    ...NETWORKING,
    resource: "networkpolicies",
    read: ({ networking }, at) => networking.readNamespacedNetworkPolicy(at),
  },
  persistentvolume: {
    ...CORE,
    resource: "persistentvolumes",
    isClusterScoped: true,
    read: ({ core }, { name }) => core.readPersistentVolume({ name }),
  },
  persistentvolumeclaim: {
    ...CORE,
    resource: "persistentvolumeclaims",
    read: ({ core }, at) => core.readNamespacedPersistentVolumeClaim(at),
  },
  service: { ...CORE, resource: "services", read: ({ core }, at) => core.readNamespacedService(at) },
  serviceaccount: {
    ...CORE,
    resource: "serviceaccounts",
    read: ({ core }, at) => core.readNamespacedServiceAccount(at),
  },
  statefulset: { ...APPS, resource: "statefulsets", read: ({ apps }, at) => apps.readNamespacedStatefulSet(at) },
} as const satisfies Readonly<Record<string, ObjectKind>>;

export type Kind = keyof typeof KINDS;

export function isClusterScoped(kind: Kind): boolean {
  return KINDS[kind].isClusterScoped;
}

/** An object that the stack creates, under a name that is known before an apply. */
export interface StackName {
  readonly kind: Kind;
  readonly name: string;
  /** Ignored for cluster-scoped kinds. */
  readonly namespace: string;
  /** The Helm release that creates it. Null if Terraform does. */
  readonly release: string | null;
}

export interface StackObject extends StackName {
  /** Null if no object has the name yet. */
  readonly found: FoundObject | null;
}

/** What each release of Alloy creates beside its pods. */
const AROUND_ALLOY: readonly Kind[] = ["serviceaccount", "clusterrole", "clusterrolebinding"];

export function stackNames(model: Model): readonly StackName[] {
  const { namespace, inotify, loki, alloy, grafana } = model;
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
    ...networkPolicies(model).map(
      ({ name, namespace }): StackName => ({ kind: "networkpolicy", name, namespace, release: null }),
    ),
    ...released(loki.release, ["statefulset", "service", "serviceaccount", "configmap"]),
    ...released(agent.release, ["daemonset", ...AROUND_ALLOY]),
    ...(events === null ? [] : released(events.release, ["deployment", ...AROUND_ALLOY])),
  ];
}

export function permissionFor({ kind, namespace }: StackName): Permission {
  const { resource, apiGroup } = KINDS[kind];
  return isClusterScoped(kind)
    ? inCluster(resource, ["get"], apiGroup)
    : inNamespace(namespace, resource, ["get"], apiGroup);
}

export async function readObjects(
  { cluster, stack: { model }, inOwnNamespace, inDrillNamespace }: PreflightContext,
  signal: AbortSignal,
): Promise<readonly StackObject[]> {
  const within: Readonly<Record<string, InOwnNamespace>> = {
    [model.namespace.name]: inOwnNamespace,
    [model.drill.namespace]: inDrillNamespace,
  };
  const apis = {
    core: cluster.core(signal),
    apps: cluster.apps(signal),
    rbac: cluster.rbac(signal),
    networking: cluster.networking(signal),
  };
  return Promise.all(
    stackNames(model).map(async ({ kind, name, namespace, release }) => {
      const request: Promise<FoundObject> = KINDS[kind].read(apis, { name, namespace });
      const read = (isClusterScoped(kind) ? undefined : within[namespace]) ?? ignoreNotFound;
      const found = await read(request);
      return { kind, name, namespace, release, found };
    }),
  );
}
