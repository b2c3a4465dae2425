import type { V1Node } from "@kubernetes/client-node";
import type { Link } from "../diagnostics/diagnostic";
import type { Metrics } from "../diagnostics/metrics";
import type { Cluster } from "../kube/cluster";
import type { HttpService } from "../kube/http-service";
import type { RenderedStack } from "../stack/rendered-stack";
import type { Drill } from "./drill";

/** What the links of verify look at. */
export interface VerifyContext {
  /** What is here, and should be there. */
  readonly deployment: RenderedStack;
  readonly cluster: Cluster;
  readonly loki: HttpService;
  /** What Loki had counted when this run first asked, which it does once. */
  readonly lokiBefore: () => Promise<Metrics>;
  /** Null where the plan tells nobody. */
  readonly alertmanager: HttpService | null;
  /** Null where nobody said how to ask it. */
  readonly grafana: HttpService | null;
  /** The pods that write a marker, which exist once a link asks for them; null for a run that only reads. */
  readonly drill: Drill | null;
  /** Every node, asked for once. */
  readonly nodes: () => Promise<readonly V1Node[]>;
  /** The nodes of which the agents' work is expected, the same for every link. */
  readonly agentNodes: () => Promise<readonly V1Node[]>;
}

export type VerifyLink = Link<VerifyContext>;
