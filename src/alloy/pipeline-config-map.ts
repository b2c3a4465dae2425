import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";
import { escapeTerraform } from "../terraform/escape";
import { PIPELINE_KEY } from "./chart-values";

export interface PipelineConfigMapProps {
  /** The prefix of its name; the API server generates the rest. */
  readonly prefix: string;
  readonly namespace: string;
  readonly annotations: Readonly<Record<string, string>>;
  readonly pipeline: string;
  readonly dependsOn: readonly ITerraformDependable[];
}

/**
 * An immutable ConfigMap with a pipeline. Changing the pipeline creates another ConfigMap, which causes a rollout. The
 * old ConfigMap is deleted only after the release uses the new one, so Helm can roll the release back.
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
