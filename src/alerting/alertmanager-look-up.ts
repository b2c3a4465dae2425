import { DataKubernetesServiceV1 } from "@cdktf/provider-kubernetes/lib/data-kubernetes-service-v1";
import type { Construct } from "constructs";
import { postcondition } from "../terraform/postcondition";
import type { AlertmanagerModel } from "./model";

/** Reads Alertmanager's Service during terraform plan, and fails the plan if alerts couldn't be delivered. */
export class AlertmanagerLookUp extends DataKubernetesServiceV1 {
  constructor(scope: Construct, id: string, { service, namespace, port }: AlertmanagerModel) {
    super(scope, id, {
      metadata: { name: service, namespace },
      lifecycle: {
        postcondition: [
          postcondition(
            "self.spec != null",
            `alertmanager: namespace "${namespace}" has no Service "${service}", so no alert would be delivered. Set it in main.ts to the Service that "kubectl get service -A" shows for Alertmanager.`,
          ),
          postcondition(
            // An ExternalName needs no ports.
            `self.spec == null || try(self.spec[0].type == "ExternalName" || contains(self.spec[0].port[*].port, ${port}), false)`,
            `alertmanager.port: the Service "${service}" in namespace "${namespace}" has no port ${port}. Set it in main.ts to the port that "kubectl get service -n ${namespace} ${service}" shows.`,
          ),
        ],
      },
    });
  }
}
