import { quantities } from "../cluster/resources";
import { ByteSize } from "../units";
import { type AlloyModel, type AlloyReleaseModel, ROLLOUT_SHARE } from "./model";

/** The pipeline's key in its ConfigMap. */
export const PIPELINE_KEY = "config.alloy";

/** Derived lists to which values/alloy.yaml and values/alloy-events.yaml may add. */
export const ALLOY_LISTS = ["controller.volumes.extra", "alloy.mounts.extra"];

/** Derived values of the Alloy chart for the agent on every node. @see values/alloy.yaml for the constant ones */
export function agentChartValues(alloy: AlloyModel) {
  const { agent } = alloy;
  const shared = sharedValues(agent, alloy);
  const mounts = agentMounts(alloy);
  return {
    ...shared,
    controller: {
      ...shared.controller,
      updateStrategy: { rollingUpdate: { maxSurge: `${100 * ROLLOUT_SHARE}%` } },
      volumes: { extra: mounts.map(({ name, hostPath }) => ({ name, hostPath })) },
    },
    alloy: {
      ...shared.alloy,
      mounts: {
        dockercontainers: alloy.runtime === "docker",
        extra: mounts.map(({ name, hostPath, readOnly }) => ({ name, mountPath: hostPath.path, readOnly })),
      },
    },
  };
}

/** Returns the host paths that the agent mounts in addition to the chart's. */
export function agentMounts({ agent, journal }: AlloyModel) {
  return [positions(agent), ...(journal ? JOURNAL : [])];
}

/**
 * Derived values of the Alloy chart for the events collector. @see values/alloy-events.yaml for the constant ones
 * The read position survives a container restart, but not a pod restart. A new pod sends the last hour of events again.
 * Queries deduplicate equal lines with equal timestamps.
 */
export function eventsChartValues(alloy: AlloyModel, events: AlloyReleaseModel) {
  const shared = sharedValues(events, alloy);
  return {
    ...shared,
    controller: {
      ...shared.controller,
      volumes: { extra: [{ name: "positions", emptyDir: { sizeLimit: `${POSITIONS_SIZE}` } }] },
    },
    alloy: {
      ...shared.alloy,
      livenessProbe: EVENTS_LIVENESS,
      mounts: { extra: [{ name: "positions", mountPath: events.storagePath }] },
    },
  };
}

/**
 * Fails while the API server doesn't respond to the collector, or when Alloy hangs. A watch that is running reconnects
 * by itself within a minute, so a short outage restarts nothing. An agent has no such probe: it also reads the journal,
 * which needs no API server, and its discovery always retries.
 * @see docs/decisions/0027-liveness-sees-what-stopped.md
 */
const EVENTS_LIVENESS = {
  httpGet: { path: "/-/healthy", port: "http-metrics" },
  periodSeconds: 60,
  timeoutSeconds: 10,
  failureThreshold: 5,
};

/** The collector stores one timestamp. */
const POSITIONS_SIZE = ByteSize.mebibytes(16);

/** Alloy has flags for these two; the pipeline's http block closes the rest. */
const CLOSED = ["--server.http.enable-pprof=false", "--server.http.disable-support-bundle"];

function sharedValues(release: AlloyReleaseModel, { image, httpPort }: AlloyModel) {
  return {
    image: {
      registry: image.registry,
      repository: image.repository,
      // With a digest, the chart ignores the tag, which tells people the version.
      tag: image.tag,
      ...(image.digest !== null && { digest: image.digest }),
    },
    controller: {
      terminationGracePeriodSeconds: release.gracePeriod.toSeconds(),
    },
    alloy: {
      configMap: { create: false, key: PIPELINE_KEY },
      storagePath: release.storagePath,
      listenPort: httpPort,
      extraArgs: CLOSED,
      resources: quantities(release.resources),
    },
  };
}

function positions({ storagePath }: AlloyReleaseModel) {
  return { name: "positions", hostPath: { path: storagePath, type: "DirectoryOrCreate" }, readOnly: false };
}

/**
 * The volatile journal, and the machine id by which libsystemd identifies the journal. The chart mounts /var/log, which
 * contains the persistent journal. Mounting /var/log/journal could create it, which would make journald persistent.
 */
const JOURNAL = [
  { name: "run-log", hostPath: { path: "/run/log", type: "DirectoryOrCreate" }, readOnly: true },
  { name: "machine-id", hostPath: { path: "/etc/machine-id", type: "File" }, readOnly: true },
];
