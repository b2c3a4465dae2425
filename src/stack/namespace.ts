import { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1";
import type { Construct } from "constructs";
import { ExistingNamespace } from "../terraform/existing-namespace";
import { postcondition } from "../terraform/postcondition";
import { DRILL_LEVEL, ENFORCE, LEVEL, LEVEL_LABELS } from "./workloads";

export class LogNamespace extends NamespaceV1 {
  constructor(scope: Construct, id: string, name: string) {
    super(scope, id, { metadata: { name, labels: { [ENFORCE]: LEVEL } } });
  }
}

/** Looks up an existing namespace during Terraform's plan, which fails if the namespace would reject the stack's pods. */
export class NamespaceLookUp extends ExistingNamespace {
  constructor(scope: Construct, id: string, name: string) {
    super(scope, id, {
      name,
      missing: `namespace: no namespace "${name}". Create it, or set namespace.create: true in main.ts so that the stack creates it.`,
      postconditions: [
        postcondition(
          `try(self.metadata[0].labels["${ENFORCE}"], "${LEVEL}") == "${LEVEL}"`,
          `namespace: "${name}" enforces a Pod Security level that rejects host paths, through which the agents read the nodes' logs. Run "kubectl label namespace ${name} ${ENFORCE}=${LEVEL} --overwrite", or let the stack create another namespace.`,
        ),
      ],
    });
  }
}

/** The pods of verify need no rights at all. So the right to create pods here gives no access to a node. */
export class DrillNamespace extends NamespaceV1 {
  constructor(scope: Construct, id: string, name: string) {
    super(scope, id, {
      metadata: { name, labels: Object.fromEntries(LEVEL_LABELS.map((label) => [label, DRILL_LEVEL])) },
    });
  }
}

/** Makes Terraform's plan fail if the namespace of the drill is missing. Verify would fail only after the apply. */
export class DrillNamespaceLookUp extends ExistingNamespace {
  constructor(scope: Construct, id: string, name: string) {
    super(scope, id, {
      name,
      missing: `drill.namespace: no namespace "${name}". Create it, or set drill.create: true in main.ts so that the stack creates it.`,
    });
  }
}
