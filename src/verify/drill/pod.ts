import type { V1Pod } from "@kubernetes/client-node";
import { type ImageModel, reference } from "../../terraform/artefacts";
import { Duration } from "../../units";
import { markerLine } from ".";

/** Its value is the marker of the run that made the pod. */
export const DRILL_LABEL = "log-collection/drill";

/** The kubelet ends a pod that hangs, whoever made it and is gone. */
export const DEADLINE = Duration.minutes(2);

export interface DrillPodProps {
  readonly name: string;
  readonly namespace: string;
  readonly node: string;
  readonly container: string;
  readonly marker: string;
  readonly image: ImageModel;
}

/** A pod that writes its lines and ends. It passes the strictest Pod Security level. */
export function drillPod({ name, namespace, node, container, marker, image }: DrillPodProps): V1Pod {
  return {
    metadata: { name, namespace, labels: { [DRILL_LABEL]: marker } },
    spec: {
      // Past the scheduler: cordoned and tainted nodes write logs too.
      nodeName: node,
      tolerations: [{ operator: "Exists" }],
      restartPolicy: "Never",
      activeDeadlineSeconds: DEADLINE.toSeconds(),
      terminationGracePeriodSeconds: 0,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      securityContext: { runAsNonRoot: true, runAsUser: 65_534, seccompProfile: { type: "RuntimeDefault" } },
      containers: [
        {
          name: container,
          image: reference(image),
          imagePullPolicy: "IfNotPresent",
          command: ["sh", "-c", script(marker)],
          resources: RESOURCES,
          securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ["ALL"] },
          },
        },
      ],
    },
  };
}

/** Next to nothing: the kubelet refuses a pod for which a full node has nothing left. */
const NEEDS = { cpu: "10m", memory: "16Mi" };

/** A LimitRange may say how far a limit may be above its request (maxLimitRequestRatio). */
const RESOURCES = { requests: NEEDS, limits: NEEDS };

function script(marker: string): string {
  return `for name in max_user_watches max_user_instances max_queued_events; do
  echo "fs.inotify.$name=$(cat /proc/sys/fs/inotify/$name)"
done
echo "${markerLine(marker)}"
`;
}
