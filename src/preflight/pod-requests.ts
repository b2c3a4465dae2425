import type { V1Container, V1Pod } from "@kubernetes/client-node";
import { amountOf } from "./amount";

/** What the scheduler and quotas count of a pod: its containers together, or an init container that asks for more. */
export function requested(
  { spec }: V1Pod,
  resource: "cpu" | "memory",
  kind: "requests" | "limits" = "requests",
): number {
  const of = ({ resources }: V1Container) => amountOf(resources?.[kind]?.[resource] ?? "0");
  const together = (spec?.containers ?? []).map(of).reduce((sum, part) => sum + part, 0);
  return Math.max(together, ...(spec?.initContainers ?? []).map(of));
}

/** A pod that has ended holds nothing any more. */
export function holdsResources({ status }: V1Pod): boolean {
  return status?.phase !== "Succeeded" && status?.phase !== "Failed";
}
