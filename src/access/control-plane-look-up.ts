import { DataKubernetesEndpointsV1 } from "@cdktf/provider-kubernetes/lib/data-kubernetes-endpoints-v1";
import { DataKubernetesNodes } from "@cdktf/provider-kubernetes/lib/data-kubernetes-nodes";
import { TerraformLocal } from "cdktf";
import type { Construct } from "constructs";
import { postcondition } from "../terraform/postcondition";
import { CIDRS, PORT } from "./control-plane";

/** Looks up the port on which the API servers listen, and from where their proxy reaches pods, during Terraform's plan. */
export class ControlPlaneLookUp {
  /** @param addresses whether the policies use the addresses, too. A later plan updates them. See docs/network.md. */
  constructor(scope: Construct, addresses: boolean) {
    new DataKubernetesEndpointsV1(scope, "api-server", {
      metadata: { name: "kubernetes", namespace: "default" },
      ...(addresses && { lifecycle: { postcondition: [HAS_ADDRESSES] } }),
    });
    new TerraformLocal(scope, "api-server-port", `\${${PORT}}`);
    if (!addresses) return;
    new DataKubernetesNodes(scope, "nodes", {});
    new TerraformLocal(scope, "control-plane-cidrs", `\${${CIDRS}}`);
  }
}

const HAS_ADDRESSES = postcondition(
  "length(flatten([for subset in self.subset : [for address in subset.address : address.ip]])) > 0",
  'access: "kubectl get endpoints kubernetes --namespace default" shows no address of the API server. In main.ts, write access: Access.networkPolicy({ controlPlane: [Peer.addresses("…")] }) with the addresses from which the API server reaches pods.',
);
