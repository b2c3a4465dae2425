import {
  NetworkPolicyV1,
  type NetworkPolicyV1SpecIngress,
  networkPolicyV1SpecEgressToTerraform,
  networkPolicyV1SpecIngressToTerraform,
} from "@cdktf/provider-kubernetes/lib/network-policy-v1";
import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";
import type { PeerModel } from "./peer";
import { CURRENT, type LookedUpRule, type Policy, type Rule } from "./policies";

/** The label of every namespace with its name. @see https://kubernetes.io/docs/reference/labels-annotations-taints/ */
const NAMESPACE_NAME = "kubernetes.io/metadata.name";

export class AccessPolicy extends NetworkPolicyV1 {
  constructor(scope: Construct, id: string, policy: Policy, dependsOn: readonly ITerraformDependable[]) {
    const { name, namespace, pods, ingress, egress, lookedUp } = policy;
    super(scope, id, {
      metadata: { name, namespace },
      spec: {
        podSelector: { matchLabels: { ...pods } },
        policyTypes: [...policyTypes(policy)],
        ingress: ingress.map(ingressBlock),
        ...(egress && { egress: egress.map(egressBlock) }),
      },
      dependsOn: [...dependsOn],
    });
    for (const direction of ["ingress", "egress"] as const) {
      const blocks = lookedUp.filter((rule) => rule.direction === direction).map(dynamicBlock);
      if (blocks.length > 0) this.addOverride(`spec.dynamic.${direction}`, blocks);
    }
  }
}

/** The directions that a policy restricts. */
function policyTypes({ egress }: Policy): readonly string[] {
  return ["Ingress", ...(egress === null ? [] : ["Egress"])];
}

/** @see https://developer.hashicorp.com/terraform/language/expressions/dynamic-blocks */
function dynamicBlock({ direction, each, rule }: LookedUpRule) {
  const isIngress = direction === "ingress";
  const content = isIngress
    ? networkPolicyV1SpecIngressToTerraform(ingressBlock(rule))
    : networkPolicyV1SpecEgressToTerraform(egressBlock(rule));
  return { for_each: `\${${each}}`, content };
}

function ingressBlock({ peers, ports }: Rule) {
  return { from: selectors(peers, "ingress"), ports: ports.map(portBlock) };
}

function egressBlock({ peers, ports }: Rule) {
  return { to: selectors(peers, "egress"), ports: ports.map(portBlock) };
}

type Selector = NonNullable<Exclude<NetworkPolicyV1SpecIngress["from"], { resolve: unknown }>>[number];

/** Without selectors, a rule admits everybody. */
function selectors(peers: Rule["peers"], direction: string): Selector[] {
  return peers === "anywhere" ? [] : peers.flatMap((peer) => selectorsOf(peer, direction));
}

/**
 * The selector of a whole namespace includes an empty one of pods: OpenShift leaves out pods on the host's network
 * otherwise.
 * @see https://docs.redhat.com/en/documentation/openshift_container_platform/4.18/html/network_security/network-policy
 */
function selectorsOf(peer: PeerModel, direction: string): readonly Selector[] {
  if (peer.kind === "addresses")
    return peer.cidrs.map((cidr) => ({ ipBlock: { cidr: cidr === CURRENT ? `\${${direction}.value}` : cidr } }));
  return [
    {
      namespaceSelector: { matchLabels: { [NAMESPACE_NAME]: peer.namespace } },
      podSelector: { matchLabels: peer.kind === "pods" ? { ...peer.labels } : {} },
    },
  ];
}

function portBlock({ protocol, port }: Rule["ports"][number]) {
  return { protocol, ...(port !== null && { port }) };
}
