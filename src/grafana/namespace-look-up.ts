import type { Construct } from "constructs";
import { ExistingNamespace } from "../terraform/existing-namespace";

/** Makes Terraform's plan fail if Grafana's namespace is missing. Otherwise, the apply would fail at its last resource. */
export class GrafanaNamespaceLookUp extends ExistingNamespace {
  constructor(scope: Construct, id: string, name: string) {
    super(scope, id, {
      name,
      missing: `grafana.namespace: no namespace "${name}" for Grafana's datasource. In main.ts, write the namespace that "kubectl get pods -A" shows for Grafana, or leave the setting out.`,
    });
  }
}
