/** An object of Kubernetes, of any kind. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Metadata;
  readonly [part: string]: unknown;
}

export interface Metadata {
  readonly name?: string;
  readonly generateName?: string;
  readonly namespace?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly [part: string]: unknown;
}

/** Kinds that belong to no namespace. */
const CLUSTER_WIDE = new Set(["Namespace", "Node", "PersistentVolume", "ClusterRole", "ClusterRoleBinding"]);

export function isClusterWide({ kind }: Manifest): boolean {
  return CLUSTER_WIDE.has(kind);
}

/** Kinds of which the resource isn't the kind with an "s". */
const RESOURCES: Readonly<Record<string, string>> = { Endpoints: "endpoints" };

/** The object's path at the API server, or that of all of its kind. */
export function pathOf(object: Manifest, withName = true): string {
  const { apiVersion, kind, metadata } = object;
  const resource = RESOURCES[kind] ?? `${kind.toLowerCase()}s`;
  const group = apiVersion === "v1" ? "/api/v1" : `/apis/${apiVersion}`;
  const namespace = isClusterWide(object) ? "" : `/namespaces/${metadata.namespace}`;
  return `${group}${namespace}/${resource}${withName ? `/${metadata.name}` : ""}`;
}
