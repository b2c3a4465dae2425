import { tmpdir } from "node:os";
import { join } from "node:path";
import { DIGEST_ANNOTATION } from "../../src/stack/digest";
import versions from "../../src/terraform/versions.json";
import { PROJECT } from "../helpers/example";
import { golden } from "../helpers/golden";
import type { StackJson } from "../helpers/release";
import { synthesized } from "../helpers/synthesized";

const json = synthesized();

/** The resources and look-ups by their addresses, as dependencies name them. */
function byAddress(json: StackJson): Map<string, { depends_on?: readonly string[] }> {
  const under = (prefix: string, kinds: object = {}) =>
    Object.entries(kinds).flatMap(([type, named]) =>
      Object.entries<object>(named).map(([name, config]) => [`${prefix}${type}.${name}`, config] as const),
    );
  return new Map([...under("data.", json.data), ...under("", json.resource)]);
}

/** The direct and indirect dependencies of a resource. */
function awaited(json: StackJson, address: string): readonly string[] {
  const direct = byAddress(json).get(address)?.depends_on ?? [];
  return direct.flatMap((dependency) => [dependency, ...awaited(json, dependency)]);
}

test("matches the golden file, without the rules and the digest that includes them", () => {
  const { data: _, ...rules } = json.resource.kubernetes_config_map_v1["loki-alert-rules"];
  const kubernetes_config_map_v1 = { ...json.resource.kubernetes_config_map_v1, "loki-alert-rules": rules };
  const shown = { ...json, resource: { ...json.resource, kubernetes_config_map_v1 } };
  const digest = rules.metadata.annotations[DIGEST_ANNOTATION];
  const text = `${JSON.stringify(shown, null, 2).replaceAll(digest, "(digest)")}\n`;
  expect(JSON.parse(text)).toEqual(JSON.parse(golden("stack/log-collection-stack.golden.json", text)));
});

// Terraform identifies resources by these addresses: it would destroy a renamed volume, claim or release, and create a
// new one. An address may appear or disappear with its resource, but must never change.
test("keeps the addresses of deployed resources", () => {
  expect([...byAddress(json).keys()].sort()).toEqual([
    "data.kubernetes_endpoints_v1.api-server",
    "data.kubernetes_namespace_v1.namespace",
    "data.kubernetes_nodes.nodes",
    "data.kubernetes_server_version.server-version",
    "data.kubernetes_service_v1.alertmanager",
    "helm_release.alloy",
    "helm_release.alloy-events",
    "helm_release.loki",
    "kubernetes_config_map_v1.alloy-events-pipeline",
    "kubernetes_config_map_v1.alloy-pipeline",
    "kubernetes_config_map_v1.grafana-loki-datasource",
    "kubernetes_config_map_v1.loki-alert-rules",
    "kubernetes_daemon_set_v1.sysctl-inotify",
    "kubernetes_namespace_v1.drill-namespace",
    "kubernetes_network_policy_v1.alloy-access",
    "kubernetes_network_policy_v1.alloy-events-access",
    "kubernetes_network_policy_v1.log-drill-access",
    "kubernetes_network_policy_v1.loki-access",
    "kubernetes_network_policy_v1.sysctl-inotify-access",
    "kubernetes_persistent_volume_claim_v1.loki-claim",
    "kubernetes_persistent_volume_v1.loki-volume",
  ]);
});

test("uses the same id for a created namespace and for a looked-up one", () => {
  const created = byAddress(synthesized({ namespace: { name: "logs" } }));
  expect([...created.keys()]).toContain("kubernetes_namespace_v1.namespace");
  expect(created.size).toBe(byAddress(json).size);
});

describe("in the order of dependencies", () => {
  test.each([
    ["kubernetes_persistent_volume_claim_v1.loki-claim", "kubernetes_persistent_volume_v1.loki-volume"],
    ["helm_release.loki", "kubernetes_persistent_volume_claim_v1.loki-claim"],
    ["helm_release.loki", "kubernetes_config_map_v1.loki-alert-rules"],
    ["helm_release.loki", "data.kubernetes_service_v1.alertmanager"],
    ["helm_release.alloy", "kubernetes_config_map_v1.alloy-pipeline"],
    ["helm_release.alloy", "kubernetes_daemon_set_v1.sysctl-inotify"],
    ["helm_release.alloy", "helm_release.loki"],
    ["helm_release.alloy-events", "kubernetes_config_map_v1.alloy-events-pipeline"],
    ["helm_release.alloy-events", "helm_release.loki"],
    ["helm_release.loki", "kubernetes_network_policy_v1.loki-access"],
    ["helm_release.loki", "kubernetes_network_policy_v1.alloy-access"],
    ["kubernetes_daemon_set_v1.sysctl-inotify", "kubernetes_network_policy_v1.sysctl-inotify-access"],
    ["kubernetes_network_policy_v1.log-drill-access", "kubernetes_namespace_v1.drill-namespace"],
    ["kubernetes_config_map_v1.grafana-loki-datasource", "helm_release.loki"],
  ])("%s depends on %s", (later, earlier) => {
    expect(byAddress(json).get(later)?.depends_on).toContain(earlier);
  });

  test("every resource of the namespace depends on the namespace", () => {
    const namespace = "kubernetes_namespace_v1.namespace";
    const created = synthesized({ namespace: { name: "logs" } });
    const resources = [...byAddress(created).keys()].filter((address) => !address.startsWith("data."));
    expect(resources.filter((address) => !awaited(created, address).includes(namespace))).toEqual([
      "kubernetes_namespace_v1.drill-namespace",
      namespace,
      "kubernetes_network_policy_v1.log-drill-access",
      "kubernetes_persistent_volume_v1.loki-volume",
    ]);
  });

  test("no resource depends on one that the stack doesn't contain", () => {
    const small = byAddress(synthesized({ terraform: { lookUps: false }, alloy: { events: false } }));
    const awaited = [...small.values()].flatMap(({ depends_on = [] }) => depends_on);
    expect(awaited).not.toEqual([]);
    expect(awaited.filter((address) => !small.has(address))).toEqual([]);
  });
});

test("requires the pinned versions of the providers", () => {
  expect(json.terraform.required_providers).toEqual({
    helm: { source: "helm", version: versions.providers.helm },
    kubernetes: { source: "kubernetes", version: versions.providers.kubernetes },
  });
});

test("contains no path on this machine, not even of files beside main.ts", () => {
  const settings = { charts: { loki: { path: "rules" } }, terraform: { kubeconfig: "../terraform/kubeconfig.yaml" } };
  const text = JSON.stringify(synthesized(settings));
  expect(text).toContain('"chart":"../../../rules"');
  expect(text).toContain('"config_path":"../../../../terraform/kubeconfig.yaml"');
  for (const path of [PROJECT, process.cwd(), join(tmpdir(), "plan-")]) expect(text).not.toContain(path);
});
