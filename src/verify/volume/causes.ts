import type { Cause } from "../../diagnostics/cause";
import { RELEASE_VOLUME } from "../../diagnostics/free-volume";

export const DELETED: Cause = {
  cause: "Somebody deleted the claim or the volume. The files on the server are still there: the volume keeps them.",
  next: "npm run deploy",
};

export const RELEASED: Cause = {
  cause: "The volume still names a claim of an earlier installation, which is gone.",
  next: RELEASE_VOLUME,
};

export const FOREIGN: Cause = {
  cause: "The volume belongs to a claim of another installation, which would share its files.",
  next: "kubectl get pv <volume> -o jsonpath='{.spec.claimRef}'",
};

export const OTHER_VOLUME: Cause = {
  cause: "The claim was there before the plan, and a provisioner has given it a volume of its own.",
  next: "kubectl get pvc <claim> -n <namespace> -o yaml",
};

export const UNBOUND: Cause = {
  cause:
    "The claim and the volume don't fit each other: class, size or access mode differ, or the volume was made a moment ago.",
  next: "kubectl describe pvc <claim> -n <namespace>",
};

export const NOT_MOUNTED: Cause = {
  cause: "The pod runs without the claim: the release was installed with other values than the plan's.",
  next: "helm get values loki -n <namespace>",
};
