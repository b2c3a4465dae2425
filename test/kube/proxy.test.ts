import { proxyFor } from "../../src/kube/proxy";

const HTTPS_PROXY = "http://proxy.example.com:3128";

function proxy(server: string, environment: NodeJS.ProcessEnv): string | null {
  return proxyFor(new URL(server), environment);
}

test("reads the variable of the URL's scheme, in upper or lower case", () => {
  expect(proxy("https://api.example.com:6443", { HTTPS_PROXY })).toBe(HTTPS_PROXY);
  expect(proxy("https://api.example.com", { https_proxy: "proxy:3128" })).toBe("http://proxy:3128");
  expect(proxy("http://api.example.com", { HTTPS_PROXY })).toBeNull();
  expect(proxy("http://api.example.com", { HTTP_PROXY: "http://plain:80" })).toBe("http://plain:80");
});

test("uses no proxy for this machine", () => {
  for (const host of ["localhost", "127.0.0.1", "[::1]"])
    expect(proxy(`https://${host}:6443`, { HTTPS_PROXY })).toBeNull();
});

test.each([
  ["https://api.example.com:6443", "*"],
  ["https://api.example.com:6443", "other, api.example.com"],
  ["https://api.example.com:6443", "example.com"],
  ["https://api.example.com:6443", ".example.com"],
  ["https://api.example.com:6443", "*.example.com"],
  ["https://api.example.com:6443", "example.com:6443"],
  ["https://example.com", "example.com:443"],
  ["https://10.0.0.7", "10.0.0.7"],
  ["https://10.0.0.7", "10.0.0.0/24"],
  ["https://[fd00::7]", "fd00::/64"],
  ["https://[fd00::7]", "[fd00::7]"],
  ["https://api.example.com", "API.Example.com"],
])("uses no proxy for %s if NO_PROXY is %s", (server, NO_PROXY) => {
  expect(proxy(server, { HTTPS_PROXY, NO_PROXY })).toBeNull();
});

test.each([
  ["https://api.example.com:6443", "ample.com"],
  ["https://example.com", ".example.com"],
  ["https://api.example.com:6443", "example.com:443"],
  ["https://api.example.com:6443", "10.0.0.0/24"],
  ["https://10.0.1.7", "10.0.0.0/24"],
  ["https://10.0.1.7", "10.0.0.0/99"],
  ["https://api.example.com", ""],
])("uses the proxy for %s if NO_PROXY is %s", (server, NO_PROXY) => {
  expect(proxy(server, { HTTPS_PROXY, NO_PROXY })).toBe(HTTPS_PROXY);
});
