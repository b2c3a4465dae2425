import { DataKubernetesEndpointsV1 } from "@cdktf/provider-kubernetes/lib/data-kubernetes-endpoints-v1";
import { DataKubernetesNodes } from "@cdktf/provider-kubernetes/lib/data-kubernetes-nodes";
import { TerraformLocal } from "cdktf";
import type { Construct } from "constructs";
import { postcondition } from "../terraform/postcondition";
import { CIDRS, PORT } from "./control-plane";

/**
 * Looks up from where the API server's proxy reaches pods, during Terraform's plan. A later plan updates the policies.
 * @see docs/network.md
 */
export class ControlPlaneLookUp {
  constructor(scope: Construct) {
    new DataKubernetesEndpointsV1(scope, "api-server", {
      metadata: { name: "kubernetes", namespace: "default" },
      lifecycle: {
        postcondition: [
          postcondition(
            "length(flatten([for subset in self.subset : [for address in subset.address : address.ip]])) > 0",
            'access: "kubectl get endpoints kubernetes --namespace default" shows no address of the API server. In main.ts, write access: Access.networkPolicy({ controlPlane: [Peer.addresses("…")] }) with the addresses from which the API server reaches pods.',
          ),
        ],
      },
    });
    new DataKubernetesNodes(scope, "nodes", {});
    new TerraformLocal(scope, "control-plane-cidrs", `\${${CIDRS}}`);
    new TerraformLocal(scope, "api-server-port", `\${${PORT}}`);
  }
}
