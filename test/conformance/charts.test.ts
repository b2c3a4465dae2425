import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, parseAllDocuments } from "yaml";
import { CHART, tuningFlags } from "../../lab/tuning/tunings";
import { ALLOY_LISTS, agentChartValues, eventsChartValues } from "../../src/alloy/chart-values";
import { podLabels } from "../../src/alloy/model";
import { requiredValues } from "../../src/checks/chart/required-values";
import { unexaminedValue } from "../../src/checks/chart/unexamined-value";
import { lokiChartValues } from "../../src/loki/chart-values";
import { lokiConfiguration } from "../../src/loki/configuration";
import { LOKI_PODS } from "../../src/loki/layout";
import { LOKI_CONFIG_MAPS, LOKI_SERVICES } from "../../src/preflight/quota-usage";
import { type RenderedRelease, renderStack } from "../../src/stack/rendered-stack";
import { chartValues } from "../../src/terraform/chart-values";
import { toPlain, toYaml } from "../../src/terraform/yaml";
import { Duration } from "../../src/units";
import { compare } from "../../tools/charts/check";
import { pinnedCharts } from "../../tools/charts/pinned";
import { rightsOf } from "../../tools/manifests/rights";
import { withValuesFile } from "../checks/stacks";
import { describeWith, findTool, run } from "../components/available";
import { exampleModel, PROJECT, ROOT } from "../helpers/example";
import { folderOfTests } from "../helpers/folder";
import { documentedRights } from "../helpers/rights";

/** A Kubernetes object. */
// biome-ignore lint/suspicious/noExplicitAny: rendered YAML has no type, and the tests read deeply nested fields
type Manifest = any;

const model = exampleModel();

const folder = folderOfTests();

function rendered(helm: string, chart: string, release: string, values: string): readonly Manifest[] {
  const file = join(folder(), "values.yaml");
  writeFileSync(file, values);
  const { name } = model.namespace;
  const { status, output } = run(
    helm,
    ...["template", release, chart, "--namespace", name, "--values", file, "--kube-version", "1.36.0"],
  );
  if (status !== 0) throw new Error(output);
  return parseAllDocuments(output).flatMap((document) => document.toJS() ?? []);
}

function only(manifests: readonly Manifest[], kind: string, name: string): Manifest {
  const found = manifests.filter((manifest) => manifest.kind === kind && manifest.metadata.name === name);
  expect(found).toHaveLength(1);
  return found[0];
}

function workloads(manifests: readonly Manifest[]): readonly string[] {
  return manifests.filter(({ spec }) => spec?.template !== undefined).map((m) => `${m.kind}/${m.metadata.name}`);
}

function numberOf(manifests: readonly Manifest[], kind: string): number {
  return manifests.filter((manifest) => manifest.kind === kind).length;
}

interface Renderer {
  readonly helm: string;
  readonly chart: string;
}

function renderer(chartVariable: string): Renderer | null {
  const [helm, chart] = [findTool("helm"), process.env[chartVariable]];
  return helm !== null && chart !== undefined ? { helm, chart } : null;
}

describeWith("Helm and the Loki chart (HELM_BINARY, LOKI_CHART)", renderer("LOKI_CHART"), ({ helm, chart }) => {
  const manifests = () =>
    rendered(helm, chart, "loki", toYaml(chartValues(ROOT, "loki", lokiChartValues(model)).values));

  test("runs one Loki and nothing else", () => {
    expect(workloads(manifests())).toEqual(["StatefulSet/loki"]);
  });

  // A network policy that selects no pod protects none.
  test("has the labels and the port by which the network policies select the pod", () => {
    const { metadata, spec } = only(manifests(), "StatefulSet", "loki").spec.template;
    expect(metadata.labels).toMatchObject(LOKI_PODS);
    expect(spec.containers[0].ports).toContainEqual(
      expect.objectContaining({ containerPort: model.loki.service.httpPort }),
    );
    expect(numberOf(manifests(), "NetworkPolicy")).toBe(0);
  });

  test("creates as many objects as the quota diagnostic counts", () => {
    expect(numberOf(manifests(), "Service")).toBe(LOKI_SERVICES);
    expect(numberOf(manifests(), "ConfigMap")).toBe(LOKI_CONFIG_MAPS);
  });

  test("puts exactly the model's configuration into the ConfigMap", () => {
    const configMap = only(manifests(), "ConfigMap", "loki");
    expect(parse(configMap.data["config.yaml"], { version: "1.1" })).toEqual(
      toPlain(lokiConfiguration(model.loki, model.alerting.alertmanager)),
    );
  });

  test("leaves text with template syntax unchanged", () => {
    const modified = {
      ...model,
      alerting: { ...model.alerting, alertmanager: { ...ALERTMANAGER, url: TEMPLATE_SYNTAX } },
    };
    const values = toYaml(chartValues(ROOT, "loki", lokiChartValues(modified)).values);
    const configMap = only(rendered(helm, chart, "loki", values), "ConfigMap", "loki");
    expect(parse(configMap.data["config.yaml"]).ruler.alertmanager_url).toBe(TEMPLATE_SYNTAX);
  });

  test("mounts the write-ahead log, the rules and the data where the configuration expects them", () => {
    const [container] = only(manifests(), "StatefulSet", "loki").spec.template.spec.containers;
    const mounts = Object.fromEntries(container.volumeMounts.map((mount: Manifest) => [mount.name, mount.mountPath]));
    const configuration = lokiConfiguration(model.loki, null);
    expect(mounts).toMatchObject({
      wal: configuration.ingester.wal.dir,
      rules: `${configuration.ruler.storage.local.directory}/fake`,
      storage: configuration.common.path_prefix,
    });
  });

  test("uses the stack's claim and the model's grace period", () => {
    const { spec } = only(manifests(), "StatefulSet", "loki");
    const [claim] = spec.volumeClaimTemplates;
    expect(`${claim.metadata.name}-loki-0`).toBe(model.loki.volume.claim);
    expect(claim.spec.storageClassName).toBe(model.loki.volume.storageClass);
    expect(spec.persistentVolumeClaimRetentionPolicy).toBeUndefined();
    expect(spec.template.spec.terminationGracePeriodSeconds).toBe(model.loki.gracePeriod.toSeconds());
  });

  test("keeps selectors, mounts and the user with examined values of every kind", () => {
    const { loki } = withValuesFile("loki", EXAMINED, renderStack(model, ROOT));
    const { metadata, spec } = only(rendered(helm, chart, "loki", toYaml(loki.values)), "StatefulSet", "loki");
    const pod = spec.template;
    expect(pod.metadata.labels).toMatchObject({ ...spec.selector.matchLabels, team: "a" });
    expect([metadata.labels.team, pod.metadata.annotations.note]).toEqual(["a", "{{ text }}"]);
    expect(pod.spec.securityContext).toMatchObject({
      runAsUser: 10_001,
      runAsNonRoot: true,
      supplementalGroups: [2_000],
    });
    expect(Object.keys(pod.spec.affinity)).toEqual(["nodeAffinity", "podAntiAffinity"]);
    expect(pod.spec.priorityClassName).toBe("high");
    const mounts: readonly string[] = pod.spec.containers[0].volumeMounts.map(({ mountPath }: Manifest) => mountPath);
    expect(mounts).toEqual(expect.arrayContaining(["/var/loki", "/tmp", model.loki.wal.directory, "/etc/ssl/private"]));
    expect(mounts).toHaveLength(new Set(mounts).size);
  });

  test.each([
    ["a label of the selector replaces it", { "singleBinary.podLabels": { "app.kubernetes.io/name": "x" } }],
    ["a security context of the component replaces the chart's", { "singleBinary.podSecurityContext": { fsGroup: 1 } }],
    ["general flags come before the stack's", { "defaults.extraArgs": ["-log.level=debug"] }],
    ["persistence of another type has no claim", { "singleBinary.persistence.type": "ephemeral" }],
  ])("%s, so a check reports it", (_, change) => {
    const changedStack = withValuesFile("loki", change, renderStack(model, ROOT));
    const values = toYaml(changedStack.loki.values);
    const { spec } = only(rendered(helm, chart, "loki", values), "StatefulSet", "loki");
    expect(spec).not.toEqual(only(manifests(), "StatefulSet", "loki").spec);
    expect([...requiredValues.find(changedStack), ...unexaminedValue.find(changedStack)]).toHaveLength(1);
  });

  test("disables the expansion of variables in the configuration with the last flag", () => {
    const [container] = only(manifests(), "StatefulSet", "loki").spec.template.spec.containers;
    const flags = container.args.filter((arg: string) => arg.startsWith("-config.expand-env"));
    expect(flags.at(-1)).toBe("-config.expand-env=false");
  });
});

const EXAMINED = {
  commonLabels: { team: "a" },
  "singleBinary.podAnnotations": { note: "{{ text }}" },
  "loki.podSecurityContext": { supplementalGroups: [2_000] },
  "singleBinary.affinity": {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [{ key: "disk", operator: "Exists" }] }],
      },
    },
  },
  "singleBinary.priorityClassName": "high",
  "singleBinary.extraVolumes": [{ name: "certificates", secret: { secretName: "certificates" } }],
  "singleBinary.extraVolumeMounts": [{ name: "certificates", mountPath: "/etc/ssl/private", readOnly: true }],
};

/* The syntax of every template language between the stack and Loki. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: the text must contain template syntax
const TEMPLATE_SYNTAX = "http://alertmanager/{{ .Values.loki }}/${HOME}/%{ if true }";
const ALERTMANAGER = { service: "alertmanager", namespace: "monitoring", port: 9093 };

describeWith("Helm and the Alloy chart (HELM_BINARY, ALLOY_CHART)", renderer("ALLOY_CHART"), ({ helm, chart }) => {
  const { alloy } = model;

  test.each([
    ["DaemonSet", "alloy", "alloy", agentChartValues(alloy)],
    ["Deployment", "alloy-events", "alloy-events", alloy.events && eventsChartValues(alloy, alloy.events)],
  ] as const)("the %s has the labels and the port of its network policy", (kind, release, file, values) => {
    const manifests = rendered(helm, chart, release, toYaml(chartValues(ROOT, file, values ?? {}, ALLOY_LISTS).values));
    const { metadata, spec } = only(manifests, kind, release).spec.template;
    expect(metadata.labels).toMatchObject(podLabels(release));
    expect(spec.containers[0].ports).toEqual([expect.objectContaining({ containerPort: alloy.httpPort })]);
    expect(numberOf(manifests, "NetworkPolicy")).toBe(0);
  });

  test("runs the agent as one DaemonSet that may only read pods", () => {
    const values = toYaml(chartValues(ROOT, "alloy", agentChartValues(alloy)).values);
    const manifests = rendered(helm, chart, "alloy", values);
    expect(workloads(manifests)).toEqual(["DaemonSet/alloy"]);
    expect(numberOf(manifests, "Service")).toBe(0);
    expect(numberOf(manifests, "ConfigMap")).toBe(0);
    expect(only(manifests, "ClusterRole", "alloy").rules).toEqual([
      { apiGroups: [""], resources: ["pods"], verbs: ["list"] },
      { apiGroups: [""], resources: ["pods"], verbs: ["watch"] },
    ]);
    const { containers, volumes, tolerations } = only(manifests, "DaemonSet", "alloy").spec.template.spec;
    expect(containers).toHaveLength(1);
    expect(containers[0].resources.limits).toEqual({ memory: "512Mi", "ephemeral-storage": "256Mi" });
    expect(volumes.map(({ name }: Manifest) => name)).toEqual([
      "config",
      "varlog",
      "positions",
      "run-log",
      "machine-id",
    ]);
    expect(tolerations).toEqual([{ operator: "Exists" }]);
  });

  test("runs the events collector as one pod that may only read events", () => {
    if (alloy.events === null) throw new Error("the example collects events");
    const values = toYaml(chartValues(ROOT, "alloy-events", eventsChartValues(alloy, alloy.events)).values);
    const manifests = rendered(helm, chart, alloy.events.release, values);
    expect(workloads(manifests)).toEqual(["Deployment/alloy-events"]);
    expect(only(manifests, "Deployment", "alloy-events").spec.replicas).toBe(1);
    const [rules] = manifests.filter(({ kind }) => kind === "ClusterRole");
    expect(rules.rules.flatMap(({ resources }: Manifest) => resources)).toEqual(["events", "events"]);
  });
});

const { loki: lokiRenderer, alloy: alloyRenderer } = { loki: renderer("LOKI_CHART"), alloy: renderer("ALLOY_CHART") };
const both = lokiRenderer === null || alloyRenderer === null ? null : { loki: lokiRenderer, alloy: alloyRenderer };

describeWith("Helm and both charts (HELM_BINARY, LOKI_CHART, ALLOY_CHART)", both, (charts) => {
  test("docs/rights.md has every right of the charts' objects", () => {
    const { loki, agent, events } = renderStack(model, ROOT);
    const of = (release: RenderedRelease | null, { helm, chart }: Renderer) =>
      release === null ? [] : rendered(helm, chart, release.release, toYaml(release.values));
    const objects = [...of(agent, charts.alloy), ...of(events, charts.alloy), ...of(loki, charts.loki)];
    const rights = rightsOf(objects).map(({ object, right }) => `${object}: ${right}`);
    const names = new Set(rightsOf(objects).map(({ object }) => object));
    const documented = documentedRights().filter(({ object }) => names.has(object) || !OWN.test(object));
    expect(documented.map(({ object, right }) => `${object}: ${right}`).sort()).toEqual([...rights].sort());
  });
});

/** The stack's own objects: test/docs/rights.test.ts. */
const OWN = /^DaemonSet\/sysctl-inotify$/;

for (const chart of pinnedCharts) {
  const [helm, archive] = [findTool("helm"), process.env[chart.variable]];
  const found = helm !== null && archive !== undefined ? { helm, archive } : null;

  describeWith(
    `Helm and the values that chart ${chart.name} reads (HELM_BINARY, ${chart.variable})`,
    found,
    (tools) => {
      test("the recorded values are those that the chart reads, and include all that the default stack sets", async () => {
        const around = { ...tools, root: PROJECT, folder: mkdtempSync(join(folder(), "chart-")) };
        expect((await compare(chart, around)).differences).toEqual([]);
      });
    },
  );
}

/** The minimum values for one Loki on a file system. */
const VALUES = `
deploymentMode: Monolithic
loki: { storage: { type: filesystem }, commonConfig: { replication_factor: 1 }, useTestSchema: true }
singleBinary: { replicas: 1 }
read: { replicas: 0 }
write: { replicas: 0 }
backend: { replicas: 0 }
test: { enabled: false }
lokiCanary: { enabled: false }
`;

function written(name: string, text: string): string {
  const path = join(folder(), name);
  writeFileSync(path, text);
  return path;
}

/** Returns the configuration that the chart renders, with all of Loki's defaults. */
function effective(helm: string, chart: string, loki: string) {
  const values = written("values.yaml", VALUES);
  const rendered = run(helm, "template", "loki", chart, "--values", values, "--kube-version", "1.36.0");
  const configMap = parseAllDocuments(rendered.output)
    .map((document) => document.toJS())
    .find((manifest) => manifest?.kind === "ConfigMap" && manifest.metadata.name === "loki");
  const file = written("config.yaml", configMap.data["config.yaml"]);
  const { output } = run(loki, `-config.file=${file}`, "-verify-config", "-print-config-stderr");
  // The rest is Loki's log.
  return parse(output.split(/^level=/m)[0] ?? "");
}

/** Converts Loki's "2h0m0s" to the format of flags. */
function normalized(duration: string): string {
  return `${Duration.parse(duration)}`;
}

const found = () => {
  const [helm, loki, chart] = [findTool("helm"), findTool("loki"), process.env["LOKI_CHART"]];
  return helm === null || loki === null || chart === undefined ? null : { helm, loki, chart };
};

describeWith("Helm, Loki and its chart (HELM_BINARY, LOKI_BINARY, LOKI_CHART)", found(), ({ helm, loki, chart }) => {
  test('the tuning "chart" is the default of the chart and Loki', () => {
    const { ingester, compactor, pattern_ingester, storage_config } = effective(helm, chart, loki);
    expect([
      `-ingester.max-chunk-age=${normalized(ingester.max_chunk_age)}`,
      `-ingester.sync-period=${normalized(ingester.sync_period)}`,
      `-ingester.chunks-idle-period=${normalized(ingester.chunk_idle_period)}`,
      `-ingester.chunks-retain-period=${normalized(ingester.chunk_retain_period)}`,
      `-ingester.flush-check-period=${normalized(ingester.flush_check_period)}`,
      `-ingester.checkpoint-duration=${normalized(ingester.wal.checkpoint_duration)}`,
      `-tsdb.shipper.resync-interval=${normalized(storage_config.tsdb_shipper.resync_interval)}`,
      `-compactor.compaction-interval=${normalized(compactor.compaction_interval)}`,
      `-compactor.retention-enabled=${compactor.retention_enabled}`,
      // Loki omits it if false.
      `-pattern-ingester.enabled=${pattern_ingester.enabled ?? false}`,
      `-ingester.wal-dir=${ingester.wal.dir}`,
    ]).toEqual(tuningFlags(CHART, 1));
    expect(ingester.sync_min_utilization).toBe(0.1);
  });
});
