import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";
import { escapeTerraform } from "./escape";

export interface TextConfigMapProps {
  readonly name: string;
  readonly namespace: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** Files by their name, unescaped. */
  readonly data: Readonly<Record<string, string>>;
  readonly dependsOn: readonly ITerraformDependable[];
}

/** A ConfigMap with text files. */
export class TextConfigMap extends ConfigMapV1 {
  constructor(scope: Construct, id: string, props: TextConfigMapProps) {
    const { name, namespace, labels, annotations, data, dependsOn } = props;
    super(scope, id, {
      ...escapeTerraform({ metadata: { name, namespace, ...(labels && { labels }), annotations }, data }),
      dependsOn: [...dependsOn],
    });
  }
}
