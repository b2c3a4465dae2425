import type { Cause } from "../../diagnostics/cause";
import { STATE_LIST } from "../terraform-state";

const STATE = `${STATE_LIST} kubernetes_namespace_v1.namespace`;

export const MISSING: Cause = {
  cause: "The namespace has another name, or nobody has created it yet.",
  next: "write namespace: { create: true } into main.ts, or: kubectl create namespace <namespace>",
};

export const EXISTS: Cause = {
  cause: "Somebody else has created the namespace, and Terraform refuses to create what is there.",
  next: "write namespace: { create: false } into main.ts",
};

export const FIRST_APPLY: Cause = {
  cause: "An apply has created it and gone no further; it is no obstacle where Terraform's state still knows.",
  next: STATE,
};

export const TAKEN_OVER: Cause = {
  cause:
    "Terraform has taken it over (terraform import) and hasn't had to change it yet; it is no obstacle where Terraform's state knows.",
  next: STATE,
};

export const TERMINATING: Cause = {
  cause: "The namespace is being deleted and waits for something in it that can't be.",
  next: "kubectl get namespace <namespace> -o jsonpath='{.status.conditions[*].message}'",
};

export const NO_GRAFANA: Cause = {
  cause: "grafana.namespace names a namespace that isn't there.",
  next: "kubectl get services -A | grep -i grafana",
};
