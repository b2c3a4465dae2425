import { Access } from "../../src/access/access";
import { Peer } from "../../src/access/peer";
import type { Settings } from "../../src/settings/settings";
import { synthesized } from "../helpers/synthesized";
import { admits, type End, type Policy } from "./reader";

/** The policies by their names, with the values that Terraform's plan would look up. */
function policies(settings: Partial<Settings> = {}): Readonly<Record<string, Policy>> {
  const named: Readonly<Record<string, Policy>> = synthesized(settings).resource.kubernetes_network_policy_v1 ?? {};
  return Object.fromEntries(Object.values(named).map((policy) => [policy.metadata.name, lookedUp(policy)]));
}

const CIDRS = ["192.0.2.10/32", "10.244.0.0/32"];

/** Expands dynamic blocks, as Terraform does. */
function lookedUp(policy: Policy): Policy {
  const { dynamic = {}, ...spec } = policy.spec;
  const expanded = (direction: string) => [
    ...(spec[direction] ?? []),
    ...(dynamic[direction] ?? []).flatMap((block: Policy) =>
      valuesOf(block.for_each).map((value) => replaced(block.content, `\${${direction}.value}`, value)),
    ),
  ];
  return { ...policy, spec: { ...spec, ingress: expanded("ingress"), egress: expanded("egress") } };
}

function valuesOf(expression: string): readonly string[] {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of Terraform
  if (expression === "${local.control-plane-cidrs}") return CIDRS;
  // Alertmanager's Service selects pods.
  expect(expression).toMatch(/selector\), 0\) > 0 \? /);
  return expression.includes('["pods"]') ? ["pods"] : [];
}

function replaced(content: Policy, text: string, value: string): Policy {
  return JSON.parse(JSON.stringify(content).replaceAll(text, value));
}

function pod(namespace: string, labels: Readonly<Record<string, string>> = {}): End {
  return { address: "10.244.3.7", namespace, labels };
}

const chart = (name: string, instance: string) => ({
  "app.kubernetes.io/name": name,
  "app.kubernetes.io/instance": instance,
});
const LOKI = pod("logs", { ...chart("loki", "loki"), "app.kubernetes.io/component": "single-binary" });
const AGENT = pod("logs", chart("alloy", "alloy"));
const EVENTS = pod("logs", chart("alloy", "alloy-events"));
const SYSCTL = pod("logs", { app: "sysctl-inotify" });
const API_SERVER: End = { address: "192.0.2.10" };
const TUNNEL: End = { address: "10.244.0.0" };
const OTHER_NODE: End = { address: "192.0.2.11" };
const KONNECTIVITY = pod("kube-system", { "k8s-app": "konnectivity-agent" });

const SETTINGS: Partial<Settings> = {
  namespace: { name: "logs", create: false },
  grafana: { namespace: "grafana" },
  alertmanager: { service: "alertmanager", namespace: "monitoring" },
};

describe("with Grafana and Alertmanager in namespaces of their own", () => {
  const all = Object.values(policies(SETTINGS));
  const reach = (from: End, to: End, port: string, protocol?: string) => admits(all, from, to, port, protocol);

  test.each<[string, End, boolean]>([
    ["an agent", AGENT, true],
    ["the events collector", EVENTS, true],
    ["Grafana", pod("grafana"), true],
    ["Prometheus", pod("monitoring"), true],
    ["the API server", API_SERVER, true],
    ["the API server through a tunnel", TUNNEL, true],
    ["a Konnectivity agent", KONNECTIVITY, true],
    ["a pod of a tenant", pod("tenant"), false],
    ["a pod of a tenant with the agents' labels", pod("tenant", chart("alloy", "alloy")), false],
    ["a pod of a tenant with Konnectivity's labels", pod("tenant", { "k8s-app": "konnectivity-agent" }), false],
    ["another pod of the stack's namespace", pod("logs", { app: "other" }), false],
    ["sysctl-inotify", SYSCTL, false],
    ["a pod of a drill", pod("logs-drill"), false],
    ["another pod of kube-system", pod("kube-system", { "k8s-app": "kube-dns" }), false],
    ["another node", OTHER_NODE, false],
    ["an address outside the cluster", { address: "203.0.113.9" }, false],
  ])("Loki's HTTP port admits %s: %#", (_, from, expected) => {
    expect(reach(from, LOKI, "3100")).toBe(expected);
  });

  test.each(["9095", "7946", "9096"])("nobody reaches port %s of Loki", (port) => {
    const sources = [AGENT, EVENTS, pod("grafana"), pod("monitoring"), API_SERVER, TUNNEL, KONNECTIVITY, LOKI];
    expect(sources.filter((from) => reach(from, LOKI, port))).toEqual([]);
  });

  test.each<[string, End, boolean]>([
    ["Prometheus", pod("monitoring"), true],
    ["the API server", API_SERVER, true],
    ["the API server through a tunnel", TUNNEL, true],
    ["a Konnectivity agent", KONNECTIVITY, true],
    ["Grafana, which reads no metrics", pod("grafana"), false],
    ["another agent", AGENT, false],
    ["Loki", LOKI, false],
    ["a pod of a tenant", pod("tenant"), false],
    ["another node", OTHER_NODE, false],
  ])("the agents' port admits %s", (_, from, expected) => {
    expect([AGENT, EVENTS].map((to) => reach(from, to, "12345"))).toEqual([expected, expected]);
  });

  test.each<[string, End, End, string, string, boolean]>([
    ["an agent to DNS", AGENT, pod("kube-system", { "k8s-app": "kube-dns" }), "53", "UDP", true],
    ["an agent to a node's DNS cache", AGENT, { address: "169.254.20.10" }, "53", "UDP", true],
    ["an agent to OpenShift's DNS", AGENT, pod("openshift-dns"), "5353", "UDP", true],
    ["an agent to the API server's Service", AGENT, { address: "10.96.0.1" }, "443", "TCP", true],
    ["an agent to a pod's web server", AGENT, pod("tenant"), "80", "TCP", false],
    ["an agent to Alertmanager", AGENT, pod("monitoring"), "9093", "TCP", false],
    ["an agent to a kubelet", AGENT, OTHER_NODE, "10250", "TCP", false],
    ["an agent to a host outside", AGENT, { address: "203.0.113.9" }, "80", "TCP", false],
    ["Loki to Alertmanager", LOKI, pod("monitoring"), "9093", "TCP", true],
    ["Loki to DNS", LOKI, pod("kube-system"), "53", "TCP", true],
    ["Loki to another pod of Alertmanager's namespace", LOKI, pod("monitoring"), "9090", "TCP", false],
    ["Loki to the API server", LOKI, { address: "10.96.0.1" }, "443", "TCP", false],
    ["Loki to a metadata service", LOKI, { address: "169.254.169.254" }, "80", "TCP", false],
    ["sysctl-inotify to DNS", SYSCTL, pod("kube-system"), "53", "UDP", false],
    [
      "a pod of a drill to anywhere, so that verify can see Loki refuse it",
      pod("logs-drill"),
      pod("tenant"),
      "80",
      "TCP",
      true,
    ],
  ])("egress: %s", (_, from, to, port, protocol, expected) => {
    expect(reach(from, to, port, protocol)).toBe(expected);
  });

  test.each([
    ["sysctl-inotify", SYSCTL],
    ["a pod of a drill", pod("logs-drill", { app: "log-path-drill" })],
  ])("nobody reaches %s", (_, to) => {
    const sources = [AGENT, LOKI, pod("grafana"), pod("monitoring"), API_SERVER, KONNECTIVITY];
    expect(sources.filter((from) => reach(from, to, "80"))).toEqual([]);
  });

  test("leaves other pods of a shared namespace open", () => {
    expect(reach(pod("tenant"), pod("logs", { "app.kubernetes.io/name": "alloy" }), "12345")).toBe(true);
    expect(reach(pod("logs", { app: "other" }), pod("tenant"), "80")).toBe(true);
  });
});

describe("with everything in one namespace", () => {
  const all = Object.values(policies());

  test("admits its pods, and those of no other", () => {
    const loki = { ...LOKI, namespace: "monitoring" };
    expect(admits(all, pod("monitoring", chart("grafana", "grafana")), loki, "3100")).toBe(true);
    expect(admits(all, pod("tenant", chart("grafana", "grafana")), loki, "3100")).toBe(false);
    expect(admits(all, pod("monitoring-drill"), loki, "3100")).toBe(false);
  });
});

describe("declared peers replace the defaults", () => {
  const access = Access.networkPolicy({
    from: [Peer.pods({ namespace: "apps", labels: { app: "grafana" } })],
    metrics: [Peer.addresses("198.51.100.0/24")],
    controlPlane: [Peer.addresses("192.0.2.0/28", "2001:db8::1/128")],
  });
  const all = Object.values(policies({ ...SETTINGS, access }));

  test.each<[string, End, boolean, boolean]>([
    ["the pods of a peer", pod("apps", { app: "grafana" }), true, false],
    ["other pods of its namespace", pod("apps", { app: "web" }), false, false],
    ["Grafana's namespace", pod("grafana"), false, false],
    ["Alertmanager's namespace", pod("monitoring"), false, false],
    ["a range for metrics", { address: "198.51.100.77" }, true, true],
    ["the control plane", { address: "192.0.2.15" }, true, true],
    ["the control plane's IPv6 address", { address: "2001:db8::1" }, true, true],
    ["the address after the range", { address: "192.0.2.16" }, false, false],
    ["an agent", AGENT, true, false],
    ["a Konnectivity agent", KONNECTIVITY, false, false],
  ])("%s", (_, from, toLoki, toAgents) => {
    expect([admits(all, from, LOKI, "3100"), admits(all, from, AGENT, "12345")]).toEqual([toLoki, toAgents]);
  });

  test("only the port of the API servers is looked up", () => {
    const json = synthesized({ ...SETTINGS, access });
    expect(json.data).not.toHaveProperty("kubernetes_nodes");
    expect(json.data.kubernetes_endpoints_v1["api-server"]).not.toHaveProperty("lifecycle");
    expect(Object.keys(json.locals)).toEqual(["api-server-port"]);
    expect(JSON.stringify(json.resource)).not.toContain("control-plane-cidrs");
  });
});

test("without peers, nobody but the agents reaches Loki: an empty list must not admit everybody", () => {
  const access = Access.networkPolicy({ from: [], metrics: [], controlPlane: [] });
  const all = Object.values(policies({ ...SETTINGS, access }));
  const sources = [pod("grafana"), pod("tenant"), API_SERVER, OTHER_NODE, KONNECTIVITY];
  expect(sources.filter((from) => admits(all, from, LOKI, "3100") || admits(all, from, AGENT, "12345"))).toEqual([]);
  expect(admits(all, AGENT, LOKI, "3100")).toBe(true);
});

describe("without look-ups", () => {
  const all = Object.values(policies({ ...SETTINGS, terraform: { lookUps: false } }));

  test.each<[string, End, End, string, boolean]>([
    ["Loki reaches Alertmanager's pods on any port", LOKI, pod("monitoring"), "8080", true],
    ["Loki reaches an Alertmanager outside the cluster", LOKI, { address: "203.0.113.9" }, "9093", true],
    ["Loki reaches no other port there", LOKI, { address: "203.0.113.9" }, "80", false],
    ["an agent reaches kubeadm's API server", AGENT, { address: "192.0.2.10" }, "6443", true],
    ["an agent reaches MicroK8s' API server", AGENT, { address: "192.0.2.10" }, "16443", true],
    ["the API server's address is unknown", API_SERVER, LOKI, "3100", false],
    ["a Konnectivity agent reaches Loki", KONNECTIVITY, LOKI, "3100", true],
  ])("%s", (_, from, to, port, expected) => {
    expect(admits(all, from, to, port)).toBe(expected);
  });
});

test("without Alertmanager, Loki connects to nothing but DNS, and nobody reads metrics by default", () => {
  const all = Object.values(policies({ ...SETTINGS, alertmanager: "none" }));
  expect(admits(all, LOKI, pod("monitoring"), "9093")).toBe(false);
  expect(admits(all, pod("monitoring"), AGENT, "12345")).toBe(false);
});

test("open access has no policies and looks up nothing for them", () => {
  const json = synthesized({ access: Access.open() });
  expect(json.resource.kubernetes_network_policy_v1).toBeUndefined();
  expect(json.data.kubernetes_nodes).toBeUndefined();
  expect(json.locals).toBeUndefined();
});

test("no static or looked-up rule of ingress is without peers", () => {
  for (const policy of Object.values(policies(SETTINGS)))
    for (const { from } of policy.spec.ingress) expect(from.length).toBeGreaterThan(0);
});

test("a disabled events collector has no policy and no access", () => {
  const named = policies({ ...SETTINGS, alloy: { events: false } });
  expect(Object.keys(named).sort()).toEqual(["alloy", "log-drill", "loki", "sysctl-inotify"]);
  expect(admits(Object.values(named), EVENTS, LOKI, "3100")).toBe(false);
});
