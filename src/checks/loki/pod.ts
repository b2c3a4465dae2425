import { SHUTDOWN_TIME } from "../../capacity/volume";
import type { Values } from "../../terraform/chart-values";
import { ByteSize, Duration } from "../../units";
import { durationAt, mappingsAt, sizeAt, valueAt } from "../values";

export interface Mount {
  readonly path: string;
  readonly writable: boolean;
  /** In memory, and so gone with the pod. */
  readonly inMemory: boolean;
  /** The ConfigMap that is mounted, where it is one. */
  readonly configMap: string | null;
}

/** What the chart gives a pod that says nothing about it. */
const CHART_GRACE = Duration.seconds(30);

/** Where the chart's pod may write by itself: its claim and an emptyDir. The root is read-only. */
const CHART_MOUNTS: readonly Mount[] = ["/var/loki", "/tmp"].map((path) => ({
  ...{ path, writable: true, inMemory: false, configMap: null },
}));

/** The mounts of Loki's container, the chart's own among them. */
export function mountsOf(values: Values): readonly Mount[] {
  const volumes = mappingsAt(values, "singleBinary.extraVolumes");
  const extra = mappingsAt(values, "singleBinary.extraVolumeMounts").map((mount) => {
    const volume = volumes.find(({ name }) => name === mount["name"]) ?? {};
    const fixed = volume["configMap"] !== undefined || volume["secret"] !== undefined;
    return {
      path: String(mount["mountPath"]),
      writable: !fixed && mount["readOnly"] !== true,
      inMemory: valueAt(volume, "emptyDir.medium") === "Memory",
      configMap: textAt(volume, "configMap.name"),
    };
  });
  return [...CHART_MOUNTS, ...extra];
}

/** The mount in which a path lies, null for the root. */
export function mountOf(path: string, mounts: readonly Mount[]): Mount | null {
  const around = mounts.filter((mount) => path === mount.path || path.startsWith(`${mount.path}/`));
  return around.sort((one, other) => other.path.length - one.path.length)[0] ?? null;
}

export function gracePeriodOf(values: Values): Duration {
  const seconds = valueAt(values, "singleBinary.terminationGracePeriodSeconds");
  return typeof seconds === "number" ? Duration.seconds(seconds) : CHART_GRACE;
}

/** All that the pod's tmpfs volumes may hold; it counts against the container's memory limit, which bounds those without a size. */
export function tmpfsOf(values: Values, memoryLimit: ByteSize): ByteSize {
  return mappingsAt(values, "singleBinary.extraVolumes")
    .filter((volume) => valueAt(volume, "emptyDir.medium") === "Memory")
    .map((volume) => sizeAt(volume, "emptyDir.sizeLimit") ?? memoryLimit)
    .reduce((sum, size) => sum.plus(size), ByteSize.bytes(0));
}

/** How far the Go runtime lets the heap grow: what the pod says, or the chart's share of the whole limit. */
export function goMemoryLimitOf(values: Values, memoryLimit: ByteSize): ByteSize {
  const env = mappingsAt(values, "singleBinary.extraEnv").find(({ name }) => name === "GOMEMLIMIT");
  const written = ByteSize.parse(String(env?.["value"] ?? "").replace(/iB$/, "i"));
  return written ?? memoryLimit.scaled(CHART_SHARE);
}

const CHART_SHARE = 0.85;

/** The longest that Loki waits for requests under way before it flushes. */
export function shutdownDelayOf(configuration: Values): Duration {
  return durationAt(configuration, "server.graceful_shutdown_timeout") ?? SHUTDOWN_TIME;
}

function textAt(values: unknown, path: string): string | null {
  const value = valueAt(values, path);
  return typeof value === "string" ? value : null;
}
