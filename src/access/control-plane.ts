/** From where the API server's proxy reaches pods, in Terraform's language (docs/network.md). */

const ENDPOINTS = "data.kubernetes_endpoints_v1.api-server";
const NODES = "data.kubernetes_nodes.nodes";

/** The expressions that policies use. */
export const CONTROL_PLANE_CIDRS = "local.control-plane-cidrs";
export const API_SERVER_PORT = "local.api-server-port";

const SERVERS = `flatten([for subset in ${ENDPOINTS}.subset : [for address in subset.address : address.ip]])`;
const PORTS = `flatten([for subset in ${ENDPOINTS}.subset : [for port in subset.port : tostring(port.port)]])`;

/** Calico writes the address of each tunnel on the node. */
const CALICO_TUNNELS = [
  ...["IPv4IPIPTunnelAddr", "IPv4VXLANTunnelAddr", "IPv4WireguardInterfaceAddr"],
  ...["IPv6VXLANTunnelAddr", "IPv6WireguardInterfaceAddr"],
].map((name) => `projectcalico.org/${name}`);

const ANNOTATIONS = "node.metadata[0].annotations";
const POD_CIDRS = "coalesce(node.spec[0].pod_cidrs, [])";

/** The nodes of the control plane: by their label, or because the API server has their address. */
const CONTROL_PLANE_NODES = `[for node in ${NODES}.nodes : node if can(node.metadata[0].labels["node-role.kubernetes.io/control-plane"]) || length(setintersection(${SERVERS}, node.status[0].addresses[*].address)) > 0]`;

/**
 * The addresses from which a node reaches pods on other nodes: its own, or that of its tunnel. With Flannel this is the
 * first address of the node's pod range, with Antrea the second. Other plugins give these addresses to pods, so only the
 * annotation of the plugin counts.
 */
const NODE_ADDRESSES = [
  `[for address in node.status[0].addresses : address.address if address.type == "InternalIP"]`,
  `[for range in ${POD_CIDRS} : cidrhost(range, 0) if can(${ANNOTATIONS}["flannel.alpha.coreos.com/backend-type"])]`,
  `[for range in ${POD_CIDRS} : cidrhost(range, 1) if can(${ANNOTATIONS}["node.antrea.io/mac-address"])]`,
  `[for name in ${JSON.stringify(CALICO_TUNNELS)} : try(${ANNOTATIONS}[name], "")]`,
];

const ADDRESSES = `distinct(compact(flatten(concat(${SERVERS}, [for node in ${CONTROL_PLANE_NODES} : concat(${NODE_ADDRESSES.join(", ")})]))))`;

/** The addresses as ranges. */
export const CIDRS = `sort([for address in ${ADDRESSES} : length(regexall(":", address)) > 0 ? "\${address}/128" : "\${address}/32"])`;

/** The first port on which the API servers listen. */
export const PORT = `try(sort(distinct(${PORTS}))[0], "6443")`;
