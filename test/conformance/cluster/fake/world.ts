import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { V1Pod, V1Taint } from "@kubernetes/client-node";
import type { Manifest } from "../../../../tools/manifests/manifest";
import { nodeAddress } from "../environment";
import type { KubeClient } from "../kube-client";

/** The state of the cluster, which all fakes share. */
export interface World {
  readonly kube: KubeClient;
  readonly namespace: string;
  readonly nodes: readonly FakeNode[];
  /** Every pod that the API server has reported. */
  readonly pods: () => readonly V1Pod[];
}

export function isReady(pod: V1Pod): boolean {
  return pod.status?.conditions?.some(({ type, status }) => type === "Ready" && status === "True") ?? false;
}

/** The pods that a controller owns, by the controller's UID. */
export function podsOf({ pods }: World, uid: string | undefined): readonly V1Pod[] {
  return pods().filter(({ metadata }) => metadata?.ownerReferences?.some((owner) => owner.uid === uid));
}

/** The port of every kubelet; the nodes differ by their addresses. */
export const KUBELET_PORT = 10_250;

/** The defaults of a Linux kernel. */
const INOTIFY: Readonly<Record<string, number>> = {
  max_user_watches: 8_192,
  max_user_instances: 128,
  max_queued_events: 16_384,
};

/** A fake node: only its kernel parameters and the output of its pods exist. Tests inject faults into it. */
export class FakeNode {
  readonly name: string;
  readonly address: string;
  /** Whether the node's agent sends the lines of its pods. */
  agentReads = true;
  /** Whether the node's kubelet serves container logs. */
  givesLogs = true;

  /** @param folder holds the node's own /proc/sys/fs/inotify */
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

/** The API server requires every field. */
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
