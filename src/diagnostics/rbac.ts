import type { Model } from "../model";
import { UsageError } from "../settings/errors";
import { toYaml } from "../terraform/yaml";

/** A request to the API server that a role must allow. */
export interface Permission {
  readonly apiGroup: string;
  readonly resource: string;
  readonly verbs: readonly string[];
  /** Null for the whole cluster. */
  readonly namespace: string | null;
  /** The single object that the request names. Null for all objects. */
  readonly name: string | null;
}

/** @param resource a subresource is a resource of its own: "pods/log" */
export function inNamespace(namespace: string, resource: string, verbs: readonly string[], apiGroup = ""): Permission {
  return { apiGroup, resource, verbs, namespace, name: null };
}

export function inCluster(resource: string, verbs: readonly string[], apiGroup = ""): Permission {
  return { apiGroup, resource, verbs, namespace: null, name: null };
}

/** A Service behind the API server's proxy. Kubernetes names this resource by the Service and its port. */
export function throughProxy(namespace: string, service: string, port: number, verbs: readonly string[]): Permission {
  return { apiGroup: "", resource: "services/proxy", verbs, namespace, name: `${service}:${port}` };
}

/** The subject of a role binding. */
export type Subject = ServiceAccount | UserOrGroup;

interface ServiceAccount {
  readonly kind: "ServiceAccount";
  readonly name: string;
  readonly namespace: string;
}

interface UserOrGroup {
  readonly kind: "User" | "Group";
  readonly name: string;
}

const SUBJECT = /^(?:(?<kind>User|Group):|ServiceAccount:(?<namespace>[^/]+)\/)(?<name>.+)$/;

/**
 * Reads "User:jane@example.com", "Group:operators" or "ServiceAccount:monitoring/verify".
 * @throws UsageError for anything else
 */
export function readSubject(text: string): Subject {
  const { kind, namespace, name = "" } = SUBJECT.exec(text)?.groups ?? {};
  if (kind === "User" || kind === "Group") return { kind, name };
  if (namespace !== undefined) return { kind: "ServiceAccount", namespace, name };
  throw new UsageError(
    `--subject: got "${text}", expected User:<name>, Group:<name> or ServiceAccount:<namespace>/<name>`,
  );
}

/** The subject as the command line takes it, from the API server's name for a user. */
export function subjectOf(user: string): string {
  const { namespace, name } = /^system:serviceaccount:(?<namespace>[^:]+):(?<name>.+)$/.exec(user)?.groups ?? {};
  return namespace === undefined ? `User:${user}` : `ServiceAccount:${namespace}/${name}`;
}

/** A diagnostic, as far as it needs permissions. */
export interface Requester {
  /** Whether the diagnostic mutates the cluster. */
  readonly mutates: boolean;
  readonly permissions: (model: Model, readOnly: boolean) => readonly Permission[];
}

export interface RbacProps {
  readonly diagnostics: readonly Requester[];
  readonly model: Model;
  /** The name of every role and binding. */
  readonly name: string;
  /** Leaves out the permissions of diagnostics that mutate the cluster. */
  readonly readOnly: boolean;
  readonly subject: Subject;
}

const RBAC = "rbac.authorization.k8s.io";

/** The minimum permissions that the diagnostics need, as YAML for kubectl. */
export function rbacManifests({ diagnostics, model, name, readOnly, subject }: RbacProps): string {
  const permissions = diagnostics
    .filter(({ mutates }) => !(readOnly && mutates))
    .flatMap((diagnostic) => diagnostic.permissions(model, readOnly));
  const namespaces = [...new Set(permissions.map(({ namespace }) => namespace))].sort(clusterFirst);
  const created: readonly (string | null)[] = [
    ...(model.namespace.create ? [model.namespace.name] : []),
    ...(model.drill.create ? [model.drill.namespace] : []),
  ];
  const roles = namespaces.map((namespace) => {
    const rules = policyRules(permissions.filter((permission) => permission.namespace === namespace));
    const text = documents(roleAndBinding({ name, namespace, rules, subject }));
    return created.includes(namespace) ? `${NOT_YET}${text}` : text;
  });
  return [documents(subjectManifests(subject)), ...roles].filter((text) => text !== "").join("---\n");
}

const NOT_YET =
  "# The first deploy creates this namespace. Before that, this role can't be created and isn't needed.\n";

function documents(manifests: readonly object[]): string {
  return manifests.map(toYaml).join("---\n");
}

function clusterFirst(a: Permission["namespace"], b: Permission["namespace"]): number {
  return (a ?? "") < (b ?? "") ? -1 : 1;
}

interface Role {
  readonly name: string;
  /** Null for the whole cluster. */
  readonly namespace: string | null;
  readonly rules: readonly PolicyRule[];
  readonly subject: Subject;
}

function roleAndBinding({ name, namespace, rules, subject }: Role): readonly object[] {
  const metadata = namespace === null ? { name } : { name, namespace };
  const kind = namespace === null ? "ClusterRole" : "Role";
  const roleRef = { apiGroup: RBAC, kind, name };
  return [
    { apiVersion: `${RBAC}/v1`, kind, metadata, rules },
    { apiVersion: `${RBAC}/v1`, kind: `${kind}Binding`, metadata, roleRef, subjects: [subjectReference(subject)] },
  ];
}

/** The manifest of a service account. Users and groups exist outside the cluster. */
function subjectManifests(subject: Subject): readonly object[] {
  if (subject.kind !== "ServiceAccount") return [];
  const { kind, name, namespace } = subject;
  return [{ apiVersion: "v1", kind, metadata: { name, namespace } }];
}

function subjectReference(subject: Subject): object {
  return subject.kind === "ServiceAccount" ? subject : { apiGroup: RBAC, ...subject };
}

/** A rule of a role, as Kubernetes writes it. */
interface PolicyRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

/** One rule for each set of verbs in each API group, without duplicates. */
function policyRules(permissions: readonly Permission[]): readonly PolicyRule[] {
  const byResource = groupBy(permissions, ({ apiGroup, resource, name }) => `${apiGroup} ${resource} ${name}`);
  const merged = [...byResource.values()].map((all) => ({
    ...all[0],
    verbs: distinct(all.flatMap(({ verbs }) => verbs)),
  }));
  const byVerbs = groupBy(merged, ({ apiGroup, verbs, name }) => `${apiGroup} ${verbs.join()} ${name ?? ""}`);
  return [...byVerbs]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, all]) => ({
      apiGroups: [all[0].apiGroup],
      resources: distinct(all.map(({ resource }) => resource)),
      ...(all[0].name !== null && { resourceNames: [all[0].name] }),
      verbs: all[0].verbs,
    }));
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly [T, ...T[]]> {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort();
}
