import type { V1ResourceQuota, V1ScopedResourceSelectorRequirement } from "@kubernetes/client-node";

/**
 * Whether a quota counts the plan's pods, which run on, ask for something, and have no priority class.
 * @see https://kubernetes.io/docs/concepts/policy/resource-quotas/#quota-scopes
 */
export function countsPlan({ spec }: V1ResourceQuota): boolean {
  const scopes = spec?.scopes ?? [];
  const requirements = spec?.scopeSelector?.matchExpressions ?? [];
  return !scopes.some((scope) => ELSEWHERE.has(scope)) && requirements.every(isMet);
}

const PRIORITY = "PriorityClass";
const ELSEWHERE: ReadonlySet<string> = new Set(["Terminating", "BestEffort", PRIORITY, "CrossNamespacePodAffinity"]);

function isMet({ scopeName, operator }: V1ScopedResourceSelectorRequirement): boolean {
  if (!ELSEWHERE.has(scopeName)) return true;
  return operator === "DoesNotExist" || operator === "NotIn";
}
