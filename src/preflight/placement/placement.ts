import type { ResourcesModel } from "../../cluster/resources";
import type { Toleration } from "../../cluster/taints";

/** A kind of the plan's pods, as far as the scheduler looks at it. */
export interface Placement {
  readonly name: string;
  readonly tolerations: readonly Toleration[];
  /** Labels that a node must have. */
  readonly nodeSelector: Readonly<Record<string, unknown>>;
  readonly resources: Pick<ResourcesModel, "cpuRequest" | "memoryRequest">;
}
