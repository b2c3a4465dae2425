import { createHash } from "node:crypto";
import { parse } from "yaml";
import { isPlainObject } from "../settings/plain-object";

/** A package in an HTTP chart repository. */
export interface ChartPackage {
  readonly repository: string;
  readonly chart: string;
  readonly version: string;
}

const TIMEOUT_MS = 60_000;

export function contentDigest(content: Uint8Array): string {
  return `sha256:${createHash("sha256").update(content).digest("hex")}`;
}

/**
 * Downloads a package as Helm does: through the repository's index. Returns the digest of the content, not the digest that
 * the index claims.
 * @throws Error if it can't be downloaded
 * @see https://helm.sh/docs/topics/chart_repository/#the-index-file
 */
export async function downloadedDigest({ repository, chart, version }: ChartPackage): Promise<string> {
  const base = repository.endsWith("/") ? repository : `${repository}/`;
  const index: unknown = parse((await download(`${base}index.yaml`)).toString("utf8"), { logLevel: "error" });
  const address = packageAddress(index, chart, version);
  if (address === null) throw new Error(`${base}index.yaml has no chart ${chart} ${version}`);
  return contentDigest(await download(new URL(address, base).href));
}

function packageAddress(index: unknown, chart: string, version: string): string | null {
  const charts = isPlainObject(index) && isPlainObject(index["entries"]) ? index["entries"][chart] : [];
  const entries: readonly unknown[] = Array.isArray(charts) ? charts : [];
  const entry = entries.filter(isPlainObject).find((candidate) => candidate["version"] === version);
  const addresses: readonly unknown[] = Array.isArray(entry?.["urls"]) ? entry["urls"] : [];
  return addresses.find((address) => typeof address === "string") ?? null;
}

async function download(address: string): Promise<Buffer> {
  const response = await fetch(address, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!response.ok) throw new Error(`${address}: HTTP status ${response.status}`);
  return Buffer.from(await response.arrayBuffer());
}
