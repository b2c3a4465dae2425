import { checks } from "../../../src/checks";
import { chartConfiguration } from "../../../src/checks/chart/configuration";
import { exposedService } from "../../../src/checks/chart/exposed-service";
import { paths } from "../../../src/checks/chart/key-tree";
import { type KnownRelease, knownReleases } from "../../../src/checks/chart/known-releases";
import { unexaminedKeys, unexaminedValue } from "../../../src/checks/chart/unexamined-value";
import { checkStack } from "../../../src/checks/runner";
import type { RenderedStack } from "../../../src/stack/rendered-stack";
import { type Change, changed, faults, findings, type Part, stack, withValuesFile, withValuesText } from "../stacks";

test("finds nothing in the default stack", () => {
  expect(findings(unexaminedValue, stack())).toEqual([]);
});

/** Whether a path is the key of an examined value, or below it. */
function isExamined(path: string, { examined }: KnownRelease): boolean {
  const keys = [...examined.keys.map(({ key }) => key), ...examined.elsewhere];
  return keys.some((key) => path === key || path.startsWith(`${key}.`));
}

/** Whether chart-configuration reports a value. */
function isReplaced(values: Change, of: RenderedStack, { release }: KnownRelease): boolean {
  const loki = { ...of.loki, values: changed({ loki: { config: "{}" } }, values) };
  return release === of.loki && chartConfiguration.find({ ...of, loki }).length === 1;
}

test.each(knownReleases(stack()).map((known) => [known.release.valuesFile, known] as const))(
  "reports once every key of the chart that %s can have, unless it is examined",
  (_, known) => {
    const of = stack();
    const all = [...paths(known.read)].map((path) => path.join("."));
    expect(all.length).toBeGreaterThan(100);
    const wrong = all.filter((path) =>
      ["text", true, null].some((value) => {
        const reported = unexaminedKeys(changed({}, { [path]: value }), known).map((key) => key.path.join("."));
        if (isExamined(path, known)) return reported.length > 0;
        const isAtOrAbove = reported.length === 1 && (path === reported[0] || path.startsWith(`${reported[0]}.`));
        return !isAtOrAbove && !isReplaced({ [path]: value }, of, known);
      }),
    );
    expect(wrong).toEqual([]);
  },
);

const unexamined: readonly (readonly [Part, Change, keys: readonly string[], words: string])[] = [
  ["loki", { "defaults.extraArgs": ["-ruler.alertmanager-url="] }, ["defaults.extraArgs"], "flags"],
  [
    "loki",
    { "defaults.extraEnv": [], "defaults.podLabels": {} },
    ["defaults.extraEnv", "defaults.podLabels"],
    "variables",
  ],
  ["loki", { "global.extraArgs": ["-log.level=debug"] }, ["global.extraArgs"], "flags"],
  ["loki", { "loki.tenants": [{ name: "a", password: "b" }] }, ["loki.tenants"], "gateway"],
  ["loki", { "singleBinary.persistence.type": "ephemeral" }, ["singleBinary.persistence.type"], "claim"],
  ["loki", { "singleBinary.lifecycle": { preStop: {} } }, ["singleBinary.lifecycle"], "shutdown"],
  ["loki", { "singleBinary.initContainers": [{ name: "a" }] }, ["singleBinary.initContainers"], "container"],
  ["loki", { "singleBinary.livenessProbe.httpGet": {} }, ["singleBinary.livenessProbe"], "restarts"],
  [
    "loki",
    { "monitoring.serviceMonitor": { enabled: true, interval: "30s" } },
    ["monitoring.serviceMonitor"],
    "Prometheus",
  ],
  [
    "loki",
    { "networkPolicy.enabled": true, "networkPolicy.flavor": "cilium" },
    ["networkPolicy"],
    "port 3100 and the agents to everybody",
  ],
  ["loki", { "ingester.replicas": 3, "ingester.resources": {} }, ["ingester"], "deployment mode"],
  ["loki", { "minio.enabled": true }, ["minio"], "turns off"],
  ["loki", { fullnameOverride: "logs" }, ["fullnameOverride"], "renames"],
  ["loki", { extraObjects: [{ kind: "ConfigMap" }] }, ["extraObjects"], "no check sees"],
  ["loki", { "rbac.sccEnabled": true }, ["rbac.sccEnabled"], "API server"],
  ["loki", { memberlist: "none" }, ["memberlist"], "nothing has tested"],
  ["agent", { "alloy.configMap.content": "logging {}" }, ["alloy.configMap"], "configuration"],
  ["agent", { "agent.storagePath": "/tmp/alloy" }, ["agent.storagePath"], "configuration"],
  ["agent", { "controller.hostPID": true }, ["controller.hostPID"], "network"],
  ["events", { "alloy.envFrom": [{ secretRef: { name: "a" } }] }, ["alloy.envFrom"], "variables"],
];

test.each(unexamined)("reports for %s %j", (part, change, keys, words) => {
  const changedStack = withValuesFile(part, change);
  const found = findings(unexaminedValue, changedStack);
  expect(found.map(({ setting }) => setting.replace(/^.*?: /, ""))).toEqual(keys);
  expect(found[0]?.got).toContain(words);
  expect(found[0]?.location).toBeDefined();
  const all = checkStack(checks, changedStack).findings;
  expect(all.map(({ check }) => check.id)).toEqual(keys.map(() => "unexamined-value"));
});

test.each<readonly [string, string]>([
  ["defaults.podLabels", "loki.podLabels is examined"],
  ["loki.tolerations", "singleBinary.tolerations is examined"],
  ["global.priorityClassName", "singleBinary.priorityClassName is examined"],
  ["global.imageRegistry", "images.registry in main.ts"],
  ["loki.resources", "loki.resources in main.ts"],
])("names what to use in place of %s", (key, instead) => {
  const [found] = findings(unexaminedValue, withValuesFile("loki", { [key]: ["value"] }));
  expect(found?.remedy).toContain(instead);
});

test.each([
  ["a key that the chart ignores", { "loki.ruler": {} }, "chart-keys"],
  ["a block with only such keys", { "querier.service": { "a.b": {} }, "backend.image": ["a"] }, "chart-keys"],
  ["a key of the replaced configuration", { "loki.limits_config": {} }, "chart-configuration"],
  ["a key of Loki's configuration", { "loki.structuredConfig.frontend": { a: 1 } }, "extra-configuration"],
  ["a second replica", { "singleBinary.replicas": 2 }, "deployment-mode"],
  ["a cache", { "chunksCache.enabled": true }, "extra-components"],
  ["an Ingress", { "ingress.enabled": true, "ingress.hosts": ["a"] }, "exposed-service"],
])("leaves %s to %s", (_, change, id) => {
  const { findings: found } = checkStack(checks, withValuesFile("loki", change));
  expect([...new Set(found.map(({ check }) => check.id))]).toEqual([id]);
});

test("is accepted with a reason", () => {
  const accept = [{ check: "unexamined-value", setting: "values/loki.yaml: defaults.extraArgs", reason: "tested" }];
  const { findings: found } = checkStack(
    checks,
    withValuesFile("loki", { "defaults.extraArgs": ["-a"] }, stack({ accept })),
  );
  expect(found).toEqual([]);
});

test("reads keys with dots, aliases, and nested lists", () => {
  const nested = `${"[".repeat(500)}${"]".repeat(500)}`;
  const own = stack().agent.valuesText.replace(/^global:\n( .*\n)+/m, "");
  const text = `${own}\n"alloy.extraArgs": &a [b]\nglobal: { "image.registry": *a, image: { registry: ${nested} } }\n`;
  expect(faults(unexaminedValue, withValuesText("agent", text))).toEqual(["values/alloy.yaml: global.image.registry"]);
});

const exposing: readonly (readonly [Part, Change, key: string])[] = [
  ["loki", { "ingress.enabled": true }, "ingress.enabled"],
  ["loki", { "ingress.enabled": "false" }, "ingress.enabled"],
  ["loki", { "route.main.enabled": true, "route.main.hostnames": ["a"] }, "route.main.enabled"],
  ["loki", { "gateway.ingress.enabled": true, "gateway.ingress.hosts": [] }, "gateway.ingress.enabled"],
  ["loki", { "gateway.route.main.enabled": true }, "gateway.route.main.enabled"],
  ["loki", { "gateway.service.type": "LoadBalancer" }, "gateway.service.type"],
  ["loki", { "singleBinary.service.type": "NodePort" }, "singleBinary.service.type"],
  ["loki", { "singleBinary.serviceType": "LoadBalancer" }, "singleBinary.serviceType"],
  ["loki", { "singleBinary.service.type": "ExternalName" }, "singleBinary.service.type"],
  [
    "loki",
    { "loki.serviceAnnotations": { "tailscale.com/expose": "true" } },
    "loki.serviceAnnotations.tailscale.com/expose",
  ],
  [
    "loki",
    { "defaults.service.annotations": { "service.beta.kubernetes.io/aws-load-balancer-type": "nlb" } },
    "defaults.service.annotations.service.beta.kubernetes.io/aws-load-balancer-type",
  ],
  [
    "loki",
    { "memberlist.service.annotations": { "external-dns.alpha.kubernetes.io/hostname": "a" } },
    "memberlist.service.annotations.external-dns.alpha.kubernetes.io/hostname",
  ],
  ["loki", { extraObjects: [{ kind: "Ingress", metadata: {} }] }, "extraObjects"],
  ["loki", { extraObjects: { a: { kind: "Service", spec: { type: "NodePort" } } } }, "extraObjects"],
  ["loki", { extraObjects: ["kind: HTTPRoute\nmetadata: {}"] }, "extraObjects"],
  [
    "loki",
    { "singleBinary.extraContainers": [{ name: "a", ports: [{ hostPort: 80 }] }] },
    "singleBinary.extraContainers",
  ],
  ["agent", { "ingress.enabled": true }, "ingress.enabled"],
  ["agent", { "service.type": "NodePort" }, "service.type"],
  [
    "agent",
    { "service.annotations": { "metallb.io/address-pool": "a" } },
    "service.annotations.metallb.io/address-pool",
  ],
  ["agent", { "controller.hostNetwork": true }, "controller.hostNetwork"],
  ["agent", { "alloy.extraPorts": [{ name: "a", port: 1, targetPort: 1, hostPort: 1 }] }, "alloy.extraPorts"],
  ["agent", { "agent.extraPorts": [{ name: "a", port: 1, targetPort: 1, hostPort: 1 }] }, "agent.extraPorts"],
  ["events", { extraObjects: [{ kind: "List", items: [{ kind: "Ingress" }] }] }, "extraObjects"],
];

test.each(exposing)("reports as exposed, and only so, for %s %j", (part, change, key) => {
  const all = checkStack(checks, withValuesFile(part, change)).findings;
  expect(all.map(({ check, finding }) => [check.id, finding.setting.replace(/^.*?: /, "")])).toEqual([
    ["exposed-service", key],
  ]);
});

test.each([
  "getambassador.io/config",
  "cloud.google.com/neg",
  "consul.hashicorp.com/service-sync",
  "service.beta.kubernetes.io/azure-load-balancer-internal",
  "external-dns.alpha.kubernetes.io/hostname",
  "io.cilium/lb-ipam-ips.hostname",
])("knows that the annotation %s publishes a Service", (annotation) => {
  const changedStack = withValuesFile("loki", { "singleBinary.service.annotations": { [annotation]: "a" } });
  expect(findings(exposedService, changedStack)).toHaveLength(1);
});

test.each(["prometheus.io/scrape", "example.com/team", "description", "argocd.argoproj.io/sync-wave"])(
  "knows that the annotation %s publishes nothing",
  (annotation) => {
    const changedStack = withValuesFile("loki", { "singleBinary.service.annotations": { [annotation]: "a" } });
    expect(findings(exposedService, changedStack)).toEqual([]);
  },
);

test.each<readonly [Part, Change]>([
  ["loki", { "singleBinary.service.type": "ClusterIP", "ingress.enabled": false, "route.main.enabled": false }],
  ["loki", { extraObjects: [{ kind: "Service", spec: { type: "ClusterIP" } }] }],
  ["agent", { "service.type": "ClusterIP", "controller.hostNetwork": false }],
  ["agent", { "alloy.extraPorts": [{ name: "a", port: 1, targetPort: 1 }] }],
])("exposes nothing for %s %j", (part, change) => {
  expect(findings(exposedService, withValuesFile(part, change))).toEqual([]);
});
