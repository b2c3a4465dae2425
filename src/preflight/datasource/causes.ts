import type { Cause } from "../../diagnostics/cause";

export const OF_RELEASE: Cause = {
  cause:
    "A Helm release brings a datasource of its own, as the chart loki-stack does, or kube-prometheus-stack by additionalDataSources.",
  next: "helm get values --all <release> --namespace <release-namespace>, to see what turns it off; or uninstall what isn't used any more",
};

export const LEFTOVER: Cause = {
  cause: "An earlier installation of Loki, or somebody by hand, has left it there.",
  next: "kubectl --namespace <namespace> get configmap <configmap> --output yaml --show-managed-fields, to see whose it is; delete a leftover of your own",
};
