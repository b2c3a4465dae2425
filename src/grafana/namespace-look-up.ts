import { DataKubernetesNamespaceV1 } from "@cdktf/provider-kubernetes/lib/data-kubernetes-namespace-v1";
import type { Construct } from "constructs";
import { namespaceExists } from "../terraform/postcondition";

/** Looks up Grafana's namespace during Terraform's plan: the apply writes the datasource last, after everything else. */
export class GrafanaNamespaceLookUp extends DataKubernetesNamespaceV1 {
  constructor(scope: Construct, id: string, name: string) {
    super(scope, id, {
      metadata: { name },
      lifecycle: {
        postcondition: [
          namespaceExists(
            `grafana.namespace: no namespace "${name}" for Grafana's datasource. In main.ts, write the namespace in which "kubectl get pods -A" shows Grafana, or leave the setting out.`,
          ),
        ],
      },
    });
  }
}
