import { DataKubernetesServerVersion } from "@cdktf/provider-kubernetes/lib/data-kubernetes-server-version";
import type { Construct } from "constructs";
import { postcondition } from "../terraform/postcondition";
import { OLDEST_MINOR } from "./model";

/** Looks up the cluster's version during Terraform's plan; otherwise Helm rejects an old one in the middle of the apply. */
export class ServerVersionLookUp extends DataKubernetesServerVersion {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      lifecycle: {
        postcondition: [
          postcondition(
            // Cloud providers append to the number: "27+".
            `try(tonumber(self.major) > 1 || tonumber(regex("^[0-9]+", self.minor)) >= ${OLDEST_MINOR}, true)`,
            `the cluster is older than Kubernetes 1.${OLDEST_MINOR}, which Loki's chart requires. Upgrade the cluster, or choose another one with terraform.context or KUBE_CTX.`,
          ),
        ],
      },
    });
  }
}
