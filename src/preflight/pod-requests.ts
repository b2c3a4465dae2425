import type { V1Container, V1Pod } from "@kubernetes/client-node";
import { amountOf } from "./amount";

/**
 * What the scheduler and quotas count of a pod: its containers and sidecars together, or an init container that needs
 * more beside the sidecars before it, and what its runtime takes.
 * @see https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/#resource-sharing-within-containers
 */
export function requested(
  { spec }: V1Pod,
  resource: "cpu" | "memory",
  kind: "requests" | "limits" = "requests",
): number {
  const of = ({ resources }: V1Container) => amountOf(resources?.[kind]?.[resource] ?? "0");
  const together = (spec?.containers ?? []).map(of).reduce((sum, part) => sum + part, 0);
  const { sidecars, most } = starting(spec?.initContainers ?? [], of);
  const counted = Math.max(together + sidecars, most);
  // Nothing is added to a limit that isn't there.
  return kind === "limits" && counted === 0 ? 0 : counted + amountOf(spec?.overhead?.[resource] ?? "0");
}

/** Init containers run one after the other; those that are restarted always stay, as sidecars. */
function starting(containers: readonly V1Container[], of: (container: V1Container) => number) {
  return containers.reduce(
    ({ sidecars, most }, container) => {
      const now = sidecars + of(container);
      return { sidecars: container.restartPolicy === "Always" ? now : sidecars, most: Math.max(most, now) };
    },
    { sidecars: 0, most: 0 },
  );
}

/** A pod that has ended holds nothing any more. */
export function holdsResources({ status }: V1Pod): boolean {
  return status?.phase !== "Succeeded" && status?.phase !== "Failed";
}
