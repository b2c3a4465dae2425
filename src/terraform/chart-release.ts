import { Release } from "@cdktf/provider-helm/lib/release";
import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";
import type { Duration } from "../units";
import type { ChartModel } from "./artefacts";
import { DIGEST_COMMENT } from "./chart-verification";
import { escapeTerraform } from "./escape";

export interface ChartReleaseProps {
  readonly name: string;
  readonly namespace: string;
  readonly chart: ChartModel;
  /** The chart's values, as YAML. */
  readonly values: string;
  /**
   * Values by path that are known only after apply, because they come from another resource.
   * @default - none
   */
  readonly references?: Readonly<Record<string, string>> | undefined;
  /** How long Helm waits for a rollout before it rolls back. */
  readonly timeout: Duration;
  readonly dependsOn: readonly ITerraformDependable[];
}

/**
 * A Helm release that is either ready or absent: a failed installation or upgrade is rolled back and cleaned up, so that
 * the next apply can retry it.
 */
export class ChartRelease extends Release {
  constructor(scope: Construct, id: string, props: ChartReleaseProps) {
    const { repository, chart, version, digest } = props.chart;
    super(scope, id, {
      name: props.name,
      namespace: props.namespace,
      ...(repository !== null && { repository: escapeTerraform(repository) }),
      chart: escapeTerraform(chart),
      version,
      values: [escapeTerraform(props.values)],
      ...(props.references && { set: Object.entries(props.references).map(([name, value]) => ({ name, value })) }),
      atomic: true,
      cleanupOnFail: true,
      timeout: props.timeout.toSeconds(),
      dependsOn: [...props.dependsOn],
    });
    if (repository !== null && digest !== null) this.addOverride(DIGEST_COMMENT.join("."), digest);
  }
}
