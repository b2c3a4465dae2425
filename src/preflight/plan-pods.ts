import type { V1Pod } from "@kubernetes/client-node";
import type { Model } from "../model";

/** Whether a pod of the plan's namespace carries the labels that the plan's pods carry. */
export function isPodOfPlan({ metadata }: V1Pod, { loki, alloy, inotify }: Model): boolean {
  const labels = metadata?.labels ?? {};
  const releases = [loki.release, alloy.agent.release, ...(alloy.events === null ? [] : [alloy.events.release])];
  return labels["app"] === inotify.name || releases.includes(labels["app.kubernetes.io/instance"] ?? "");
}
