import type { V1ResourceQuota, V1ScopedResourceSelectorRequirement } from "@kubernetes/client-node";

/** Whether a quota counts the plan's pods, which run on. */
export function countsPlan(quota: V1ResourceQuota): boolean {
  return counts(quota, "Terminating");
}

/** Whether a quota counts the pods that verify makes, which have a deadline. */
export function countsDrill(quota: V1ResourceQuota): boolean {
  return counts(quota, "NotTerminating");
}

/**
 * Both ask for something and have no priority class.
 * @param elsewhere the scope of pods that have a deadline, or of those that have none
 * @see https://kubernetes.io/docs/concepts/policy/resource-quotas/#quota-scopes
 */
function counts({ spec }: V1ResourceQuota, elsewhere: "Terminating" | "NotTerminating"): boolean {
  const missed = new Set([...ELSEWHERE, elsewhere]);
  const isMet = ({ scopeName, operator }: V1ScopedResourceSelectorRequirement) =>
    !missed.has(scopeName) || operator === "DoesNotExist" || operator === "NotIn";
  const { scopes = [], scopeSelector } = spec ?? {};
  return !scopes.some((scope) => missed.has(scope)) && (scopeSelector?.matchExpressions ?? []).every(isMet);
}

const ELSEWHERE = ["BestEffort", "PriorityClass", "CrossNamespacePodAffinity"];
