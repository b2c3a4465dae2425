import type { Model } from "../model";
import { toYaml } from "../terraform/yaml";
import type { Link } from "./diagnostic";
import type { Access } from "./permission";
import { type PolicyRule, rulesOf } from "./rbac/policy-rules";
import { type Subject, subjectManifests, subjectReference } from "./rbac/subject";

export interface RolesProps {
  readonly links: readonly Link<never>[];
  readonly model: Model;
  /** The name of all roles. */
  readonly name: string;
  /** Leaves out what makes something. */
  readonly readOnly: boolean;
  readonly subject: Subject;
}

/** The API group of roles. */
const GROUP = "rbac.authorization.k8s.io";

/** The least that the links have to be allowed, as YAML for kubectl. */
export function roles({ links, model, name, readOnly, subject }: RolesProps): string {
  const access = links.filter(({ creates }) => !(readOnly && creates)).flatMap((link) => link.access(model, readOnly));
  const namespaces = [...new Set(access.map(({ namespace }) => namespace))].sort(clusterFirst);
  const grants = namespaces.map((namespace) => {
    const rules = rulesOf(access.filter((one) => one.namespace === namespace));
    const text = documents(granted({ name, namespace, rules, subject }));
    return namespace === model.namespace.name && model.namespace.create ? `${NOT_YET}${text}` : text;
  });
  return [documents(subjectManifests(subject)), ...grants].filter((text) => text !== "").join("---\n");
}

const NOT_YET = "# The deploy makes this namespace: before the first one this role can't be made, and isn't needed.\n";

function documents(manifests: readonly object[]): string {
  return manifests.map(toYaml).join("---\n");
}

function clusterFirst(a: Access["namespace"], b: Access["namespace"]): number {
  return (a ?? "") < (b ?? "") ? -1 : 1;
}

interface Grant {
  readonly name: string;
  /** Null for the whole cluster. */
  readonly namespace: string | null;
  readonly rules: readonly PolicyRule[];
  readonly subject: Subject;
}

function granted({ name, namespace, rules, subject }: Grant): readonly object[] {
  const metadata = namespace === null ? { name } : { name, namespace };
  const kind = namespace === null ? "ClusterRole" : "Role";
  const roleRef = { apiGroup: GROUP, kind, name };
  return [
    { apiVersion: `${GROUP}/v1`, kind, metadata, rules },
    { apiVersion: `${GROUP}/v1`, kind: `${kind}Binding`, metadata, roleRef, subjects: [subjectReference(subject)] },
  ];
}
