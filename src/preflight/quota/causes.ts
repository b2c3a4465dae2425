import type { Cause } from "../../diagnostics/cause";

export const RAISE: Cause = {
  cause: "The namespace's quota leaves less than the plan needs during a rollout.",
  next: "kubectl edit resourcequota -n <namespace> <quota>",
};

export const LOWER: Cause = {
  cause: "The plan reserves more than it needs on this cluster.",
  next: "write loki.resources and alloy.resources into main.ts, and cluster.quota, so that the synthesis checks them",
};

export const OTHERS: Cause = {
  cause: "Other pods and objects of the namespace have used it up.",
  next: "kubectl describe resourcequota -n <namespace> <quota>",
};
