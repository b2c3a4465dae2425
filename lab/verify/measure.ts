import type { Settings } from "../../src/settings/settings";
import { CommandLine } from "../../test/conformance/cluster/command-line";
import { ADMIN } from "../../test/conformance/cluster/control-plane";
import { clusterComponents } from "../../test/conformance/cluster/environment";
import { TestCluster } from "../../test/conformance/cluster/test-cluster";

/** Runs "verify" on a cluster with this number of nodes, and prints its output and duration. */
async function measure(program: string, text: string, nodes: number): Promise<void> {
  const components = clusterComponents();
  if (components === null) throw new Error("a component is missing");
  const settings: Partial<Settings> = JSON.parse(text);
  const cluster = await TestCluster.start({ components, settings, nodes: Array.from({ length: nodes }, () => []) });
  try {
    const start = performance.now();
    const screen = await new CommandLine(program).screen("verify", cluster.apiServer.kubeconfig(ADMIN));
    const seconds = (performance.now() - start) / 1_000;
    console.log(`${nodes} nodes: ${seconds.toFixed(1)} s\n\n${screen}`);
  } finally {
    await cluster.remove();
  }
}

const [program = "", settings = "", nodes = ""] = process.argv.slice(2);
void measure(program, settings, Number(nodes));
