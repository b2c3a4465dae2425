import { shellQuote } from "../../kube/tools";
import type { Broken } from "../outcome";
import { subjectOf } from "../rbac/subject";
import { explainAnonymous } from "./identity";
import { brokenBy, oneLine, type Trouble } from "./trouble";

const noRole: Trouble = {
  title: "The API server doesn't allow it (403)",
  failure: "access",
  expected: "a role that allows it",
  causes: [
    {
      cause: "The context's user has no role for it. This prints all that are needed, for an administrator to apply.",
      next: "npm run <command> -- --rbac --subject <subject>",
    },
    {
      cause: "The context is another than the one that is meant.",
      next: "kubectl auth whoami",
    },
  ],
};

const noRoleForKubelets: Trouble = {
  title: "A kubelet doesn't allow the API server what was asked (403)",
  failure: "nodes",
  expected: "a kubelet that answers the API server",
  causes: [
    {
      cause: "The API server's own user has no role for kubelets, as after a new certificate with another name.",
      next: "kubectl create clusterrolebinding kubelet-api --clusterrole system:kubelet-api-admin --user <user>",
    },
  ],
};

export const FORBIDDEN: readonly Trouble[] = [noRole, noRoleForKubelets];

/** How a kubelet words a refusal, which the API server hands on. */
const UNAUTHORIZED_BY_KUBELET = /Forbidden \(user=(?<user>[^,]*), verb=[^,]*, resource=nodes, subresource/;

/** How Kubernetes' authorizer words a refusal: one of RBAC, not of an admission plugin. */
const UNAUTHORIZED =
  /User "(?<user>[^"]*)" cannot (?<verb>\S+) (?:resource "(?<resource>[^"]+)" in API group "[^"]*"|path "(?<path>[^"]+)")(?: in the namespace "(?<namespace>[^"]+)")?/;

/** @returns null for a refusal that has another reason than roles */
export function explainForbidden(message: string): Broken | null {
  const ofKubelet = UNAUTHORIZED_BY_KUBELET.exec(message)?.groups;
  if (ofKubelet !== undefined)
    return brokenBy(noRoleForKubelets, { found: oneLine(message), names: { user: ofKubelet["user"] ?? "" } });
  const named = UNAUTHORIZED.exec(message)?.groups;
  if (named === undefined) return null;
  const { user = "", verb = "", resource, path, namespace } = named;
  if (user === "system:anonymous") return explainAnonymous(message);
  const where = namespace === undefined ? "in the whole cluster" : `in the namespace ${namespace}`;
  return brokenBy(noRole, {
    found: oneLine(`"${user}" can't ${verb} ${resource ?? path} ${where}`),
    names: { user, subject: shellQuote(subjectOf(user)) },
  });
}
