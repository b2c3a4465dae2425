import type { Cause } from "../../diagnostics/cause";

export const UNREADABLE: Cause = {
  cause:
    "The ruler can't read a rule file, and one that is wrong keeps it from all of them; Loki is ready all the same.",
  next: "lokitool rules check rules/*.yaml",
};

export const NOT_YET: Cause = {
  cause:
    "The rules have just changed: the kubelet and the ruler look for new ones once a minute each, so that it takes up to two minutes.",
  next: "npm run verify -- --watch",
};

export const NOT_MOUNTED: Cause = {
  cause: "The ConfigMap with the rules isn't there, or isn't mounted where the ruler looks.",
  next: "kubectl --namespace <namespace> describe pod <release>-0",
};

export const FAILING: Cause = {
  cause: "The query of a rule is read and can't be answered: it takes too long, or finds more series than Loki counts.",
  next: "kubectl --namespace <namespace> logs <release>-0 --since=10m | grep 'component=ruler' | grep level=warn",
};

export const LEFT_OVER: Cause = {
  cause: "Somebody has written rules into the cluster that aren't here.",
  next: "kubectl --namespace <namespace> get configmap <config-map> --output yaml",
};

export const NOT_EVALUATED: Cause = {
  cause:
    "The rule is new, or its interval is longer than a minute: within that its group is evaluated for the first time.",
  next: "npm run verify -- --watch",
};
