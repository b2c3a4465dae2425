import { quantities } from "../cluster/resources";
import { reference } from "../terraform/artefacts";
import { type InotifyModel, PAUSE, SYSCTL, SYSCTL_CONTAINER, SYSCTL_TOLERATIONS } from "./model";

/** The pod that raises a node's limits, as the Kubernetes provider writes it. */
export function sysctlPod(inotify: InotifyModel) {
  return {
    hostPid: true,
    automountServiceAccountToken: false,
    nodeSelector: { "kubernetes.io/os": "linux" },
    toleration: SYSCTL_TOLERATIONS,
    initContainer: [
      {
        name: SYSCTL_CONTAINER,
        image: reference(inotify.busybox),
        command: ["sh", "-c", script(inotify)],
        securityContext: { privileged: true },
        resources: quantities(SYSCTL),
      },
    ],
    container: [
      {
        name: "pause",
        image: reference(inotify.pause),
        resources: quantities(PAUSE),
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          runAsNonRoot: true,
          runAsUser: "65535",
          capabilities: { drop: ["ALL"] },
        },
      },
    ],
  };
}

/** Raises only lower limits, because a higher one may be intended. */
function script({ maxUserWatches, maxUserInstances, maxQueuedEvents }: InotifyModel): string {
  return `set -eu
raise() {
  now=$(cat "/proc/sys/fs/inotify/$1")
  if [ "$now" -lt "$2" ]; then
    sysctl -w "fs.inotify.$1=$2"
  else
    echo "fs.inotify.$1 stays at $now, at least $2"
  fi
}
raise max_user_watches ${maxUserWatches}
raise max_user_instances ${maxUserInstances}
raise max_queued_events ${maxQueuedEvents}
`;
}
