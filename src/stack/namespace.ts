import { DataKubernetesNamespaceV1 } from "@cdktf/provider-kubernetes/lib/data-kubernetes-namespace-v1";
import { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1";
import type { Construct } from "constructs";
import { condition } from "../terraform/condition";
import { forTerraform } from "../terraform/text";
import { ENFORCE, LEVEL } from "./pod-security";

export class LogNamespace extends NamespaceV1 {
  constructor(scope: Construct, id: string, name: string) {
    super(scope, id, { metadata: { name, labels: { [ENFORCE]: LEVEL } } });
  }
}

/** What a looked-up namespace has to be; Terraform's provider finds one that isn't there without a word. */
export function isThere(otherwise: string) {
  return { condition: condition('try(self.metadata[0].uid, "") != ""'), errorMessage: forTerraform(otherwise) };
}

/** Looks an existing namespace up when Terraform plans, and refuses where it would let no pod of this plan in. */
export class NamespaceLookUp extends DataKubernetesNamespaceV1 {
  constructor(scope: Construct, id: string, name: string) {
    super(scope, id, {
      metadata: { name },
      lifecycle: {
        postcondition: [
          isThere(
            `namespace: there is no namespace "${name}". Create it, or let the plan do so with namespace.create: true.`,
          ),
          {
            condition: condition(`try(self.metadata[0].labels["${ENFORCE}"], "${LEVEL}") == "${LEVEL}"`),
            errorMessage: forTerraform(
              `namespace: "${name}" enforces a Pod Security level that refuses the agents, which read the nodes' files. Label it with "kubectl label namespace ${name} ${ENFORCE}=${LEVEL} --overwrite", or let the plan create another one.`,
            ),
          },
        ],
      },
    });
  }
}
