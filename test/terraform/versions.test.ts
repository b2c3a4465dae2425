import { readFileSync } from "node:fs";
import { join } from "node:path";
import helm from "@cdktf/provider-helm/package.json";
import kubernetes from "@cdktf/provider-kubernetes/package.json";
import { RE2JS } from "re2js";
import renovate from "../../renovate.json";
import versions from "../../src/terraform/versions.json";
import { PROJECT } from "../helpers/example";

const EXACT = /^\d+\.\d+\.\d+$/;

const pinned = Object.entries({
  ...byName("chart", versions.charts, ({ version }) => version),
  ...byName("image", versions.images, ({ tag }) => tag.replace(/^v/, "")),
  ...byName("provider", versions.providers, (version) => version),
  ...byName("tool", versions.tools, (version) => version),
});

function byName<T>(kind: string, entries: Readonly<Record<string, T>>, version: (entry: T) => string) {
  return Object.fromEntries(Object.entries(entries).map(([name, entry]) => [`${kind} ${name}`, version(entry)]));
}

test.each(pinned)("pins the %s to an exact version: %s", (_, version) => {
  expect(version).toMatch(EXACT);
});

test.each([...Object.entries(versions.images), ...Object.entries(versions.charts)])(
  "pins the content of %s by its digest",
  (_, { digest }) => {
    expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
  },
);

test.each(["latest", "3.10", ">= 1.2.3", "~> 2.38.0", "1.2.x", "1.2.3-rc.1", ""])(
  'rejects "%s" as an exact version',
  (version) => {
    expect(version).not.toMatch(EXACT);
  },
);

test.each([
  ["helm", helm, versions.providers.helm],
  ["kubernetes", kubernetes, versions.providers.kubernetes],
])("the provider %s has the version of its generated classes", (_, { cdktf }, version) => {
  expect(cdktf.provider.version).toBe(version);
});

test("the lock file has the hashes of the providers in these versions", () => {
  const text = readFileSync(join(PROJECT, ".terraform.lock.hcl"), "utf8");
  const locked = [...text.matchAll(/provider "registry\.terraform\.io\/hashicorp\/(\w+)" \{\s+version\s+= "([^"]+)"/g)];
  expect(Object.fromEntries(locked.map(([, name, version]) => [name, version]))).toEqual(versions.providers);
  expect(text.match(/"zh:[0-9a-f]{64}"/g)).toHaveLength(24);
});

test("the tools use the deployed version of Loki", () => {
  expect(versions.tools.loki).toBe(versions.images.loki.tag);
});

test.each([
  ["loki", "github.com/grafana/loki/v3"],
  ["alertmanager", "github.com/prometheus/alertmanager"],
  ["helm", "helm.sh/helm/v3"],
  ["kube-apiserver", "k8s.io/kubernetes"],
  ["etcd", "go.etcd.io/etcd/server/v3"],
  ["actionlint", "github.com/rhysd/actionlint"],
  ["kube-score", "github.com/zegl/kube-score"],
] as const)("the Go module of %s builds the version in versions.json", (name, module) => {
  const goMod = readFileSync(join(PROJECT, "tools", name, "go.mod"), "utf8");
  const required = goMod.split("\n").map((line) => line.replace(/ \/\/.*$/, ""));
  expect(required).toContain(`\t${module} v${versions.tools[name]}`);
});

test.each(renovate.customManagers.flatMap(({ matchStrings }) => matchStrings))(
  "Renovate's engine, RE2, compiles the pattern %s",
  (pattern) => {
    expect(() => RE2JS.compile(pattern)).not.toThrow();
  },
);

test("Renovate finds every chart, image and tool", () => {
  const text = readFileSync(join(PROJECT, "src", "terraform", "versions.json"), "utf8");
  const found = renovate.customManagers.flatMap(({ matchStrings }) =>
    matchStrings.flatMap((pattern) => [...text.matchAll(new RegExp(pattern, "g"))].map(({ groups }) => groups)),
  );
  expect(found).toHaveLength(
    Object.keys({ ...versions.charts }).length +
      Object.keys({ ...versions.images }).length +
      Object.keys(versions.tools).length,
  );
  const digests = found.flatMap((groups) => groups?.["currentDigest"] ?? []);
  expect(digests).toEqual(Object.values(versions.images).map(({ digest }) => digest));
});
