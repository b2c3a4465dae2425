import { DataKubernetesNamespaceV1 } from "@cdktf/provider-kubernetes/lib/data-kubernetes-namespace-v1";
import { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1";
import type { Construct } from "constructs";
import { namespaceExists, postcondition } from "../terraform/postcondition";
import { ENFORCE, LEVEL } from "./workloads";

export class LogNamespace extends NamespaceV1 {
  constructor(scope: Construct, id: string, name: string) {
    super(scope, id, { metadata: { name, labels: { [ENFORCE]: LEVEL } } });
  }
}

/** Looks up an existing namespace during Terraform's plan, which fails if the namespace would reject the stack's pods. */
export class NamespaceLookUp extends DataKubernetesNamespaceV1 {
  constructor(scope: Construct, id: string, name: string) {
    super(scope, id, {
      metadata: { name },
      lifecycle: {
        postcondition: [
          namespaceExists(
            `namespace: no namespace "${name}". Create it, or set namespace.create: true in main.ts so that the stack creates it.`,
          ),
          postcondition(
            `try(self.metadata[0].labels["${ENFORCE}"], "${LEVEL}") == "${LEVEL}"`,
            `namespace: "${name}" enforces a Pod Security level that rejects the agents, which read the nodes' files. Run "kubectl label namespace ${name} ${ENFORCE}=${LEVEL} --overwrite", or let the stack create another namespace.`,
          ),
        ],
      },
    });
  }
}
