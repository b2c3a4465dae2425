import type { Cause } from "../../diagnostics/cause";

export const EDITED: Cause = {
  cause: "Somebody has edited the ConfigMap in the cluster after the plan was applied.",
  next: "npm run deploy",
};

export const TAKEN_BACK: Cause = {
  cause: "The apply wrote the plan's ConfigMaps, and Loki's Helm release failed after them and was taken back.",
  next: "helm history loki -n <namespace>",
};

export const POD_OLDER: Cause = {
  cause: "Loki's pod is older than its ConfigMap: it reads its configuration when it starts.",
  next: "kubectl rollout restart statefulset/loki -n <namespace>",
};

export const OVERRIDDEN: Cause = {
  cause: "An argument or an environment variable of the pod stands above the configuration.",
  next: "kubectl get statefulset loki -n <namespace> -o jsonpath='{.spec.template.spec.containers[0].args}'",
};
