import { lokiConfiguration } from "../../../../src/loki/configuration";
import type { Model } from "../../../../src/model";
import { toYaml } from "../../../../src/terraform/yaml";
import type { Manifest } from "./manifest";

/** Stand-ins for what the charts make, where the charts aren't given: as much of it as links look at. */

const AGENT_PORT = 12_345;

export function lokiStandIn({ loki, alerting, namespace }: Model): readonly Manifest[] {
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

export function agentStandIn({ alloy, namespace }: Model, configMap: string): readonly Manifest[] {
  const { release } = alloy.agent;
  const tolerations = [{ operator: "Exists" }];
  return [
    workload("DaemonSet", { release, namespace: namespace.name, model: alloy, configMap, spec: { tolerations } }),
  ];
}

export function eventsStandIn({ alloy, namespace }: Model, release: string, configMap: string): readonly Manifest[] {
  return [workload("Deployment", { release, namespace: namespace.name, model: alloy, configMap, spec: {} })];
}

interface WorkloadProps {
  readonly release: string;
  readonly namespace: string;
  readonly model: Model["alloy"];
  readonly configMap: string;
  /** What the pods have beside their container. */
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
