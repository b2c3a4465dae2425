import type { Cause } from "../../diagnostics/cause";
import { STATE_LIST } from "../terraform-state";

export const EARLIER: Cause = {
  cause: "An earlier attempt, or somebody else, has left it there, and Terraform refuses to create what exists.",
  next: "kubectl get <kind> <object> -o yaml --show-managed-fields, to see whose it is; if it is your own, delete it or terraform import it",
};

export const TAKEN_OVER: Cause = {
  cause: "Terraform has taken it over (terraform import) and hasn't had to change it yet: the object doesn't show it.",
  next: STATE_LIST,
};

export const OTHER_STATE: Cause = {
  cause:
    "Terraform has made it, and no ConfigMap of this plan is beside it: its state may lie elsewhere, or an apply has ended in the middle.",
  next: STATE_LIST,
};

export const OTHER_RELEASE: Cause = {
  cause: "Another Helm release owns it, of this name in another namespace: Helm refuses to take it over.",
  next: "helm list -A",
};

export const NO_RELEASE: Cause = {
  cause:
    "It was created without Helm, by hand or by a tool that renders charts itself (Argo CD), and Helm refuses to take it over.",
  next: "kubectl get <kind> <object> -o yaml --show-managed-fields, to see whose it is; delete a leftover of your own, and have its owner rename anything else",
};
