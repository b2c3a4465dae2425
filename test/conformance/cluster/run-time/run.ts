import type { Settings } from "../../../../src/settings";
import { CommandLine } from "../command-line";
import { clusterComponents } from "../components";
import { ADMIN } from "../control-plane/user";
import { TestCluster } from "../test-cluster";

/** Runs "verify" on a cluster of so many nodes, and prints what each link took. */
async function measure(program: string, text: string, nodes: number): Promise<void> {
  const components = clusterComponents();
  if (components === null) throw new Error("a component is missing");
  const settings: Partial<Settings> = JSON.parse(text);
  const cluster = await TestCluster.start({ components, settings, nodes: Array.from({ length: nodes }, () => []) });
  try {
    const start = performance.now();
    const { links, verdict } = await new CommandLine(program).run("verify", cluster.apiServer.kubeconfig(ADMIN));
    const seconds = (performance.now() - start) / 1_000;
    console.log(`${nodes} nodes: ${seconds.toFixed(1)} s. ${verdict}`);
    for (const link of links) console.log(`  ${link.id.padEnd(16)} ${link.status.padEnd(12)} ${link.seconds} s`);
  } finally {
    await cluster.remove();
  }
}

const [program = "", settings = "", nodes = ""] = process.argv.slice(2);
void measure(program, settings, Number(nodes));
