import { DataKubernetesNamespaceV1 } from "@cdktf/provider-kubernetes/lib/data-kubernetes-namespace-v1";
import type { Construct } from "constructs";
import { isThere } from "../stack/namespace";

/** Looks Grafana's namespace up when Terraform plans: the datasource is written last, when all else has been changed. */
export class GrafanaNamespaceLookUp extends DataKubernetesNamespaceV1 {
  constructor(scope: Construct, id: string, name: string) {
    super(scope, id, {
      metadata: { name },
      lifecycle: {
        postcondition: [
          isThere(
            `grafana.namespace: there is no namespace "${name}" for Grafana's datasource. Write the one in which "kubectl get pods -A" shows Grafana into main.ts, or leave the setting out.`,
          ),
        ],
      },
    });
  }
}
