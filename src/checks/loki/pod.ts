import { SHUTDOWN_TIME } from "../../capacity/volume";
import type { Values } from "../../terraform/chart-values";
import { ByteSize, Duration } from "../../units";
import { durationAt, mappingsAt, sizeAt, valueAt } from "../values";

export interface Mount {
  readonly path: string;
  readonly writable: boolean;
  /** In memory, so it is lost with the pod. */
  readonly inMemory: boolean;
  /** The name of the mounted ConfigMap, null for other volumes. */
  readonly configMap: string | null;
}

/** The chart's default. */
const CHART_GRACE = Duration.seconds(30);

/** The writable mounts of the chart itself: the claim and an emptyDir. The root is read-only. */
const CHART_MOUNTS: readonly Mount[] = ["/var/loki", "/tmp"].map((path) => ({
  ...{ path, writable: true, inMemory: false, configMap: null },
}));

/** The mounts of Loki's container, including the chart's own. */
export function mountsOf(values: Values): readonly Mount[] {
  const volumes = mappingsAt(values, "singleBinary.extraVolumes");
  const extra = mappingsAt(values, "singleBinary.extraVolumeMounts").map((mount) => {
    const volume = volumes.find(({ name }) => name === mount["name"]) ?? {};
    const readOnly = volume["configMap"] !== undefined || volume["secret"] !== undefined;
    return {
      path: String(mount["mountPath"]),
      writable: !readOnly && mount["readOnly"] !== true,
      inMemory: valueAt(volume, "emptyDir.medium") === "Memory",
      configMap: textAt(volume, "configMap.name"),
    };
  });
  return [...CHART_MOUNTS, ...extra];
}

/** The mount that contains a path, null for the root. */
export function mountOf(path: string, mounts: readonly Mount[]): Mount | null {
  const containing = mounts.filter((mount) => path === mount.path || path.startsWith(`${mount.path}/`));
  return containing.sort((one, other) => other.path.length - one.path.length)[0] ?? null;
}

export function gracePeriodOf(values: Values): Duration {
  const seconds = valueAt(values, "singleBinary.terminationGracePeriodSeconds");
  return typeof seconds === "number" ? Duration.seconds(seconds) : CHART_GRACE;
}

/** The total size of the pod's tmpfs volumes. The container's memory limit bounds a volume without a size. */
export function tmpfsOf(values: Values, memoryLimit: ByteSize): ByteSize {
  return mappingsAt(values, "singleBinary.extraVolumes")
    .filter((volume) => valueAt(volume, "emptyDir.medium") === "Memory")
    .map((volume) => sizeAt(volume, "emptyDir.sizeLimit") ?? memoryLimit)
    .reduce((sum, size) => sum.plus(size), ByteSize.bytes(0));
}

/** Go's memory limit: GOMEMLIMIT of the pod, or the chart's share of the container's limit. */
export function goMemoryLimitOf(values: Values, memoryLimit: ByteSize): ByteSize {
  const env = mappingsAt(values, "singleBinary.extraEnv").find(({ name }) => name === "GOMEMLIMIT");
  const written = ByteSize.parse(String(env?.["value"] ?? "").replace(/iB$/, "i"));
  return written ?? memoryLimit.scaled(CHART_SHARE);
}

const CHART_SHARE = 0.85;

/** How long Loki waits for requests in flight before it flushes. */
export function shutdownDelayOf(configuration: Values): Duration {
  return durationAt(configuration, "server.graceful_shutdown_timeout") ?? SHUTDOWN_TIME;
}

function textAt(values: unknown, path: string): string | null {
  const value = valueAt(values, path);
  return typeof value === "string" ? value : null;
}
