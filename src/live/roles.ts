import type { Model } from "../model";
import { toYaml } from "../terraform/yaml";
import type { Access } from "./access";
import type { Link } from "./link";
import { type PolicyRule, rulesOf } from "./roles/policy-rules";
import { type Subject, subjectManifests, subjectReference } from "./roles/subject";

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
  const access = links.filter(({ creates }) => !(readOnly && creates)).flatMap((link) => link.access(model));
  const namespaces = [...new Set(access.map(({ namespace }) => namespace))].sort(clusterFirst);
  const manifests = namespaces.flatMap((namespace) => {
    const rules = rulesOf(access.filter((one) => one.namespace === namespace));
    return granted({ name, namespace, rules, subject });
  });
  return [...subjectManifests(subject), ...manifests].map(toYaml).join("---\n");
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
