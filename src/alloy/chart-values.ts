import { quantities } from "../cluster/resources";
import { type AlloyModel, type AlloyReleaseModel, ROLLOUT_SHARE } from "./model";

/** The key of the pipeline in its ConfigMap. */
export const PIPELINE_KEY = "config.alloy";

/** The values of the Alloy chart for the agent on every node. @see values/alloy.yaml for the rest */
export function agentChartValues(alloy: AlloyModel) {
  const { agent } = alloy;
  const shared = shareOf(agent, alloy);
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

/** The node's paths that the agent mounts beside those of the chart's own. */
export function agentMounts({ agent, journal }: AlloyModel) {
  return [positions(agent), ...(journal ? JOURNAL : [])];
}

/**
 * The values of the Alloy chart for the one collector of events. @see values/alloy-events.yaml for the rest
 * Its position outlives the container, not the pod: a new pod sends the last hour of events again, and a query shows
 * one of two equal lines with one time.
 */
export function eventsChartValues(alloy: AlloyModel, events: AlloyReleaseModel) {
  const shared = shareOf(events, alloy);
  return {
    ...shared,
    controller: { ...shared.controller, volumes: { extra: [{ name: "positions", emptyDir: {} }] } },
    alloy: { ...shared.alloy, mounts: { extra: [{ name: "positions", mountPath: events.storagePath }] } },
  };
}

function shareOf(release: AlloyReleaseModel, { image }: AlloyModel) {
  return {
    image: { registry: image.registry, repository: image.repository, tag: image.tag },
    controller: {
      terminationGracePeriodSeconds: release.gracePeriod.toSeconds(),
    },
    alloy: {
      configMap: { create: false, key: PIPELINE_KEY },
      storagePath: release.storagePath,
      resources: quantities(release.resources),
    },
  };
}

function positions({ storagePath }: AlloyReleaseModel) {
  return { name: "positions", hostPath: { path: storagePath, type: "DirectoryOrCreate" }, readOnly: false };
}

/**
 * The volatile journal beside the persistent one in /var/log, and the id by which libsystemd knows whose journal it is.
 * /var/log/journal itself is not mounted: creating it would make the node's journald persistent.
 */
const JOURNAL = [
  { name: "run-log", hostPath: { path: "/run/log", type: "DirectoryOrCreate" }, readOnly: true },
  { name: "machine-id", hostPath: { path: "/etc/machine-id", type: "File" }, readOnly: true },
];
