/** The model of a peer. */
export type PeerModel =
  | { readonly kind: "namespace"; readonly namespace: string }
  | { readonly kind: "pods"; readonly namespace: string; readonly labels: Readonly<Record<string, string>> }
  | { readonly kind: "addresses"; readonly cidrs: readonly string[] };

/** Pods of one namespace. */
export interface PodPeerProps {
  /** The namespace of the pods. */
  readonly namespace: string;
  /** Labels that all of these pods have. */
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * Something that may connect to Loki or the agents.
 */
export class Peer {
  /** Every pod of a namespace. */
  static namespace(name: string): Peer {
    return new Peer({ kind: "namespace", namespace: name });
  }

  /**
   * The pods of a namespace with these labels. Anyone who can create pods in the namespace can set them.
   * @param props such as { namespace: "grafana", labels: { "app.kubernetes.io/name": "grafana" } }
   */
  static pods(props: PodPeerProps): Peer {
    return new Peer({ kind: "pods", ...props });
  }

  /**
   * Addresses outside the pod network, such as those of nodes.
   * @param cidrs such as "192.0.2.10/32" or "2001:db8::/64"
   */
  static addresses(...cidrs: readonly string[]): Peer {
    return new Peer({ kind: "addresses", cidrs });
  }

  private constructor(readonly choice: PeerModel) {
    Object.freeze(this);
  }
}
