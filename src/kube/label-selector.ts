import type { V1LabelSelector, V1LabelSelectorRequirement } from "@kubernetes/client-node";

/**
 * Returns whether a selector of an object, such as a NetworkPolicy, selects something with these labels.
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#resources-that-support-set-based-requirements
 */
export function selectsLabels(
  { matchLabels = {}, matchExpressions = [] }: V1LabelSelector,
  labels: Readonly<Record<string, string>>,
): boolean {
  return (
    Object.entries(matchLabels).every(([label, value]) => labels[label] === value) &&
    matchExpressions.every((requirement) => isMet(requirement, labels))
  );
}

function isMet(
  { key, operator, values = [] }: V1LabelSelectorRequirement,
  labels: Readonly<Record<string, string>>,
): boolean {
  const value = labels[key];
  const isOneOf = value !== undefined && values.includes(value);
  switch (operator) {
    case "In":
      return isOneOf;
    case "NotIn":
      return !isOneOf;
    case "Exists":
      return value !== undefined;
    default:
      return value === undefined;
  }
}
