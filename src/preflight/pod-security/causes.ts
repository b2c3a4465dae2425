import type { Cause } from "../../live/cause";
import { ENFORCE, LEVEL } from "../../pod-security";

export const LABEL: Cause = {
  cause: "The namespace enforces a Pod Security level that lets neither host paths nor privileged containers in.",
  next: `kubectl label namespace <namespace> ${ENFORCE}=${LEVEL} --overwrite`,
};

export const DEFAULT_LEVEL: Cause = {
  cause: "The namespace has no level of its own, and the cluster's default is another one.",
  next: `kubectl label namespace <namespace> ${ENFORCE}=${LEVEL}`,
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
