import type { Cause } from "../../diagnostics/cause";
import { RELEASE_VOLUME } from "../../diagnostics/free-volume";

export const RELEASED: Cause = {
  cause: "The claim was deleted and the volume still waits for that one, by its uid: no other claim binds to it.",
  next: RELEASE_VOLUME,
};

export const FOREIGN_VOLUME: Cause = {
  cause: "Somebody else's volume has the name of the plan's.",
  next: "kubectl describe persistentvolume <volume>",
};

export const MOVED: Cause = {
  cause:
    "The settings name another export or size than the volume that is there, and a bound volume can't change them.",
  next: "npm run destroy, move the directory, then npm run deploy (README, Moving the export)",
};

export const OTHER_VOLUME: Cause = {
  cause: "Loki's claim is bound to another volume, from a chart that made it itself; Loki would write there.",
  next: "kubectl get persistentvolumeclaim -n <namespace> <claim> -o wide",
};

export const OTHER_SPEC: Cause = {
  cause:
    "The claim was made with another class or other access modes. Terraform can only replace it, and a claim isn't deleted while a pod uses it: the apply would wait in vain.",
  next: "npm run destroy, which leaves the files on the export, then npm run deploy",
};

export const LOST: Cause = {
  cause: "The claim's volume was deleted under it.",
  next: "kubectl delete persistentvolumeclaim -n <namespace> <claim>",
};

export const HELD: Cause = {
  cause: "It is being deleted, and a pod still uses it.",
  next: "kubectl get pods -n <namespace> -o wide | grep loki",
};

export const WAITING: Cause = {
  cause:
    "The claim waits for a volume: of another name, class or size than the plan's, or for one that isn't there yet.",
  next: "kubectl describe persistentvolumeclaim -n <namespace> <claim>",
};
