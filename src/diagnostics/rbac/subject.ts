import { UsageError } from "../../settings/settings-error";

/** Whom a role is given. */
export type Subject = ServiceAccount | Person;

export interface ServiceAccount {
  readonly kind: "ServiceAccount";
  readonly name: string;
  readonly namespace: string;
}

/** Of these Kubernetes knows only names. */
export interface Person {
  readonly kind: "User" | "Group";
  readonly name: string;
}

/**
 * Reads "User:jane@example.com", "Group:operators" or "ServiceAccount:monitoring/verify".
 * @throws UsageError for anything else
 */
export function readSubject(text: string): Subject {
  const { kind, namespace, name = "" } = WRITTEN.exec(text)?.groups ?? {};
  if (kind === "User" || kind === "Group") return { kind, name };
  if (namespace !== undefined) return { kind: "ServiceAccount", namespace, name };
  throw notASubject(text);
}

const WRITTEN = /^(?:(?<kind>User|Group):|ServiceAccount:(?<namespace>[^/]+)\/)(?<name>.+)$/;

/** What has to be made for the subject: people and groups come from elsewhere. */
export function subjectManifests(subject: Subject): readonly object[] {
  if (subject.kind !== "ServiceAccount") return [];
  const { kind, name, namespace } = subject;
  return [{ apiVersion: "v1", kind, metadata: { name, namespace } }];
}

/** The subject, as a binding names it. */
export function subjectReference(subject: Subject): object {
  if (subject.kind === "ServiceAccount") return subject;
  return { apiGroup: "rbac.authorization.k8s.io", ...subject };
}

/** Whom the API server calls by this name, as the command line takes it. */
export function subjectOf(user: string): string {
  const { namespace, name } = /^system:serviceaccount:(?<namespace>[^:]+):(?<name>.+)$/.exec(user)?.groups ?? {};
  return namespace === undefined ? `User:${user}` : `ServiceAccount:${namespace}/${name}`;
}

function notASubject(text: string): UsageError {
  return new UsageError(
    `--subject takes User:<name>, Group:<name> or ServiceAccount:<namespace>/<name>, not "${text}"`,
  );
}
