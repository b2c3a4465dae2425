import { quantities } from "../cluster/resources";
import { reference } from "../terraform/artefacts";
import { INOTIFY, type InotifyModel, PAUSE, SYSCTL, SYSCTL_CONTAINER, SYSCTL_TOLERATIONS } from "./model";

/**
 * The pod that raises a node's limits, as the Kubernetes provider writes it.
 * It is separate from the agent's: where a node forbids the change, this pod fails and the agent still collects.
 */
export function sysctlPod(inotify: InotifyModel) {
  return {
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    // Also for a container that an admission webhook adds.
    securityContext: PROFILE,
    nodeSelector: { "kubernetes.io/os": "linux" },
    toleration: SYSCTL_TOLERATIONS,
    volume: [{ name: INOTIFY.volume, hostPath: { path: INOTIFY.hostPath, type: "Directory" } }],
    initContainer: [
      {
        name: SYSCTL_CONTAINER,
        image: reference(inotify.busybox),
        command: ["sh", "-c", script(inotify)],
        // The node's root owns the files. It writes them without any capability.
        securityContext: { ...CONFINED, runAsNonRoot: false, runAsUser: "0", runAsGroup: "0" },
        volumeMount: [{ name: INOTIFY.volume, mountPath: INOTIFY.mountPath }],
        resources: quantities(SYSCTL),
      },
    ],
    // A DaemonSet's pod must keep a container running. This one has no mount, no shell and no user of the node.
    container: [
      {
        name: "pause",
        image: reference(inotify.pause),
        resources: quantities(PAUSE),
        securityContext: { ...CONFINED, runAsNonRoot: true, runAsUser: "65535", runAsGroup: "65535" },
      },
    ],
  };
}

const PROFILE = { seccompProfile: { type: "RuntimeDefault" } };

const CONFINED = {
  allowPrivilegeEscalation: false,
  privileged: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ["ALL"] },
  ...PROFILE,
};

/** Raises only lower limits, because a higher one may be intended. Reads each back: a write can have no effect. */
function script({ maxUserWatches, maxUserInstances, maxQueuedEvents }: InotifyModel): string {
  return `set -eu
raise() {
  file=${INOTIFY.mountPath}/$1
  now=$(cat "$file")
  if [ "$now" -ge "$2" ]; then
    echo "fs.inotify.$1 stays at $now, at least $2"
    return
  fi
  echo "$2" > "$file"
  now=$(cat "$file")
  if [ "$now" -lt "$2" ]; then
    echo "fs.inotify.$1 is still $now after writing $2" >&2
    exit 1
  fi
  echo "fs.inotify.$1 = $now"
}
raise max_user_watches ${maxUserWatches}
raise max_user_instances ${maxUserInstances}
raise max_queued_events ${maxQueuedEvents}
`;
}
