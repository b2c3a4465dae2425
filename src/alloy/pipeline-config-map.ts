import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";
import { escapeTerraform } from "../terraform/text";
import { PIPELINE_KEY } from "./chart-values";

export interface PipelineConfigMapProps {
  /** How its name begins; the API server writes the rest. */
  readonly prefix: string;
  readonly namespace: string;
  readonly annotations: Readonly<Record<string, string>>;
  readonly pipeline: string;
  readonly dependsOn: readonly ITerraformDependable[];
}

/**
 * A pipeline in a ConfigMap whose text never changes: another pipeline is another ConfigMap, so that it is a rollout, and
 * the old one is deleted only when the release has the new one. A release that is rolled back finds what it had.
 */
export class PipelineConfigMap extends ConfigMapV1 {
  constructor(scope: Construct, id: string, props: PipelineConfigMapProps) {
    const { prefix, namespace, annotations, pipeline, dependsOn } = props;
    super(scope, id, {
      ...escapeTerraform({
        metadata: { generateName: `${prefix}-`, namespace, annotations },
        data: { [PIPELINE_KEY]: pipeline },
      }),
      immutable: true,
      lifecycle: { createBeforeDestroy: true },
      dependsOn: [...dependsOn],
    });
  }
}
