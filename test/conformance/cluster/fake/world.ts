import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { V1Pod, V1Taint } from "@kubernetes/client-node";
import { nodeAddress } from "../environment";
import type { KubeClient, Manifest } from "../kube-client";

/** What the stand-ins see. */
export interface World {
  readonly kube: KubeClient;
  readonly namespace: string;
  readonly nodes: readonly StandInNode[];
  /** All that are there, as the API server tells. */
  readonly pods: () => readonly V1Pod[];
}

export function isReady(pod: V1Pod): boolean {
  return pod.status?.conditions?.some(({ type, status }) => type === "Ready" && status === "True") ?? false;
}

/** The pods of a controller. */
export function podsOf({ pods }: World, uid: string | undefined): readonly V1Pod[] {
  return pods().filter(({ metadata }) => metadata?.ownerReferences?.some((owner) => owner.uid === uid));
}

/** The port of every kubelet. */
export const KUBELET_PORT = 10_250;

/** What a Linux has before anybody raises it. */
const INOTIFY: Readonly<Record<string, number>> = {
  max_user_watches: 8_192,
  max_user_instances: 128,
  max_queued_events: 16_384,
};

/** A node that isn't there but for what its pods write. Tests break it. */
export class StandInNode {
  readonly name: string;
  readonly address: string;
  /** Whether its agent sends what pods write. */
  agentReads = true;
  /** Whether its kubelet gives logs away. */
  givesLogs = true;

  /** @param folder where it keeps its own /proc/sys/fs/inotify */
  constructor(
    index: number,
    readonly taints: readonly V1Taint[],
    readonly folder: string,
  ) {
    this.name = `node-${index + 1}`;
    this.address = nodeAddress(index);
    mkdirSync(folder, { recursive: true });
    for (const [name, value] of Object.entries(INOTIFY)) this.setInotify(name, value);
  }

  setInotify(name: string, value: number): void {
    writeFileSync(join(this.folder, name), `${value}\n`);
  }

  object(): Manifest {
    return {
      apiVersion: "v1",
      kind: "Node",
      metadata: { name: this.name, labels: { "kubernetes.io/os": "linux", "kubernetes.io/hostname": this.name } },
      spec: { taints: this.taints },
    };
  }

  status() {
    return {
      addresses: [{ type: "InternalIP", address: this.address }],
      daemonEndpoints: { kubeletEndpoint: { Port: KUBELET_PORT } },
      conditions: [{ type: "Ready", status: "True", reason: "KubeletReady" }],
      capacity: RESOURCES,
      allocatable: RESOURCES,
      nodeInfo: NODE_INFO,
    };
  }
}

const RESOURCES = { cpu: "4", memory: "16Gi", pods: "110" };

/** Every field is required. */
const NODE_INFO = {
  architecture: "amd64",
  bootID: "",
  containerRuntimeVersion: "containerd://2.1.4",
  kernelVersion: "6.12.0",
  kubeProxyVersion: "",
  kubeletVersion: "v1.36.3",
  machineID: "0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f",
  operatingSystem: "linux",
  osImage: "Debian GNU/Linux 13 (trixie)",
  systemUUID: "",
};
