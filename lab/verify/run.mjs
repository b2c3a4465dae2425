/** Measures "npm run verify" on clusters with the given numbers of nodes: by default a small one and a large one. */
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inOwnNetwork } from "../../test/conformance/cluster/network-namespace.mjs";
import { bundled } from "../../tools/run.mjs";

const nodeCounts = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [5, 1_000];
const measure = await bundled("lab/verify/measure.ts");

for (const nodes of nodeCounts) {
  const settings = JSON.stringify({
    nfs: { server: "nfs.example.com", path: "/srv/nfs/loki" },
    alertmanager: { service: "alertmanager", namespace: "monitoring" },
    namespace: { create: false },
    cluster: { nodes },
  });
  const exitCode = inOwnNetwork(process.execPath, measure, await program(settings), settings, `${nodes}`);
  if (exitCode !== 0) process.exitCode = exitCode;
}

/** Builds an installation with these settings. */
async function program(settings) {
  const root = join(import.meta.dirname, "..", "..");
  const entry = join(root, "dist", "verify-program.ts");
  writeFileSync(entry, `import { installation } from "../src/cli/installation"; void installation(${settings});`);
  const built = await bundled(entry, "verify-program");
  rmSync(entry);
  return built;
}
