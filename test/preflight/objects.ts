import type { V1Container, V1Node, V1NodeSystemInfo, V1ObjectMeta, V1Pod, V1Taint } from "@kubernetes/client-node";
import type { Outcome } from "../../src/diagnostics/outcome";

export interface NodeProps {
  readonly taints?: V1Taint[];
  readonly cordoned?: boolean;
  readonly labels?: Record<string, string>;
  readonly memory?: string;
  readonly cpu?: string;
  /** How many pods may be on it. */
  readonly pods?: string;
  readonly info?: Partial<V1NodeSystemInfo>;
}

/** A node as kubelet reports it: Linux on amd64, with containerd and 16 GB. */
export function node(name: string, props: NodeProps = {}): V1Node {
  const { taints, cordoned = false, labels = { "kubernetes.io/os": "linux" } } = props;
  const { memory = "16Gi", cpu = "4", pods = "110" } = props;
  return {
    metadata: { name, labels },
    spec: { unschedulable: cordoned, ...(taints && { taints }) },
    status: { allocatable: { memory, cpu, pods }, nodeInfo: { ...SYSTEM, ...props.info } },
  };
}

const SYSTEM: V1NodeSystemInfo = {
  architecture: "amd64",
  bootID: "b",
  containerRuntimeVersion: "containerd://2.1.4",
  kernelVersion: "6.12.0",
  kubeProxyVersion: "",
  kubeletVersion: "v1.34.0",
  machineID: "6f0e",
  operatingSystem: "linux",
  osImage: "Debian GNU/Linux 13 (trixie)",
  systemUUID: "s",
};

/** What the API server notes on what Terraform's Kubernetes provider has made. */
export const BY_TERRAFORM: V1ObjectMeta = { managedFields: [{ manager: "HashiCorp", operation: "Update" }] };

/** And on what its Helm provider has made, with Helm in it. */
export const BY_HELM_PROVIDER: V1ObjectMeta = { managedFields: [{ manager: "terraform-provider-helm_v3.1.1_x5" }] };

export const BY_KUBECTL: V1ObjectMeta = { managedFields: [{ manager: "kubectl-create", operation: "Update" }] };

export interface PodProps {
  readonly memory: string;
  readonly cpu: string;
  readonly labels?: Record<string, string>;
  readonly phase?: string;
}

export function pod({ memory, cpu, labels = {}, phase = "Running" }: PodProps): V1Pod {
  const container: V1Container = { name: "c", resources: { requests: { memory, cpu }, limits: { memory } } };
  return { metadata: { namespace: "monitoring", labels }, spec: { containers: [container] }, status: { phase } };
}

/** The fault of an outcome, with its first cause. */
export function fault(outcome: Outcome | null) {
  if (outcome?.status !== "fail" && outcome?.status !== "warn") throw new Error(`no fault: ${outcome?.status}`);
  const { status, got, expected, causes } = outcome;
  return { status, got, expected, cause: causes[0]?.cause ?? "", next: causes[0]?.next ?? "" };
}
