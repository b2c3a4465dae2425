import { DataKubernetesNamespaceV1 } from "@cdktf/provider-kubernetes/lib/data-kubernetes-namespace-v1";
import type { Construct } from "constructs";
import { type Postcondition, postcondition } from "./postcondition";

export interface ExistingNamespaceProps {
  readonly name: string;
  /** The error if it is missing. */
  readonly missing: string;
  /** Further requirements. */
  readonly postconditions?: readonly Postcondition[];
}

/** Looks up a namespace during Terraform's plan, which fails if it is missing. The provider's look-up alone succeeds. */
export class ExistingNamespace extends DataKubernetesNamespaceV1 {
  constructor(scope: Construct, id: string, { name, missing, postconditions = [] }: ExistingNamespaceProps) {
    const exists = postcondition('try(self.metadata[0].uid, "") != ""', missing);
    super(scope, id, { metadata: { name }, lifecycle: { postcondition: [exists, ...postconditions] } });
  }
}
