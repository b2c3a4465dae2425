import type { Cause } from "../../diagnostics/cause";

export const RAISE: Cause = {
  cause: "The namespace's LimitRange is made for other pods than the plan's.",
  next: "kubectl edit limitrange -n <namespace> <limit-range>",
};

export const LOWER: Cause = {
  cause: "The plan asks for more than the cluster lets one container have.",
  next: "write loki.resources and alloy.resources into main.ts, and cluster.limitRange, so that the synthesis checks them",
};

export const NO_CPU_LIMIT: Cause = {
  cause:
    "A bound on CPU limits refuses every pod with a container that has none, and the plan gives one to Loki alone.",
  next: 'give the namespace a LimitRange with default: { cpu: "1" }, which fills it in',
};
