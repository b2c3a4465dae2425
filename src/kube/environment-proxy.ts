import { BlockList, isIP } from "node:net";

/**
 * The proxy that the environment names for an address, as kubectl, Helm and Terraform read it; null for none.
 * @see https://pkg.go.dev/golang.org/x/net/http/httpproxy
 */
export function proxyFor({ protocol, hostname, port }: URL, environment: NodeJS.ProcessEnv): string | null {
  const proxy = variable(environment, protocol === "http:" ? "HTTP_PROXY" : "HTTPS_PROXY");
  const host = hostname.replace(/^\[|\]$/g, "");
  if (proxy === "" || isOfThisMachine(host)) return null;
  const exempt = variable(environment, "NO_PROXY")
    .toLowerCase()
    .split(/[\s,]+/);
  const asked = port || (protocol === "http:" ? "80" : "443");
  if (exempt.some((entry) => isMeant(entry, host, asked))) return null;
  return proxy.includes("://") ? proxy : `http://${proxy}`;
}

function variable(environment: NodeJS.ProcessEnv, name: string): string {
  return environment[name] || environment[name.toLowerCase()] || "";
}

function isOfThisMachine(host: string): boolean {
  return host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
}

/** An entry is a name, an address or a range of addresses; a name also means those below it. */
function isMeant(entry: string, host: string, port: string): boolean {
  if (entry === "*" || entry.replace(/^\[|\]$/g, "") === host) return true;
  if (entry.includes("/")) return isIP(host) !== 0 && isInRange(host, entry);
  const { name = "", of = port } = /^(?:\*(?=\.))?(?<name>[^:]+)(?::(?<of>\d+))?$/.exec(entry)?.groups ?? {};
  if (name === "" || of !== port) return false;
  return host === name || host.endsWith(name.startsWith(".") ? name : `.${name}`);
}

function isInRange(host: string, range: string): boolean {
  const [network = "", bits = ""] = range.split("/");
  const [family, most] = isIP(host) === 6 ? (["ipv6", 128] as const) : (["ipv4", 32] as const);
  if (isIP(network) !== isIP(host) || !/^\d+$/.test(bits) || Number(bits) > most) return false;
  const hosts = new BlockList();
  hosts.addSubnet(network, Number(bits), family);
  return hosts.check(host, family);
}
