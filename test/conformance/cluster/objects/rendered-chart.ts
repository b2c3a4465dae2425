import { spawnSync } from "node:child_process";
import { parseAllDocuments } from "yaml";
import type { RenderedRelease } from "../../../../src/stack/rendered-stack";
import { toYaml } from "../../../../src/terraform/yaml";
import versions from "../../../../src/versions.json";
import { isClusterWide, type Manifest } from "./manifest";

export interface ChartProps {
  readonly helm: string;
  /** A folder or an archive. */
  readonly chart: string;
  readonly release: RenderedRelease;
  readonly namespace: string;
  /** What the plan knows only when it is applied. */
  readonly set: Readonly<Record<string, string>>;
}

/** Charts ask which API server it is, and Helm has none at hand. */
const KUBERNETES = versions.tools["kube-apiserver"];

/** The objects that Helm makes of a release. @throws Error with what Helm says where it can't */
export function renderedChart({ helm, chart, release, namespace, set }: ChartProps): readonly Manifest[] {
  const settings = Object.entries(set).map(([key, value]) => `--set=${key}=${value}`);
  const args = [
    "template",
    release.release,
    chart,
    "--namespace",
    namespace,
    "--kube-version",
    KUBERNETES,
    "--values",
    "-",
  ];
  const { status, stdout, stderr } = spawnSync(helm, [...args, ...settings], {
    input: toYaml(release.values),
    encoding: "utf8",
    maxBuffer: 2 ** 26,
  });
  if (status !== 0) throw new Error(`helm can't render ${chart}: ${stderr}`);
  return parseAllDocuments(stdout).flatMap((document) => withNamespace(document.toJS(), namespace) ?? []);
}

/** Helm creates an object without a namespace in the release's own. */
function withNamespace(object: Manifest | null, namespace: string): Manifest | null {
  if (object === null || isClusterWide(object)) return object;
  return { ...object, metadata: { namespace, ...object.metadata } };
}
