import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isPlainObject } from "../settings/plain-object";
import { type ChartPackage, downloadedDigest } from "./chart-package";

/** Where a release in Terraform's JSON has the digest of its package. Terraform ignores the key "//". */
export const DIGEST_COMMENT = ["//", "packageDigest"] as const;

export interface ChartVerification {
  /** Packages whose content differs from the digest. */
  readonly different: readonly string[];
  /** Packages that could not be compared, with the reason. */
  readonly unverified: readonly string[];
}

interface PinnedPackage extends ChartPackage {
  readonly digest: string;
}

/**
 * Downloads the packages of the releases, and compares them with their digests. Helm has no option for it: it downloads them
 * by version, and checks at most a signature.
 * @param folder the stack's folder
 */
export async function verifyCharts(folder: string): Promise<ChartVerification> {
  const [different, unverified]: [string[], string[]] = [[], []];
  const file = join(folder, "cdk.tf.json");
  // Terraform itself reports a folder without the stack.
  const stack: unknown = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
  for (const pinned of pinnedPackages(stack)) {
    const name = `chart ${pinned.chart} ${pinned.version} from ${pinned.repository}`;
    if (pinned.repository.startsWith("oci:")) unverified.push(`${name}: only HTTP repositories can be compared`);
    else
      try {
        const digest = await downloadedDigest(pinned);
        if (digest !== pinned.digest) different.push(`${name}: got ${digest}, expected ${pinned.digest}`);
      } catch (error) {
        unverified.push(`${name}: ${error instanceof Error ? error.message : error}`);
      }
  }
  return { different, unverified };
}

/** The packages of the stack's releases that come from a repository, each once. */
function pinnedPackages(stack: unknown): readonly PinnedPackage[] {
  const releases = field(field(stack, "resource"), "helm_release");
  const packages = Object.values(isPlainObject(releases) ? releases : {}).flatMap((release) => {
    const [repository, chart, version] = ["repository", "chart", "version"].map((key) => field(release, key));
    const digest = DIGEST_COMMENT.reduce<unknown>(field, release);
    return isText(repository) && isText(chart) && isText(version) && isText(digest)
      ? [{ repository, chart, version, digest }]
      : [];
  });
  return [...new Map(packages.map((pinned) => [JSON.stringify(pinned), pinned])).values()];
}

function field(value: unknown, key: string): unknown {
  return isPlainObject(value) ? value[key] : undefined;
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}
