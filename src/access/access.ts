import type { Peer } from "./peer";

/** Who may connect to Loki and the agents. */
export interface NetworkPolicySettings {
  /**
   * Peers that query Loki or push to it.
   * @default - Grafana's namespace
   */
  readonly from?: readonly Peer[];
  /**
   * Peers that read the metrics of Loki and the agents. They reach everything else on the same ports, too.
   * @default - Alertmanager's namespace, in which Prometheus usually runs
   */
  readonly metrics?: readonly Peer[];
  /**
   * Addresses or pods from which the API server's proxy reaches pods on other nodes. Verify and preflight use it.
   * @default - the addresses that Terraform's plan looks up, and the Konnectivity agents in kube-system
   */
  readonly controlPlane?: readonly Peer[];
}

export type AccessChoice =
  | { readonly kind: "open" }
  | { readonly kind: "networkPolicy"; readonly settings: NetworkPolicySettings };

/**
 * Who may connect to the stack's pods. Neither Loki nor Alloy has authentication, so the network decides.
 */
export class Access {
  /**
   * Network policies that admit only those that need Loki and the agents.
   * @param settings such as { from: [Peer.namespace("grafana")] }
   * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
   */
  static networkPolicy(settings: NetworkPolicySettings = {}): Access {
    return new Access({ kind: "networkPolicy", settings });
  }

  /** No policies: every pod of the cluster can read all logs, forge them, and stop Loki. */
  static open(): Access {
    return new Access({ kind: "open" });
  }

  private constructor(readonly choice: AccessChoice) {
    Object.freeze(this);
  }
}
