import type { V1Node } from "@kubernetes/client-node";
import { type ContainerRuntime, containerRuntimes } from "../alloy/settings";
import { apiServer } from "../diagnostics/api-server";
import { cause } from "../diagnostics/cause";
import { diagnostic } from "../diagnostics/diagnostic";
import { fail, type Outcome, pass, warn } from "../diagnostics/outcome";
import { inCluster } from "../diagnostics/rbac";
import { listed } from "../diagnostics/text";
import { containerRuntimeOf, nodeName } from "../kube/node";
import { Duration } from "../units";
import type { PreflightContext } from "./context";

const SHOW_RUNTIMES =
  "kubectl get nodes --output custom-columns=NAME:.metadata.name,RUNTIME:.status.nodeInfo.containerRuntimeVersion";

export const causes = {
  otherRuntime: cause(
    "The nodes run <runtime>, which writes log files in another format than the runtime in alloy.runtime.",
    'write alloy: { runtime: "<runtime>" } into main.ts',
  ),
  mixed: cause("Some nodes run Docker and others don't, but one pipeline reads one format.", SHOW_RUNTIMES),
  unknown: cause(
    'The runtime is unknown here. If it writes CRI logs into /var/log/pods, alloy.runtime "containerd" reads them.',
    SHOW_RUNTIMES,
  ),
  windows: cause(
    "The agents run only on Linux. The lines of Windows nodes are not collected.",
    "kubectl get nodes --selector kubernetes.io/os=windows",
  ),
  architecture: cause(
    "Loki and Alloy publish images only for amd64 and arm64.",
    "kubectl get nodes --label-columns kubernetes.io/arch",
  ),
};

export interface RuntimeEvidence {
  readonly nodes: readonly V1Node[];
  /** The setting alloy.runtime. */
  readonly declared: ContainerRuntime;
}

/** Compares the format of log files. Nodes do not report where kubelet writes them, which should be /var/log/pods. */
export const runtime = diagnostic<PreflightContext, RuntimeEvidence>({
  id: "runtime",
  title: "Every node writes logs in the format that the agents read",
  after: [apiServer],
  failure: "nodes",
  timeout: Duration.seconds(15),
  permissions: () => [inCluster("nodes", ["list"])],
  causes,
  collect: async ({ stack, nodes }) => ({ nodes: await nodes(), declared: stack.model.alloy.runtime }),
  analyze: ({ nodes: all, declared }) => {
    const nodes = all.map(reportOf);
    const linux = nodes.filter(({ system }) => system === "linux");
    const fault = analyzeFormat(linux, declared) ?? analyzeArchitecture(linux) ?? analyzeSystem(nodes);
    if (fault !== null) return fault;
    const other = linux.find(({ runtime: reported }) => reported !== declared);
    const notes =
      other === undefined
        ? []
        : [`alloy.runtime is ${declared}, the nodes run ${other.runtime}: the format is the same`];
    return pass(`${linux.length} of ${nodes.length} nodes`, ...notes);
  },
});

interface NodeReport {
  readonly name: string;
  readonly system: string;
  readonly architecture: string;
  readonly runtime: string;
}

function reportOf(node: V1Node): NodeReport {
  const { operatingSystem = "", architecture = "" } = node.status?.nodeInfo ?? {};
  return { name: nodeName(node), system: operatingSystem, architecture, runtime: containerRuntimeOf(node) };
}

/** A proven mismatch comes before an unknown runtime. */
function analyzeFormat(linux: readonly NodeReport[], declared: ContainerRuntime): Outcome | null {
  const expected = `log files of ${declared} on every node`;
  const known = linux.filter(isKnown);
  const wrong = known.filter((node) => !hasFormatOf(declared, node));
  const [first] = wrong;
  if (first !== undefined) {
    const { mixed, otherRuntime } = causes;
    const proven = wrong.length < known.length ? mixed() : otherRuntime({ runtime: first.runtime });
    return fail({ expected, got: runtimesOf(wrong), causes: [proven] });
  }
  const unknown = linux.filter((node) => !isKnown(node));
  return unknown.length === 0 ? null : warn({ expected, got: runtimesOf(unknown), causes: [causes.unknown()] });
}

function isKnown({ runtime: reported }: NodeReport): boolean {
  return containerRuntimes.some((known) => known === reported);
}

/** containerd and CRI-O write the CRI's format, Docker its own. */
function hasFormatOf(declared: ContainerRuntime, { runtime: reported }: NodeReport): boolean {
  return (declared === "docker") === (reported === "docker");
}

function runtimesOf(nodes: readonly NodeReport[]): string {
  return listed(nodes.map(({ name, runtime: reported }) => `${name}: ${reported === "" ? "no runtime" : reported}`));
}

const ARCHITECTURES: ReadonlySet<string> = new Set(["amd64", "arm64"]);

function analyzeArchitecture(linux: readonly NodeReport[]): Outcome | null {
  const others = linux.filter(({ architecture }) => !ARCHITECTURES.has(architecture));
  if (others.length === 0) return null;
  const got = listed(others.map(({ name, architecture }) => `${name}: ${architecture}`));
  return warn({ got, expected: "amd64 or arm64 on every node", causes: [causes.architecture()] });
}

function analyzeSystem(nodes: readonly NodeReport[]): Outcome | null {
  const others = nodes.filter(({ system }) => system !== "linux");
  if (others.length === 0) return null;
  const got = listed(others.map(({ name, system }) => `${name}: ${system}`));
  return warn({ got, expected: "Linux on every node", causes: [causes.windows()] });
}
