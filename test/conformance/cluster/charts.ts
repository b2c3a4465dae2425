import { spawnSync } from "node:child_process";
import { parseAllDocuments } from "yaml";
import { lokiConfiguration } from "../../../src/loki/configuration";
import type { Model } from "../../../src/model";
import type { RenderedRelease } from "../../../src/stack/rendered-stack";
import versions from "../../../src/terraform/versions.json";
import { toYaml } from "../../../src/terraform/yaml";
import type { Manifest } from "../../../tools/manifests/manifest";
import { isClusterWide } from "./kube-client";

interface ChartProps {
  readonly helm: string;
  /** A folder or an archive. */
  readonly chart: string;
  readonly release: RenderedRelease;
  readonly namespace: string;
  /** Values that are only known after apply. */
  readonly set: Readonly<Record<string, string>>;
}

/** Charts depend on the Kubernetes version, which `helm template` can't look up. */
const KUBERNETES = versions.tools["kube-apiserver"];

/** Renders a release with Helm. @throws Error with Helm's message if it fails */
export function renderedChart({ helm, chart, release, namespace, set }: ChartProps): readonly Manifest[] {
  const settings = Object.entries(set).map(([key, value]) => `--set=${key}=${value}`);
  const args = [
    "template",
    release.release,
    chart,
    "--namespace",
    namespace,
    "--kube-version",
    KUBERNETES,
    "--values",
    "-",
  ];
  const { status, stdout, stderr } = spawnSync(helm, [...args, ...settings], {
    input: toYaml(release.values),
    encoding: "utf8",
    maxBuffer: 2 ** 26,
  });
  if (status !== 0) throw new Error(`helm can't render ${chart}: ${stderr}`);
  return parseAllDocuments(stdout).flatMap((document) => withNamespace(document.toJS(), namespace) ?? []);
}

/** Adds the release's namespace to an object without one, as Helm does. */
function withNamespace(object: Manifest | null, namespace: string): Manifest | null {
  if (object === null || isClusterWide(object)) return object;
  return { ...object, metadata: { namespace, ...object.metadata } };
}

/* Fakes of the charts, used without the real charts. They contain only what the diagnostics read. */

const AGENT_PORT = 12_345;

export function fakeLokiChart({ loki, alerting, namespace }: Model): readonly Manifest[] {
  const name = loki.release;
  const labels = chartLabels("loki", name);
  const metadata = { name, namespace: namespace.name, labels };
  const config = toYaml(lokiConfiguration(loki, alerting.alertmanager));
  const ports = [{ name: "http-metrics", containerPort: loki.service.httpPort }];
  const readinessProbe = { httpGet: { path: "/ready", port: "http-metrics" } };
  const volumeMounts = [{ name: "storage", mountPath: loki.directories.data }];
  const container = { name: "loki", image: imageOf(loki.image), ports, readinessProbe, volumeMounts };
  const claim = {
    accessModes: ["ReadWriteOnce"],
    storageClassName: loki.volume.storageClass,
    resources: { requests: { storage: `${loki.volume.size}` } },
  };
  return [
    { apiVersion: "v1", kind: "ConfigMap", metadata, data: { "config.yaml": config } },
    {
      apiVersion: "v1",
      kind: "Service",
      metadata,
      spec: {
        selector: labels,
        publishNotReadyAddresses: true,
        ports: [{ name: "http-metrics", port: loki.service.httpPort, targetPort: "http-metrics" }],
      },
    },
    {
      apiVersion: "apps/v1",
      kind: "StatefulSet",
      metadata,
      spec: {
        serviceName: `${name}-headless`,
        replicas: 1,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: [container] } },
        volumeClaimTemplates: [{ metadata: { name: "storage" }, spec: claim }],
      },
    },
  ];
}

export function fakeAgentChart({ alloy, namespace }: Model, configMap: string): readonly Manifest[] {
  const { release } = alloy.agent;
  const tolerations = [{ operator: "Exists" }];
  return [
    workload("DaemonSet", { release, namespace: namespace.name, model: alloy, configMap, spec: { tolerations } }),
  ];
}

export function fakeEventsChart({ alloy, namespace }: Model, release: string, configMap: string): readonly Manifest[] {
  return [workload("Deployment", { release, namespace: namespace.name, model: alloy, configMap, spec: {} })];
}

interface WorkloadProps {
  readonly release: string;
  readonly namespace: string;
  readonly model: Model["alloy"];
  readonly configMap: string;
  /** Fields of the pod's spec besides its container. */
  readonly spec: Readonly<Record<string, unknown>>;
}

function workload(kind: string, { release, namespace, model, configMap, spec }: WorkloadProps): Manifest {
  const labels = chartLabels("alloy", release);
  const container = {
    name: "alloy",
    image: imageOf(model.image),
    ports: [{ name: "http-metrics", containerPort: AGENT_PORT }],
    readinessProbe: { httpGet: { path: "/-/ready", port: "http-metrics" } },
    volumeMounts: [{ name: "config", mountPath: "/etc/alloy" }],
  };
  const volumes = [{ name: "config", configMap: { name: configMap } }];
  return {
    apiVersion: "apps/v1",
    kind,
    metadata: { name: release, namespace, labels },
    spec: {
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { ...spec, containers: [container], volumes } },
    },
  };
}

function chartLabels(name: string, instance: string) {
  return { "app.kubernetes.io/name": name, "app.kubernetes.io/instance": instance };
}

function imageOf({ registry, repository, tag }: Model["alloy"]["image"]): string {
  return `${registry}/${repository}:${tag}`;
}
