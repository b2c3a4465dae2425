import type { V1Node } from "@kubernetes/client-node";
import type { Link } from "../diagnostics/diagnostic";
import type { Cluster } from "../kube/cluster";
import type { RenderedStack } from "../stack/rendered-stack";
import type { InOwnNamespace } from "./own-namespace";

/** What the links of preflight look at. */
export interface PreflightContext {
  /** What would be deployed. */
  readonly deployment: RenderedStack;
  readonly cluster: Cluster;
  /** Where the Alertmanager is asked directly; null for the API server's proxy. */
  readonly alertmanagerUrl: string | null;
  readonly inOwnNamespace: InOwnNamespace;
  /** Every node, asked for once. */
  readonly nodes: () => Promise<readonly V1Node[]>;
}

export type PreflightLink = Link<PreflightContext>;
