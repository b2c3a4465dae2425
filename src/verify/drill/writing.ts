import type { V1Pod } from "@kubernetes/client-node";
import { podName } from "../kubernetes/pod";
import { troubleOf } from "../kubernetes/pod-trouble";

/** How far a drill's pods are. */
export interface Writing {
  /** Those that have ended well, and so have written. */
  readonly written: readonly string[];
  /** Those that never will, with what Kubernetes says of them. */
  readonly failed: ReadonlyMap<string, string>;
  /** Those that may still, with what Kubernetes says of them. */
  readonly waiting: ReadonlyMap<string, string>;
}

export function writingOf(pods: readonly V1Pod[]): Writing {
  const inPhase = (expected: string) => pods.filter(({ status }) => status?.phase === expected);
  const said = (some: readonly V1Pod[]) => new Map(some.map((pod) => [podName(pod), troubleOf(pod, []).says]));
  const written = inPhase("Succeeded");
  const failed = inPhase("Failed");
  return {
    written: written.map(podName),
    failed: said(failed),
    waiting: said(pods.filter((pod) => !written.includes(pod) && !failed.includes(pod))),
  };
}
