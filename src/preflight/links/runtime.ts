import type { V1Node } from "@kubernetes/client-node";
import { type ContainerRuntime, containerRuntimes } from "../../alloy/settings";
import { inCluster } from "../../live/access";
import type { Cause } from "../../live/cause";
import { listed } from "../../live/listed";
import { broken, doubtful, holds, type Outcome } from "../../live/outcome";
import { Duration } from "../../units";
import type { PreflightLink } from "../context";

const OTHER_RUNTIME: Cause = {
  cause:
    "The nodes run their containers with something else than alloy.runtime says, and it writes log files in another format.",
  next: 'write alloy: { runtime: "<runtime>" } into main.ts',
};
const MIXED: Cause = {
  cause: "Some nodes run Docker and others don't: one pipeline reads one format.",
  next: "kubectl get nodes -o custom-columns=NAME:.metadata.name,RUNTIME:.status.nodeInfo.containerRuntimeVersion",
};
const UNKNOWN: Cause = {
  cause:
    'The runtime isn\'t one that the plan knows; if it writes CRI logs into /var/log/pods, "containerd" reads them.',
  next: "kubectl get nodes -o custom-columns=NAME:.metadata.name,RUNTIME:.status.nodeInfo.containerRuntimeVersion",
};
const WINDOWS: Cause = {
  cause: "The agents run on Linux alone: what Windows nodes write isn't collected.",
  next: "kubectl get nodes -l kubernetes.io/os=windows",
};
const ARCHITECTURE: Cause = {
  cause: "Loki and Alloy publish their images for amd64 and arm64.",
  next: "kubectl get nodes -L kubernetes.io/arch",
};

/** Log files have the format that the agents read. (Where kubelet writes them, /var/log/pods, is nothing that a node reports.) */
export const runtime: PreflightLink = {
  id: "runtime",
  title: "Every node writes logs as the agents read them",
  after: ["api-server"],
  failure: "nodes",
  patience: Duration.seconds(15),
  access: () => [inCluster("nodes", ["list"])],
  creates: false,
  causes: [OTHER_RUNTIME, MIXED, UNKNOWN, WINDOWS, ARCHITECTURE],
  look: async ({ deployment, nodes }) => judgeRuntime(await nodes(), deployment.model.alloy.runtime),
};

export function judgeRuntime(all: readonly V1Node[], declared: ContainerRuntime): Outcome {
  const nodes = all.map(traitsOf);
  const linux = nodes.filter(({ system }) => system === "linux");
  const wrong = linux.filter(({ runtime }) => !reads(declared, runtime));
  const figure = `${linux.length - wrong.length} of ${nodes.length} nodes`;
  const fault = { wanted: `log files of ${declared} on every node`, names: { runtime: wrong[0]?.runtime ?? "" } };
  if (wrong.length > 0) {
    const found = listed(wrong.map(({ name, runtime }) => `${name}: ${runtime}`));
    if (wrong.some(({ runtime }) => !isKnown(runtime))) return doubtful({ ...fault, found, causes: [UNKNOWN] });
    return broken({ ...fault, found, causes: [wrong.length < linux.length ? MIXED : OTHER_RUNTIME] });
  }
  const odd = linux.filter(({ architecture }) => !ARCHITECTURES.has(architecture));
  if (odd.length > 0)
    return doubtful({
      ...fault,
      found: listed(odd.map(({ name, architecture }) => `${name}: ${architecture}`)),
      causes: [ARCHITECTURE],
    });
  if (linux.length < nodes.length) return doubtful({ ...fault, found: figure, causes: [WINDOWS] });
  const other = linux.find(({ runtime }) => runtime !== declared);
  return holds(
    figure,
    ...(other === undefined
      ? []
      : [`alloy.runtime says ${declared}, and it is ${other.runtime}: the format is the same`]),
  );
}

const ARCHITECTURES: ReadonlySet<string> = new Set(["amd64", "arm64"]);

interface Traits {
  readonly name: string;
  readonly system: string;
  readonly architecture: string;
  readonly runtime: string;
}

function traitsOf({ metadata, status }: V1Node): Traits {
  const { operatingSystem = "", architecture = "", containerRuntimeVersion = "" } = status?.nodeInfo ?? {};
  const [runtime = ""] = containerRuntimeVersion.split("://");
  return { name: metadata?.name ?? "", system: operatingSystem, architecture, runtime };
}

/** Kubernetes' own format is everybody's but Docker's. */
function reads(declared: ContainerRuntime, runtime: string): boolean {
  return isKnown(runtime) && (declared === "docker") === (runtime === "docker");
}

function isKnown(runtime: string): boolean {
  return containerRuntimes.some((known) => known === runtime);
}
