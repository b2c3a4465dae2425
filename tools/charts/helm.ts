import { execFile, spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A Kubernetes version that the charts support. */
const KUBERNETES = "1.36.0";

/** A schema may reject a key that no template reads. By default Helm renders no custom resource definitions. */
const EVERYTHING = ["--skip-schema-validation", "--include-crds"];

/** A chart and the repository to pull it from. */
export interface ChartSource {
  readonly name: string;
  readonly repository: string;
  readonly version: string;
  /** The environment variable with the path of an archive, for machines that can't reach the repository. */
  readonly variable: string;
}

/** Returns Helm's path: from HELM_BINARY, as "npm run tools" built it, or on PATH. */
export function helmBinary(root: string): string {
  const built = join(root, ".cache", "bin", "helm");
  return process.env["HELM_BINARY"] || (existsSync(built) ? built : "helm");
}

export function canRun(helm: string): boolean {
  return spawnSync(helm, ["version"]).status === 0;
}

/**
 * Returns the path of a chart's archive: from its variable, or the pinned version, pulled from its repository.
 * @param folder where to save a pulled archive
 * @throws Error if Helm can't pull the chart
 */
export function archiveOf(chart: ChartSource, helm: string, folder: string): string {
  const { name, version, repository, variable } = chart;
  const given = process.env[variable];
  if (given) return given;
  const args = ["pull", name, "--repo", repository, "--version", version, "--destination", folder];
  const { status, stderr, error } = spawnSync(helm, args, { encoding: "utf8" });
  if (status === 0) return join(folder, `${name}-${version}.tgz`);
  const reason = error?.message ?? stderr.trim();
  throw new Error(
    `nothing compared: Helm can't pull chart ${name} ${version} from ${repository} (${reason}); set ${variable} to the path of its archive`,
  );
}

/** Renders a chart with values. A rejection is also a result. */
export type Render = (values: unknown) => Promise<string>;

const REJECTED = "rejected: ";

export function isRejected(rendered: string): boolean {
  return rendered.startsWith(REJECTED);
}

/** @param folder an empty folder for the values files */
export function renderer(helm: string, archive: string, folder: string): Render {
  let count = 0;
  return (values) => {
    count += 1;
    const file = join(folder, `${count}.json`);
    writeFileSync(file, JSON.stringify(values));
    const args = ["template", "release", archive, "--values", file, "--kube-version", KUBERNETES, ...EVERYTHING];
    return new Promise((resolve) =>
      execFile(helm, args, { maxBuffer: 2 ** 27 }, (error, stdout, stderr) =>
        resolve(error === null ? stdout : `${REJECTED}${stderr}`),
      ),
    );
  };
}
