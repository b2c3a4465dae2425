import { DataKubernetesServerVersion } from "@cdktf/provider-kubernetes/lib/data-kubernetes-server-version";
import type { Construct } from "constructs";
import { condition } from "../terraform/condition";
import { forTerraform } from "../terraform/text";
import { OLDEST_MINOR } from "./kubernetes-version";

/** Looks the cluster's version up when Terraform plans: Helm would refuse an old one in the middle of the apply. */
export class ServerVersionLookUp extends DataKubernetesServerVersion {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      lifecycle: {
        postcondition: [
          {
            // Providers write more behind the number: "27+".
            condition: condition(
              `try(tonumber(self.major) > 1 || tonumber(regex("^[0-9]+", self.minor)) >= ${OLDEST_MINOR}, true)`,
            ),
            errorMessage: forTerraform(
              `the cluster is older than Kubernetes 1.${OLDEST_MINOR}, on which the chart of Loki can't be installed. Upgrade the cluster, or deploy to another: terraform.context, or KUBE_CTX.`,
            ),
          },
        ],
      },
    });
  }
}
