import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { nodePipeline } from "../../../src/alloy/pipelines";
import { type Block, Expression } from "../../../src/alloy/syntax";
import { resolveModel } from "../../../src/model";
import type { Settings } from "../../../src/settings/settings";
import { type RenderedStack, renderStack } from "../../../src/stack/rendered-stack";
import type { Values } from "../../../src/terraform/chart-values";
import { readMapping } from "../../../src/terraform/yaml";
import { ByteSize, Cpu, Duration } from "../../../src/units";
import { ROOT } from "../../helpers/example";

/** A deployment that remedies correct step by step: literal values if it has them, otherwise settings. */
export interface Draft {
  readonly settings: Settings;
  readonly loki: Values;
  readonly agent: Values;
  readonly repository: string;
  readonly lokiVersion: string;
  readonly alloyVersion: string;
  readonly timeout: Duration | null;
  readonly storageClass: string | null;
  readonly uid: string | null;
  readonly pipeline: readonly Block[] | null;
}

/** The cluster it was written for, with the facts that its author knew half a year later. */
const SETTINGS: Settings = {
  namespace: { name: "monitoring", create: false },
  alertmanager: { service: "prometheus-alertmanager", namespace: "monitoring", port: 9093 },
  nfs: { server: "10.0.10.15", path: "/mnt/main/loki", size: ByteSize.gibibytes(15) },
  cluster: { nodes: 5, taints: [{ key: "node-role.kubernetes.io/control-plane", effect: "NoSchedule" }] },
  load: { pods: 450, podStartsPerDay: 10_000, bytesPerDay: ByteSize.gibibytes(1) },
  // Loki's default, which the original deployment does not set.
  loki: { maxStreams: 5_000 },
  inotify: { maxUserInstances: 512 },
  alloy: {
    resources: {
      cpuRequest: Cpu.millicores(50),
      cpuLimit: Cpu.millicores(200),
      memoryRequest: ByteSize.mebibytes(64),
      memoryLimit: ByteSize.mebibytes(128),
    },
  },
  alerting: { rules: relative(ROOT, join(__dirname, "rules")) },
};

/** Each agent tailed every pod of the cluster through the API server. */
const PIPELINE: readonly Block[] = [
  { name: "discovery.kubernetes", label: "pods", attributes: { role: "pod" } },
  {
    name: "loki.source.kubernetes",
    label: "pods",
    attributes: {
      targets: new Expression("discovery.kubernetes.pods.targets"),
      forward_to: [new Expression("loki.write.default.receiver")],
    },
  },
  {
    name: "loki.write",
    label: "default",
    blocks: [
      { name: "endpoint", attributes: { url: "http://loki.monitoring.svc.cluster.local:3100/loki/api/v1/push" } },
    ],
  },
];

export const originalDeployment: Draft = {
  settings: SETTINGS,
  loki: literal("loki.yaml"),
  agent: literal("alloy.yaml"),
  repository: "https://grafana.github.io/helm-charts",
  ...{ lokiVersion: "", alloyVersion: "" },
  timeout: Duration.seconds(300),
  ...{ storageClass: "", uid: "" },
  pipeline: PIPELINE,
};

function literal(name: string): Values {
  return readMapping(name, readFileSync(join(__dirname, name), "utf8"));
}

/** Renders a draft; null means that the stack derives the value. */
export function drafted(draft: Draft): RenderedStack {
  const model = resolveModel(draft.settings, ROOT);
  const { volume } = model.loki;
  const of = renderStack(
    {
      ...model,
      loki: { ...model.loki, volume: { ...volume, storageClass: draft.storageClass ?? volume.storageClass } },
      grafana: { ...model.grafana, uid: draft.uid ?? model.grafana.uid },
    },
    ROOT,
  );
  return {
    ...of,
    loki: {
      ...of.loki,
      values: draft.loki,
      chart: { ...of.loki.chart, repository: draft.repository, version: draft.lokiVersion },
      timeout: draft.timeout ?? of.loki.timeout,
    },
    agent: {
      ...of.agent,
      values: draft.agent,
      chart: { ...of.agent.chart, version: draft.alloyVersion },
      timeout: draft.timeout ?? of.agent.timeout,
      pipeline: draft.pipeline ?? nodePipeline(model.alloy),
    },
  };
}
