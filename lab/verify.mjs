import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundle } from "../esbuild.config.mjs";
import { inOwnNetwork } from "../test/conformance/cluster/own-network.mjs";

/** How long "npm run verify" takes on clusters of so many nodes, those on the command line or a small and a large one. */
const counts = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [5, 1_000];
const dist = join(import.meta.dirname, "..", "dist");
await bundle({ entryPoints: { "bench-verify": "lab/verify-duration.ts" } });

for (const nodes of counts) {
  const settings = JSON.stringify({
    nfs: { server: "nfs.example.com", path: "/srv/nfs/loki" },
    alertmanager: { service: "alertmanager", namespace: "monitoring" },
    namespace: { create: false },
    cluster: { nodes },
  });
  const entry = join(dist, "bench-verify-entry.ts");
  writeFileSync(entry, `import { installation } from "../src/cli/installation"; void installation(${settings});`);
  await bundle({ entryPoints: { "bench-verify-program": entry } });
  rmSync(entry);
  const programs = ["bench-verify.js", "bench-verify-program.js"].map((name) => join(dist, name));
  const status = inOwnNetwork(process.execPath, ...programs, settings, `${nodes}`);
  if (status !== 0) process.exitCode = status;
}
