import type { CoreV1Event, V1ContainerStatus, V1Node, V1Pod, V1Taint } from "@kubernetes/client-node";

/** A node, ready by default. */
export function node(name: string, { taints = [], ready = true, readySince, os = "linux" }: NodeProps = {}): V1Node {
  const since = readySince && { lastTransitionTime: readySince };
  return {
    metadata: { name, labels: { "kubernetes.io/os": os } },
    spec: { taints: [...taints] },
    status: { conditions: [{ type: "Ready", status: ready ? "True" : "Unknown", ...since }] },
  };
}

interface NodeProps {
  readonly taints?: readonly V1Taint[];
  readonly ready?: boolean;
  readonly readySince?: Date;
  readonly os?: string;
}

/** A pod on a node, ready by default. */
export function pod(name: string, nodeName: string, { ready = true, ...parts }: PodProps = {}): V1Pod {
  return {
    metadata: { name, namespace: "logs", ...parts.metadata },
    spec: { nodeName, containers: [], ...parts.spec },
    status: { conditions: [{ type: "Ready", status: ready ? "True" : "False" }], ...parts.status },
  };
}

interface PodProps extends V1Pod {
  readonly ready?: boolean;
}

/** A container's state, not ready by default. */
export function container(name: string, parts: Partial<V1ContainerStatus> = {}): V1ContainerStatus {
  return { name, ready: false, restartCount: 0, image: "", imageID: "", ...parts };
}

export function warning(kind: string, name: string, reason: string, message: string, minute = 0): CoreV1Event {
  return {
    metadata: {},
    involvedObject: { kind, name },
    reason,
    message,
    lastTimestamp: new Date(Date.UTC(2026, 0, 1, 0, minute)),
  };
}
