import { execFile, spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A version that the charts take. */
const KUBERNETES = "1.36.0";

/** What a schema refuses is not thereby read; and definitions are rendered only on demand. */
const WHOLE = ["--skip-schema-validation", "--include-crds"];

/** Helm, as HELM_BINARY names it, as "npm run tools" has built it, or as PATH has it. */
export function helmBinary(root: string): string {
  const built = join(root, ".cache", "bin", "helm");
  return process.env["HELM_BINARY"] || (existsSync(built) ? built : "helm");
}

/** Whether Helm can be started. */
export function isHelm(helm: string): boolean {
  return spawnSync(helm, ["version"]).status === 0;
}

/**
 * Downloads a chart.
 * @returns the path of its archive
 * @throws Error in Helm's words
 */
export function pulled(helm: string, chart: PulledChart, folder: string): string {
  const { name, repository, version } = chart;
  const args = ["pull", name, "--repo", repository, "--version", version, "--destination", folder];
  const { status, stderr } = spawnSync(helm, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr.trim());
  return join(folder, `${name}-${version}.tgz`);
}

export interface PulledChart {
  readonly name: string;
  readonly repository: string;
  readonly version: string;
}

/** What a chart makes of values; a refusal is an answer as well. */
export type Render = (values: unknown) => Promise<string>;

const REFUSED = "refused: ";

export function isRefused(rendered: string): boolean {
  return rendered.startsWith(REFUSED);
}

/** @param folder an empty folder, for the files of values */
export function renderer(helm: string, archive: string, folder: string): Render {
  let count = 0;
  return (values) => {
    count += 1;
    const file = join(folder, `${count}.json`);
    writeFileSync(file, JSON.stringify(values));
    const args = ["template", "release", archive, "--values", file, "--kube-version", KUBERNETES, ...WHOLE];
    return new Promise((resolve) =>
      execFile(helm, args, { maxBuffer: 2 ** 27 }, (error, stdout, stderr) =>
        resolve(error === null ? stdout : `${REFUSED}${stderr}`),
      ),
    );
  };
}
