import { BlockList, isIP } from "node:net";

/**
 * Returns the proxy that the environment sets for a URL, as kubectl, Helm and Terraform read it, or null.
 * @see https://pkg.go.dev/golang.org/x/net/http/httpproxy
 */
export function proxyFor({ protocol, hostname, port }: URL, environment: NodeJS.ProcessEnv): string | null {
  const proxy = variable(environment, protocol === "http:" ? "HTTP_PROXY" : "HTTPS_PROXY");
  const host = hostname.replace(/^\[|\]$/g, "");
  if (proxy === "" || isLoopback(host)) return null;
  const exemptions = variable(environment, "NO_PROXY")
    .toLowerCase()
    .split(/[\s,]+/);
  const effectivePort = port || (protocol === "http:" ? "80" : "443");
  if (exemptions.some((entry) => matches(entry, host, effectivePort))) return null;
  return proxy.includes("://") ? proxy : `http://${proxy}`;
}

function variable(environment: NodeJS.ProcessEnv, name: string): string {
  return environment[name] || environment[name.toLowerCase()] || "";
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
}

/** An entry is a name, an address or a range of addresses. A name includes its subdomains. */
function matches(entry: string, host: string, port: string): boolean {
  if (entry === "*" || entry.replace(/^\[|\]$/g, "") === host) return true;
  if (entry.includes("/")) return isIP(host) !== 0 && isInRange(host, entry);
  const { name = "", only = port } = /^(?:\*(?=\.))?(?<name>[^:]+)(?::(?<only>\d+))?$/.exec(entry)?.groups ?? {};
  if (name === "" || only !== port) return false;
  return host === name || host.endsWith(name.startsWith(".") ? name : `.${name}`);
}

function isInRange(host: string, range: string): boolean {
  const [network = "", prefix = ""] = range.split("/");
  const [family, maximum] = isIP(host) === 6 ? (["ipv6", 128] as const) : (["ipv4", 32] as const);
  if (isIP(network) !== isIP(host) || !/^\d+$/.test(prefix) || Number(prefix) > maximum) return false;
  const addresses = new BlockList();
  addresses.addSubnet(network, Number(prefix), family);
  return addresses.check(host, family);
}
