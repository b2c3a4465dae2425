import { BlockList, isIP, isIPv4, isIPv6 } from "node:net";
import { assignment, quoted } from "../settings/messages";
import type { SettingsErrorProps } from "../settings/settings-error";

/** The parts of "nfs://nas.example.com/srv", "nas:/srv", "nas:2049" and "[2001:db8::1]:/srv". */
const EXPORT = /^(?:[a-z]\w*:\/\/)?(?:\[([0-9A-Fa-f:.]+)\]|([^\s:/[\]]+))(?::\d+)?:?(\/\S*)?$/i;

/** Reads the server and the path, if any, from an address such as "nas:/srv". Null for other text. */
export function readExport(text: string): { readonly server: string; readonly path: string | null } | null {
  if (isIPv6(text)) return { server: text, path: null };
  const [, address, name, path] = EXPORT.exec(text) ?? [];
  const server = address ?? name;
  return server === undefined ? null : { server, path: path?.replace(/(.)\/+$/, "$1") ?? null };
}

/** Returns the keys of the setting `nfs` that an address means, as code. Null for other text. */
export function nfsFromText(text: string): Readonly<Record<string, string>> | null {
  const written = readExport(text);
  return written === null ? null : { server: quoted(written.server), path: quoted(written.path ?? "…") };
}

/** Names that every resolver maps to the loopback address (RFC 6761), and those of /etc/hosts in common distributions. */
const LOOPBACK_NAME = /^(.+\.)?localhost$|^localhost\d?\.localdomain\d?$|^localhost\d$|^ip6-(localhost|loopback)$/i;

/** The addresses that mean another machine on each node, or none (RFC 6890, RFC 4291). */
const ADDRESSES = {
  "a loopback address": [
    ["127.0.0.0", 8],
    ["::1", 128],
  ],
  "an unspecified address": [
    ["0.0.0.0", 8],
    ["::", 128],
  ],
  "a link-local address": [
    ["169.254.0.0", 16],
    ["fe80::", 10],
  ],
  "a multicast address": [
    ["224.0.0.0", 4],
    ["ff00::", 8],
  ],
  "a broadcast or reserved address": [["240.0.0.0", 4]],
} as const;

const BLOCKS = Object.entries(ADDRESSES).map(([kind, subnets]) => {
  const block = new BlockList();
  for (const [network, prefix] of subnets) block.addSubnet(network, prefix, isIPv4(network) ? "ipv4" : "ipv6");
  return { kind, block };
});

/**
 * Returns what is wrong with a server that has the form of a host, but that no node can reach under it. Null if nothing
 * is known to be wrong.
 */
export function unreachable(server: string, setting: string): SettingsErrorProps | null {
  const address = addressOf(server);
  if (address === null) return problem(server, setting, "which is not an IP address", REMEDY);
  const kind = kindOf(address);
  if (kind !== null) return problem(server, setting, kind, REMEDY);
  if (address === server || isIP(address) === 0 || isIPv6(address)) return null;
  const remedy = `write four numbers without leading zeros, such as ${assignment(setting, quoted(address))}`;
  return problem(server, setting, `which a node reads as ${address}`, remedy);
}

/** Returns the address as resolvers read it: "127.1" is 127.0.0.1. Null if the text can only be a mistyped address. */
function addressOf(server: string): string | null {
  if (isIP(server) !== 0) return server;
  const url = `http://${server}`;
  return URL.canParse(url) ? new URL(url).hostname : null;
}

function kindOf(address: string): string | null {
  if (LOOPBACK_NAME.test(address)) return "a name of the loopback address";
  const family = isIPv4(address) ? "ipv4" : "ipv6";
  return BLOCKS.find(({ block }) => isIP(address) !== 0 && block.check(address, family))?.kind ?? null;
}

const REMEDY = 'write the name or address of the NFS server that "showmount -e <server>" reaches from a node';

function problem(server: string, setting: string, fault: string, remedy: string): SettingsErrorProps {
  return {
    setting,
    got: `${quoted(server)}, ${fault}`,
    expected: "a host name or an IP address of the NFS server that every node reaches",
    why: "every node mounts the export, and at this address would reach itself or nothing",
    remedy,
  };
}
