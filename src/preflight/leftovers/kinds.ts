import type { AppsV1Api, CoreV1Api, RbacAuthorizationV1Api, V1ObjectMeta } from "@kubernetes/client-node";

export interface Apis {
  readonly core: CoreV1Api;
  readonly apps: AppsV1Api;
  readonly rbac: RbacAuthorizationV1Api;
}

/** What the API server knows of an object, as far as it is asked here. */
export interface Found {
  readonly metadata?: V1ObjectMeta;
}

interface ObjectKind {
  readonly resource: string;
  readonly apiGroup: string;
  readonly isClusterWide: boolean;
  readonly read: (apis: Apis, at: { readonly name: string; readonly namespace: string }) => Promise<Found>;
}

const CORE = { apiGroup: "", isClusterWide: false };
const APPS = { apiGroup: "apps", isClusterWide: false };
const RBAC = { apiGroup: "rbac.authorization.k8s.io", isClusterWide: true };

/** The kinds of what the plan creates, as kubectl takes them. */
export const KINDS = {
  clusterrole: { ...RBAC, resource: "clusterroles", read: ({ rbac }, { name }) => rbac.readClusterRole({ name }) },
  clusterrolebinding: {
    ...RBAC,
    resource: "clusterrolebindings",
    read: ({ rbac }, { name }) => rbac.readClusterRoleBinding({ name }),
  },
  configmap: { ...CORE, resource: "configmaps", read: ({ core }, at) => core.readNamespacedConfigMap(at) },
  daemonset: { ...APPS, resource: "daemonsets", read: ({ apps }, at) => apps.readNamespacedDaemonSet(at) },
  deployment: { ...APPS, resource: "deployments", read: ({ apps }, at) => apps.readNamespacedDeployment(at) },
  persistentvolume: {
    ...CORE,
    resource: "persistentvolumes",
    isClusterWide: true,
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
