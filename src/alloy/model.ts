import type { ClusterModel, LoadModel } from "../cluster/model";
import { LOG_STORAGE, type ResourcesModel, resolveResources } from "../cluster/resources";
import type { LokiModel } from "../loki/model";
import type { SettingsReader } from "../settings/settings-reader";
import type { ChartModel, ImageModel } from "../terraform/artefacts";
import { ByteSize, Cpu, Duration } from "../units";
import { type DropModel, resolveDrops } from "./drops";
import { type LineLimits, lineLimits } from "./line-limits";
import { type AlloySettings, type ContainerRuntime, containerRuntimes } from "./settings";

export interface AlloyModel {
  readonly chart: ChartModel;
  readonly image: ImageModel;
  readonly runtime: ContainerRuntime;
  readonly journal: boolean;
  readonly drop: readonly DropModel[];
  /** The namespace of the stack. The agents label the streams of its containers. */
  readonly namespace: string;
  /** The namespace of the drill's pods, whose streams the agents label, too. */
  readonly drillNamespace: string;
  readonly write: WriteModel;
  readonly limits: LineLimits;
  /** The port of the metrics and of Alloy's own API. */
  readonly httpPort: number;
  /** The agent on every node. */
  readonly agent: AlloyReleaseModel;
  /** The single collector of the cluster's events; null if events aren't collected. */
  readonly events: AlloyReleaseModel | null;
}

/** The push API of Loki, and the lines that it accepts. */
export interface WriteModel {
  readonly url: string;
  readonly maxLineSize: ByteSize;
  readonly oldestAccepted: Duration;
}

export interface AlloyReleaseModel {
  readonly release: string;
  /** The prefix of the name of its pipeline's ConfigMap. */
  readonly configMap: string;
  /** The directory of the read positions. */
  readonly storagePath: string;
  readonly resources: ResourcesModel;
  readonly gracePeriod: Duration;
  readonly rolloutTimeout: Duration;
}

export interface AlloyContext {
  readonly namespace: string;
  readonly drillNamespace: string;
  readonly cluster: ClusterModel;
  readonly chart: ChartModel;
  readonly image: ImageModel;
  readonly load: LoadModel;
  readonly loki: LokiModel;
}

/** The fraction of nodes whose agents a rollout replaces at the same time. */
export const ROLLOUT_SHARE = 0.5;

const GRACE = Duration.seconds(30);

/** The rollout of one batch of nodes: stop, start, the chart's readiness delay and its minReadySeconds (10 s). */
const BATCH = GRACE.plus(Duration.seconds(60));

/** The image pull on all nodes in parallel. */
const PULL = Duration.minutes(5);

const AGENT_RESOURCES: ResourcesModel = {
  cpuRequest: Cpu.millicores(50),
  cpuLimit: null,
  memoryRequest: ByteSize.mebibytes(128),
  memoryLimit: ByteSize.mebibytes(512),
  storage: LOG_STORAGE,
};

const EVENTS_RESOURCES: ResourcesModel = {
  cpuRequest: Cpu.millicores(10),
  cpuLimit: null,
  memoryRequest: ByteSize.mebibytes(64),
  memoryLimit: ByteSize.mebibytes(256),
  storage: LOG_STORAGE,
};

const EVENTS_RELEASE = "alloy-events";

/** Also the chart's default. */
const HTTP_PORT = 12_345;

/** The labels by which the chart selects the pods of a release. */
export function podLabels(release: string): Readonly<Record<string, string>> {
  return { "app.kubernetes.io/name": "alloy", "app.kubernetes.io/instance": release };
}

export function resolveAlloy(reader: SettingsReader<AlloySettings>, context: AlloyContext): AlloyModel {
  const { chart, image, load, loki, namespace, drillNamespace } = context;
  const { maxLineSize, oldestAccepted } = loki.limits;
  return {
    chart,
    image,
    runtime: reader.choice("runtime", containerRuntimes, "containerd"),
    journal: reader.flag("journal", true),
    drop: resolveDrops(reader),
    namespace,
    drillNamespace,
    limits: lineLimits(loki.limits, load),
    write: { url: `${loki.service.url}/loki/api/v1/push`, maxLineSize, oldestAccepted },
    httpPort: HTTP_PORT,
    agent: resolveAgent(reader, context),
    events: reader.flag("events", true) ? EVENTS : null,
  };
}

function resolveAgent(reader: SettingsReader<AlloySettings>, { cluster, namespace }: AlloyContext): AlloyReleaseModel {
  const batches = Math.ceil(cluster.nodes / Math.ceil(cluster.nodes * ROLLOUT_SHARE));
  return {
    release: "alloy",
    configMap: "alloy-pipeline",
    // A host path outlives the pod, so each installation needs a directory of its own.
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
