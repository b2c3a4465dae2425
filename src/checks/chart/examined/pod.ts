import { anyText, integer, list, oneOf, record, type Shape, text } from "./shape";

/** The name of a Kubernetes object (RFC 1123 subdomain). */
const objectName: Shape = text(
  /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/,
  "the name of a Kubernetes object: lowercase letters, digits, dashes and dots",
);

export const priorityClass: Shape = text(
  /^([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?)?$/,
  "the name of a PriorityClass: lowercase letters, digits, dashes and dots",
);

export const pullPolicy: Shape = oneOf("IfNotPresent", "Always");

export const pullSecrets: Shape = list(record({ name: objectName }, ["name"]));

/** Adds to the resolver of the pod. @see https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/ */
export const dnsConfig: Shape = record({
  nameservers: list(text(/^[0-9a-fA-F.:]+$/, "an IP address")),
  searches: list(anyText),
  options: list(record({ name: anyText, value: anyText }, ["name"])),
});

/** A user with whom a container works. */
interface User {
  readonly uid: number;
  readonly isRoot: boolean;
}

const DEFAULT_PROFILE: Shape = record({ type: oneOf("RuntimeDefault") }, ["type"]);

/** What both security contexts can set: this user, and no more rights than the project's own values give. */
function shared({ uid, isRoot }: User) {
  return {
    runAsUser: oneOf(uid),
    runAsGroup: oneOf(uid),
    runAsNonRoot: oneOf(!isRoot),
    seccompProfile: DEFAULT_PROFILE,
    appArmorProfile: DEFAULT_PROFILE,
  };
}

/** @param required the keys that must be present, because the chart has no default for them */
export function podSecurity(user: User, required: readonly string[] = []): Shape {
  return record(
    {
      ...shared(user),
      fsGroup: oneOf(user.uid),
      fsGroupChangePolicy: oneOf("OnRootMismatch", "Always"),
      supplementalGroups: list(integer(1)),
    },
    required,
  );
}

/** @param required the keys that must be present, because the chart has no default for them */
export function containerSecurity(user: User, required: readonly string[] = []): Shape {
  return record(
    {
      ...shared(user),
      privileged: oneOf(false),
      allowPrivilegeEscalation: oneOf(false),
      readOnlyRootFilesystem: oneOf(true),
      capabilities: record({ drop: oneOf(["ALL"]), add: oneOf([]) }, ["drop"]),
    },
    required,
  );
}
