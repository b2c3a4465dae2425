import type { Cause } from "../../diagnostics/cause";
import { ENFORCE, LEVEL } from "../../stack/workloads";

export const LABEL: Cause = {
  cause: "The namespace enforces a Pod Security level that lets neither host paths nor privileged containers in.",
  next: `kubectl label namespace <namespace> ${ENFORCE}=${LEVEL} --overwrite`,
};

export const DEFAULT_LEVEL: Cause = {
  cause: "The namespace has no level of its own, and the cluster's default is another one.",
  next: `kubectl label namespace <namespace> ${ENFORCE}=${LEVEL}`,
};

export const SCC: Cause = {
  cause:
    "OpenShift lets a pod in by the security context constraints that its ServiceAccount may use, and those of a new namespace allow neither host paths nor a user of one's own.",
  next: "oc adm policy add-scc-to-user privileged -n <namespace> -z default -z alloy && oc adm policy add-scc-to-user nonroot-v2 -n <namespace> -z loki -z alloy-events",
};

export const POLICY: Cause = {
  cause: "A policy engine (Kyverno, Gatekeeper, a validating admission policy) refuses such pods.",
  next: "kubectl get validatingwebhookconfigurations,validatingadmissionpolicybindings",
};

export const OTHER_REFUSAL: Cause = {
  cause:
    "Another admission plugin refuses the pod, such as the LimitRange or the quota, which have links of their own here.",
  next: "kubectl describe namespace <namespace>",
};
