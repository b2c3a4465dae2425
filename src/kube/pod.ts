import type { V1Pod } from "@kubernetes/client-node";

/** Returns false for a pod that is being deleted, which may still report that it is ready. */
export function isPodReady({ metadata, status }: V1Pod): boolean {
  if (metadata?.deletionTimestamp !== undefined) return false;
  return status?.conditions?.some(({ type, status: is }) => type === "Ready" && is === "True") ?? false;
}

/** Returns the selector for objects that have all of the labels. */
export function labelSelectorOf(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([label, value]) => `${label}=${value}`)
    .join(",");
}
