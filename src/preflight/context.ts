import type { V1Node } from "@kubernetes/client-node";
import type { Deployment } from "../deployment";
import type { Cluster } from "../live/cluster/cluster";
import type { Link } from "../live/link";

/** What the links of preflight look at. */
export interface PreflightContext {
  /** What would be deployed. */
  readonly deployment: Deployment;
  readonly cluster: Cluster;
  /** Every node, asked for once. */
  readonly nodes: () => Promise<readonly V1Node[]>;
}

export type PreflightLink = Link<PreflightContext>;
