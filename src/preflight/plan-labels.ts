import type { V1ObjectMeta } from "@kubernetes/client-node";
import type { Model } from "../model";

/** Whether a pod, or another object of the plan's namespace, carries the labels that the plan's carry. */
export function hasLabelsOfPlan(
  { metadata }: { readonly metadata?: V1ObjectMeta },
  { loki, alloy, inotify }: Model,
): boolean {
  const labels = metadata?.labels ?? {};
  const releases = [loki.release, alloy.agent.release, ...(alloy.events === null ? [] : [alloy.events.release])];
  return labels["app"] === inotify.name || releases.includes(labels["app.kubernetes.io/instance"] ?? "");
}
