import type { Broken } from "../outcome";
import { explainAnonymous } from "./identity";
import { brokenBy, oneLine, type Trouble } from "./trouble";

const noRole: Trouble = {
  title: "The API server doesn't allow it (403)",
  failure: "access",
  wanted: "a role that allows it",
  causes: [
    {
      cause: "The context's user has no role for it. This prints all that are needed, for an administrator to apply.",
      next: "npm run <command> -- --rbac",
    },
    {
      cause: "The context is another than the one that is meant.",
      next: "kubectl auth whoami",
    },
  ],
};

export const FORBIDDEN: readonly Trouble[] = [noRole];

/** How Kubernetes' authorizer words a refusal: one of RBAC, not of an admission plugin. */
const UNAUTHORIZED =
  /User "(?<user>[^"]*)" cannot (?<verb>\S+) (?:resource "(?<resource>[^"]+)" in API group "[^"]*"|path "(?<path>[^"]+)")(?: in the namespace "(?<namespace>[^"]+)")?/;

/** @returns null for a refusal that has another reason than roles */
export function explainForbidden(message: string): Broken | null {
  const named = UNAUTHORIZED.exec(message)?.groups;
  if (named === undefined) return null;
  const { user = "", verb = "", resource, path, namespace } = named;
  if (user === "system:anonymous") return explainAnonymous(message);
  const where = namespace === undefined ? "in the whole cluster" : `in the namespace ${namespace}`;
  return brokenBy(noRole, { found: oneLine(`"${user}" can't ${verb} ${resource ?? path} ${where}`), names: { user } });
}
