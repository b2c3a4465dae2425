import { DataKubernetesServerVersion } from "@cdktf/provider-kubernetes/lib/data-kubernetes-server-version";
import type { Construct } from "constructs";
import { postcondition } from "../terraform/postcondition";
import { OLDEST_MINOR } from "./model";

/** Makes Terraform's plan fail on an old cluster. Without this look-up, Helm would fail in the middle of the apply. */
export class ServerVersionLookUp extends DataKubernetesServerVersion {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      lifecycle: {
        postcondition: [
          postcondition(
            // Some cloud providers append a suffix, such as "27+".
            `try(tonumber(self.major) > 1 || tonumber(regex("^[0-9]+", self.minor)) >= ${OLDEST_MINOR}, true)`,
            `the cluster is older than Kubernetes 1.${OLDEST_MINOR}, which Loki's chart requires. Upgrade the cluster, or select another one with terraform.context or KUBE_CTX.`,
          ),
        ],
      },
    });
  }
}
