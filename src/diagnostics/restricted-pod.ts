import type { V1Pod } from "@kubernetes/client-node";
import { type ImageModel, reference } from "../terraform/artefacts";
import type { Duration } from "../units";

export interface RestrictedPodProps {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Null if the scheduler chooses it. */
  readonly node: string | null;
  readonly container: string;
  readonly image: ImageModel;
  /** A script of the shell of busybox. */
  readonly script: string;
  /** The kubelet ends a pod that runs for longer, even if the run that created it was killed. */
  readonly deadline: Duration;
}

/** A pod that runs a script and ends. It satisfies the strictest Pod Security level, and runs on tainted nodes, too. */
export function restrictedPod(props: RestrictedPodProps): V1Pod {
  const { name, namespace, labels, node, container, image, script, deadline } = props;
  return {
    metadata: { name, namespace, labels },
    spec: {
      // A node's name bypasses the scheduler: cordoned nodes write logs, too.
      ...(node === null ? { nodeSelector: { "kubernetes.io/os": "linux" } } : { nodeName: node }),
      tolerations: [{ operator: "Exists" }],
      restartPolicy: "Never",
      activeDeadlineSeconds: deadline.toSeconds(),
      terminationGracePeriodSeconds: 0,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      securityContext: { runAsNonRoot: true, runAsUser: 65_534, seccompProfile: { type: "RuntimeDefault" } },
      containers: [
        {
          name: container,
          image: reference(image),
          imagePullPolicy: "IfNotPresent",
          command: ["sh", "-c", script],
          resources: RESOURCE_REQUIREMENTS,
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

/** As little as possible: the kubelet rejects a pod whose requests a full node cannot satisfy. */
const RESOURCES = { cpu: "10m", memory: "16Mi" };

/** A LimitRange may restrict how far a limit is above its request (maxLimitRequestRatio). */
const RESOURCE_REQUIREMENTS = { requests: RESOURCES, limits: RESOURCES };
