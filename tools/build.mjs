/**
 * Builds the real components for the conformance tests into .cache/bin, from the Go modules beside this file. With Go's
 * build cache, every build after the first takes seconds.
 */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The packages of each module, the linker flag for their version, and the program's name if it differs from the package's. */
const TOOLS = {
  loki: {
    packages: [
      ...["loki", "lokitool", "logcli"].map((name) => `github.com/grafana/loki/v3/cmd/${name}`),
      // The project's own: it answers with Loki's packages.
      "./loki-reference",
    ],
    version: "github.com/grafana/loki/v3/pkg/util/build.Version=",
  },
  alertmanager: {
    packages: ["github.com/prometheus/alertmanager/cmd/alertmanager"],
    version: "github.com/prometheus/common/version.Version=",
  },
  helm: {
    packages: ["helm.sh/helm/v3/cmd/helm"],
    version: "helm.sh/helm/v3/internal/version.version=v",
  },
  actionlint: {
    packages: ["github.com/rhysd/actionlint/cmd/actionlint"],
    version: "github.com/rhysd/actionlint.version=",
  },
  etcd: {
    packages: ["go.etcd.io/etcd/server/v3"],
    version: "go.etcd.io/etcd/api/v3/version.Version=",
    // The package is named "server".
    program: "etcd",
  },
  "kube-score": {
    packages: ["github.com/zegl/kube-score/cmd/kube-score"],
    version: "main.version=",
  },
  "kube-apiserver": {
    packages: ["k8s.io/kubernetes/cmd/kube-apiserver"],
    version: "k8s.io/component-base/version.gitVersion=v",
  },
};

const root = join(import.meta.dirname, "..");
const versions = JSON.parse(readFileSync(join(root, "src", "terraform", "versions.json"), "utf8")).tools;

for (const [module, { packages, version, program = "" }] of Object.entries(TOOLS)) {
  const start = Date.now();
  // The tests check the version that a program prints, so they ignore programs built before a version bump.
  const flags = `-s -w -X ${version}${versions[module]}`;
  const output = `${root}/.cache/bin/${program}`;
  const { status, error } = spawnSync("go", ["build", "-ldflags", flags, "-o", output, ...packages], {
    cwd: join(import.meta.dirname, module),
    // Statically linked, because Loki runs in a root file system without libraries.
    env: { ...process.env, CGO_ENABLED: "0", GOFLAGS: "-buildvcs=false" },
    stdio: "inherit",
  });
  if (error !== undefined || status !== 0) {
    console.error(`cannot build ${module}: ${error?.message ?? `go build exited with ${status}`}`);
    process.exit(1);
  }
  console.log(`${module} ${versions[module]}: ${((Date.now() - start) / 60_000).toFixed(1)} min`);
}
