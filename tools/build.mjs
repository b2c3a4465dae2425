/**
 * Builds the tools that the conformance tests run, from the modules beside this file, into .cache/bin. Go's own build
 * cache makes every build after the first a matter of seconds.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const TOOLS = {
  loki: ["github.com/grafana/loki/v3/cmd/loki", "github.com/grafana/loki/v3/cmd/lokitool"],
  helm: ["helm.sh/helm/v3/cmd/helm"],
};

const bin = join(import.meta.dirname, "..", ".cache", "bin");

for (const [module, packages] of Object.entries(TOOLS)) {
  const { status, error } = spawnSync("go", ["build", "-ldflags", "-s -w", "-o", `${bin}/`, ...packages], {
    cwd: join(import.meta.dirname, module),
    // Static, because Loki runs in a root of its own that holds nothing else.
    env: { ...process.env, CGO_ENABLED: "0", GOFLAGS: "-buildvcs=false" },
    stdio: "inherit",
  });
  if (error !== undefined || status !== 0) {
    console.error(`cannot build ${module}: ${error?.message ?? `go build ended with ${status}`}`);
    process.exit(1);
  }
}
