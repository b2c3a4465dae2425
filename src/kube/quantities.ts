import type { V1Container, V1Pod } from "@kubernetes/client-node";

export type Resource = "cpu" | "memory";

const FACTORS: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  "": 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/**
 * The value of a quantity, in bytes, cores or pieces. The API server returns every form, not only those of the settings.
 * Returns NaN for any other text.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export function amountOf(quantity: string): number {
  const [, number, suffix = ""] = /^([+-]?\d*\.?\d+(?:[eE][+-]?\d+)?)([a-zA-Z]*)$/.exec(quantity) ?? [];
  return number === undefined ? Number.NaN : Number(number) * (FACTORS[suffix] ?? Number.NaN);
}

/** The smallest quantity. */
const NANO = 1e-9;

/** Whether one amount exceeds another. Ignores rounding errors, which are smaller than any quantity. */
export function isMore(amount: number, than: number): boolean {
  return amount - than > NANO / 2;
}

/**
 * The amount that the scheduler and quotas count for a pod. It is the larger of two: all containers and sidecars, or one
 * init container with the sidecars before it. The overhead of the pod's runtime class is added.
 * @see https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/#resource-sharing-within-containers
 */
export function podAmount({ spec }: V1Pod, resource: Resource, kind: "requests" | "limits" = "requests"): number {
  const amountIn = ({ resources }: V1Container) => amountOf(resources?.[kind]?.[resource] ?? "0");
  const containers = (spec?.containers ?? []).map(amountIn).reduce((sum, part) => sum + part, 0);
  const { sidecars, maximum } = startOf(spec?.initContainers ?? [], amountIn);
  const counted = Math.max(containers + sidecars, maximum);
  // A pod without a limit stays without one.
  return kind === "limits" && counted === 0 ? 0 : counted + amountOf(spec?.overhead?.[resource] ?? "0");
}

/** Init containers run one after the other. Those with restartPolicy Always keep running, as sidecars. */
function startOf(containers: readonly V1Container[], amountIn: (container: V1Container) => number) {
  return containers.reduce(
    ({ sidecars, maximum }, container) => {
      const now = sidecars + amountIn(container);
      return { sidecars: container.restartPolicy === "Always" ? now : sidecars, maximum: Math.max(maximum, now) };
    },
    { sidecars: 0, maximum: 0 },
  );
}

/** Whether a pod still occupies its requests. One that has ended does not. */
export function holdsResources({ status }: V1Pod): boolean {
  return status?.phase !== "Succeeded" && status?.phase !== "Failed";
}
