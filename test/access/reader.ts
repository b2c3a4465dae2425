/**
 * Reads Kubernetes NetworkPolicies with their documented semantics, independently of the code that creates them.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/networking/network-policy-v1/
 */

type Labels = Readonly<Record<string, string>>;

/** One end of a connection. An address without a namespace is outside the pod network. */
export interface End {
  readonly address: string;
  readonly namespace?: string;
  readonly labels?: Labels;
}

/** A policy in Terraform's JSON. */
// biome-ignore lint/suspicious/noExplicitAny: Terraform's JSON has no type
export type Policy = any;

/** Whether the policies admit a TCP connection to this port of the target. */
export function admits(policies: readonly Policy[], from: End, to: End, port: string, protocol = "TCP"): boolean {
  return passes(policies, "Ingress", to, from, port, protocol) && passes(policies, "Egress", from, to, port, protocol);
}

function passes(
  policies: readonly Policy[],
  direction: "Ingress" | "Egress",
  own: End,
  other: End,
  port: string,
  protocol: string,
): boolean {
  const isolating = policies.filter(
    ({ metadata, spec }) =>
      metadata.namespace === own.namespace &&
      spec.policy_types.includes(direction) &&
      hasLabels(own.labels, spec.pod_selector.match_labels),
  );
  if (isolating.length === 0) return true;
  const [rules, peers] = direction === "Ingress" ? (["ingress", "from"] as const) : (["egress", "to"] as const);
  return isolating
    .flatMap(({ spec }) => spec[rules] ?? [])
    .some((rule) => matchesPort(rule.ports, port, protocol) && matchesPeer(rule[peers], other));
}

/** A rule without ports has every port. */
function matchesPort(
  ports: readonly { protocol: string; port?: string }[] = [],
  port: string,
  protocol: string,
): boolean {
  return ports.length === 0 || ports.some((one) => one.protocol === protocol && (one.port ?? port) === port);
}

/** A rule without peers admits everybody. */
// biome-ignore lint/suspicious/noExplicitAny: Terraform's JSON has no type
function matchesPeer(peers: readonly any[] = [], { address, namespace, labels }: End): boolean {
  if (peers.length === 0) return true;
  return peers.some(({ ip_block, namespace_selector, pod_selector }) => {
    if (ip_block !== undefined) return contains(ip_block.cidr, address);
    if (namespace === undefined) return false;
    const isNamespace = hasLabels({ "kubernetes.io/metadata.name": namespace }, namespace_selector.match_labels);
    return isNamespace && hasLabels(labels, pod_selector.match_labels);
  });
}

function hasLabels(labels: Labels = {}, selector: Labels): boolean {
  return Object.entries(selector).every(([key, value]) => labels[key] === value);
}

function contains(cidr: string, address: string): boolean {
  const [network = "", length = ""] = cidr.split("/");
  if (address.includes(":") || network.includes(":")) return address === network && length === "128";
  const shift = 2 ** (32 - Number(length));
  return Math.floor(number(address) / shift) === Math.floor(number(network) / shift);
}

function number(address: string): number {
  return address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
}
