import { DataKubernetesNamespaceV1 } from "@cdktf/provider-kubernetes/lib/data-kubernetes-namespace-v1";
import type { Construct } from "constructs";
import { namespaceExists } from "../terraform/postcondition";

/** Makes Terraform's plan fail if Grafana's namespace is missing. Otherwise, the apply would fail at its last resource. */
export class GrafanaNamespaceLookUp extends DataKubernetesNamespaceV1 {
  constructor(scope: Construct, id: string, name: string) {
    super(scope, id, {
      metadata: { name },
      lifecycle: {
        postcondition: [
          namespaceExists(
            `grafana.namespace: no namespace "${name}" for Grafana's datasource. In main.ts, write the namespace that "kubectl get pods -A" shows for Grafana, or leave the setting out.`,
          ),
        ],
      },
    });
  }
}
