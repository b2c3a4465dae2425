import type { Cause } from "../../diagnostics/cause";
import { STATE_LIST } from "../terraform-state";

export const RUNNING: Cause = {
  cause: "Another apply or destroy, or a person with helm, is at it this moment.",
  next: "helm history <release> -n <namespace>",
};

export const INSTALL_ENDED: Cause = {
  cause: "An installation was ended in the middle, and Helm takes it for one that still runs.",
  next: "helm uninstall <release> -n <namespace>, which leaves Loki's claim and volume",
};

export const UPGRADE_ENDED: Cause = {
  cause: "An upgrade was ended in the middle, and Helm takes it for one that still runs.",
  next: "helm rollback <release> <revision> -n <namespace>",
};

export const NOTHING_WORKED: Cause = {
  cause: "An upgrade was ended in the middle, and Helm remembers no revision before it that worked.",
  next: "helm uninstall <release> -n <namespace>, which leaves Loki's claim and volume",
};

export const UNINSTALL_ENDED: Cause = {
  cause: "An uninstallation was ended in the middle, or something of the release couldn't be deleted.",
  next: "helm uninstall <release> -n <namespace>, which goes on with it and leaves Loki's claim and volume",
};

export const UNINSTALLED: Cause = {
  cause: "Somebody has uninstalled it and kept its history, and with that its name is taken.",
  next: "helm uninstall <release> -n <namespace>, which now deletes the history",
};

export const FAILED: Cause = {
  cause: "The first installation failed and left its name behind: another one can't use it.",
  next: "helm uninstall <release> -n <namespace>",
};

export const FAILED_UPGRADE: Cause = {
  cause: "The last upgrade failed and was not taken back; the next apply repeats it.",
  next: "helm history <release> -n <namespace>",
};

export const FOREIGN: Cause = {
  cause: "Somebody else has installed a release of that name into the namespace.",
  next: "helm get metadata <release> -n <namespace>",
};

export const OLDER_PLAN: Cause = {
  cause:
    "Terraform has installed it, and no ConfigMap of this plan is beside it: it is another plan's, or of before ConfigMaps named their plan.",
  next: `${STATE_LIST} helm_release.<release>`,
};
