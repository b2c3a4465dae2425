import type { V1ObjectMeta } from "@kubernetes/client-node";

interface Workload {
  readonly metadata?: Pick<V1ObjectMeta, "generation">;
  readonly status?: { readonly observedGeneration?: number };
}

/** Whether the controller has seen the newest revision: before that its numbers are those of the last one. */
export function isObserved({ metadata, status }: Workload): boolean {
  return (status?.observedGeneration ?? 0) >= (metadata?.generation ?? 0);
}
