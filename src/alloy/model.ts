import type { ClusterModel } from "../cluster/model";
import { type ResourcesModel, resolveResources } from "../cluster/resources";
import type { LokiModel } from "../loki/model";
import type { TextValidator } from "../settings/messages";
import { SettingsError } from "../settings/settings-error";
import type { SettingsReader } from "../settings/settings-reader";
import { anyText } from "../settings/validators";
import type { ChartModel, ImageModel } from "../terraform/artefacts";
import { ByteSize, Cpu, Duration } from "../units";
import { dropSelector } from "./selector";
import { type AlloySettings, type ContainerRuntime, containerRuntimes, type DropSettings } from "./settings";

export interface AlloyModel {
  readonly chart: ChartModel;
  readonly image: ImageModel;
  readonly runtime: ContainerRuntime;
  readonly journal: boolean;
  readonly drop: readonly DropModel[];
  /** Where the plan's own pods are: their lines about themselves are dropped. */
  readonly namespace: string;
  readonly write: WriteModel;
  /** The agent on every node. */
  readonly agent: AlloyReleaseModel;
  /** The one collector of the cluster's events, or null where they aren't collected. */
  readonly events: AlloyReleaseModel | null;
}

export interface DropModel {
  readonly name: string;
  readonly reason: string;
  readonly selector: string;
}

/** Where lines go, and what Loki takes of them. */
export interface WriteModel {
  readonly url: string;
  readonly maxLineSize: ByteSize;
  readonly oldestAccepted: Duration;
}

export interface AlloyReleaseModel {
  readonly release: string;
  /** How the name of its pipeline's ConfigMap begins. */
  readonly configMap: string;
  /** Where read positions are kept. */
  readonly storagePath: string;
  readonly resources: ResourcesModel;
  readonly gracePeriod: Duration;
  readonly rolloutTimeout: Duration;
}

export interface AlloySurroundings {
  readonly namespace: string;
  readonly cluster: ClusterModel;
  readonly chart: ChartModel;
  readonly image: ImageModel;
  readonly loki: LokiModel;
}

/** The share of nodes whose agent a rollout replaces at a time. */
export const ROLLOUT_SHARE = 0.5;

const GRACE = Duration.seconds(30);

/** Stopping, starting, the chart's readiness delay and its ten seconds of minReadySeconds, on one batch of nodes. */
const BATCH = GRACE.plus(Duration.seconds(60));

/** Pulling the image on every node at once. */
const PULL = Duration.minutes(5);

const AGENT_RESOURCES: ResourcesModel = {
  cpuRequest: Cpu.millicores(50),
  cpuLimit: null,
  memoryRequest: ByteSize.mebibytes(128),
  memoryLimit: ByteSize.mebibytes(512),
};

const EVENTS_RESOURCES: ResourcesModel = {
  cpuRequest: Cpu.millicores(10),
  cpuLimit: null,
  memoryRequest: ByteSize.mebibytes(64),
  memoryLimit: ByteSize.mebibytes(256),
};

const EVENTS_RELEASE = "alloy-events";

export function resolveAlloy(reader: SettingsReader<AlloySettings>, around: AlloySurroundings): AlloyModel {
  const { chart, image, loki, namespace } = around;
  const { maxLineSize, oldestAccepted } = loki.limits;
  return {
    chart,
    image,
    runtime: reader.choice("runtime", containerRuntimes, "containerd"),
    journal: reader.flag("journal", true),
    drop: resolveDrops(reader),
    namespace,
    write: { url: `${loki.service.url}/loki/api/v1/push`, maxLineSize, oldestAccepted },
    agent: resolveAgent(reader, around),
    events: reader.flag("events", true) ? EVENTS : null,
  };
}

function resolveAgent(
  reader: SettingsReader<AlloySettings>,
  { cluster, namespace }: AlloySurroundings,
): AlloyReleaseModel {
  const batches = Math.ceil(cluster.nodes / Math.ceil(cluster.nodes * ROLLOUT_SHARE));
  return {
    release: "alloy",
    configMap: "alloy-pipeline",
    // On the node, so that it outlives the pod; one folder an installation.
    storagePath: `/var/lib/alloy/${namespace}`,
    resources: reader.object("resources", (part) => resolveResources(part, AGENT_RESOURCES)),
    gracePeriod: GRACE,
    rolloutTimeout: PULL.plus(BATCH.times(batches)),
  };
}

const EVENTS: AlloyReleaseModel = {
  release: EVENTS_RELEASE,
  configMap: `${EVENTS_RELEASE}-pipeline`,
  storagePath: "/var/lib/alloy",
  resources: EVENTS_RESOURCES,
  gracePeriod: GRACE,
  rolloutTimeout: PULL.plus(BATCH),
};

const dropName: TextValidator = {
  pattern: /^[a-z0-9]([-_a-z0-9]*[a-z0-9])?$/,
  expected: "a short name of lower-case letters, digits, dashes and underscores",
  why: "it becomes the value of a metric's label",
  remedy: 'write it like "health-checks"',
};

/** Control characters, a byte order mark, half a character: Alloy refuses the whole file for one of them. */
const oneLine: TextValidator = {
  ...anyText,
  pattern: /^(?=.*\S)[^\p{Cc}\p{Surrogate}\uFEFF]*$/u,
  expected: "a sentence on one line",
  why: "it becomes a comment of the pipeline, and Alloy refuses the whole file for a character of another kind",
  remedy: "write it on one line, in plain text",
};

function resolveDrops(reader: SettingsReader<AlloySettings>): readonly DropModel[] {
  const drops = reader.list("drop", resolveDrop);
  for (const [index, { name }] of drops.entries()) {
    const first = drops.findIndex((other) => other.name === name);
    if (first < index) throw sharedDropName(reader.named(`drop[${index}].name`), name);
  }
  return drops;
}

function sharedDropName(setting: string, name: string): SettingsError {
  return new SettingsError({
    setting,
    got: `"${name}" once more`,
    expected: "a name for each drop that no other drop has",
    why: "the metric of dropped lines could not tell the two apart",
    remedy: "rename one of the two",
  });
}

function resolveDrop(reader: SettingsReader<DropSettings>): DropModel {
  return {
    name: reader.text("name", dropName),
    reason: reader.text("reason", oneLine),
    selector: reader.text("selector", dropSelector),
  };
}
