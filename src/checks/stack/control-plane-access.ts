import type { Check } from "../check";

export const controlPlaneAccess: Check = {
  id: "control-plane-access",
  title: "The API server's proxy can reach Loki and the agents",
  severity: "warning",
  why: "verify and preflight use that proxy; a network that enforces policies drops its connections to pods on other nodes",
  remedy: "turn on terraform.lookUps, or list the addresses from which the API server reaches pods (docs/network.md)",
  evidence:
    "docs/network.md: the API server connects from an address of its node or through a Konnectivity agent; sigs.k8s.io/kube-network-policies drops such a connection without a rule",
  find({ model: { access } }) {
    if (access.kind === "open") return [];
    const { lookUp, isDeclared, peers } = access.controlPlane;
    if (lookUp || (isDeclared && peers.length > 0)) return [];
    return [
      {
        setting: "access.controlPlane",
        got: isDeclared ? "no peers" : "nothing, and terraform.lookUps is false",
        expected: "the addresses or pods from which the API server reaches pods",
        remedy: `write access: Access.networkPolicy({ controlPlane: [Peer.addresses("192.0.2.10/32")] }) with the addresses of the API server that docs/network.md shows for your distribution, ${isDeclared ? "leave controlPlane out with terraform.lookUps turned on" : "write terraform: { lookUps: true }"}, or accept the finding`,
      },
    ];
  },
};
