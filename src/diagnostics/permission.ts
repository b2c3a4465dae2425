/** Something that has to be asked of the API server: a rule of a role. */
export interface Access {
  readonly apiGroup: string;
  readonly resource: string;
  readonly verbs: readonly string[];
  /** Null for the whole cluster. */
  readonly namespace: string | null;
  /** The only object that it is about; null for all of the kind. */
  readonly name: string | null;
}

/** What belongs to one object, such as a pod's log, is a resource of its own: "pods/log". */
export function inNamespace(namespace: string, resource: string, verbs: readonly string[], apiGroup = ""): Access {
  return { apiGroup, resource, verbs, namespace, name: null };
}

export function inCluster(resource: string, verbs: readonly string[], apiGroup = ""): Access {
  return { apiGroup, resource, verbs, namespace: null, name: null };
}

/** What a Service answers through the API server's proxy, where it goes by its name and port. */
export function throughProxy(namespace: string, service: string, port: number, verbs: readonly string[]): Access {
  return { apiGroup: "", resource: "services/proxy", verbs, namespace, name: `${service}:${port}` };
}
