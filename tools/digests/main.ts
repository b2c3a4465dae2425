import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../../src/cli/project-root";
import { downloadedDigest } from "../../src/terraform/chart-package";
import versions from "../../src/terraform/versions.json";
import { type Fields, withDigest } from "./record";
import { resolveDigest } from "./registry";

const file = join(projectRoot(__dirname), "src", "terraform", "versions.json");

/** An entry of versions.json, and how to find its digest. */
interface Pinned {
  readonly name: string;
  readonly fields: Fields;
  readonly digest: string | undefined;
  readonly resolve: () => Promise<string>;
}

/** Records the digest of every image and chart whose registry or repository answers, and reports the others. */
async function main(): Promise<void> {
  for (const { name, fields, digest, resolve } of [...images(), ...charts()])
    try {
      const resolved = await resolve();
      writeFileSync(file, withDigest(readFileSync(file, "utf8"), fields, resolved));
      console.log(`${name} ${outcome(digest, resolved)}`);
    } catch (error) {
      console.error(`${name} stays as it is: ${error instanceof Error ? error.message : error}`);
      process.exitCode = 1;
    }
}

function images(): readonly Pinned[] {
  return Object.values(versions.images).map(({ registry, repository, tag, digest }) => ({
    name: `${registry}/${repository}:${tag}`,
    fields: { registry, repository, tag },
    digest,
    resolve: () => resolveDigest({ registry, repository, tag }),
  }));
}

function charts(): readonly Pinned[] {
  return Object.entries(versions.charts).map(([chart, { repository, version, digest }]) => ({
    name: `chart ${chart} ${version}`,
    fields: { repository, version },
    digest,
    resolve: () => downloadedDigest({ repository, chart, version }),
  }));
}

function outcome(before: string | undefined, after: string): string {
  if (before === after) return "is unchanged";
  return before === undefined ? `is ${after}` : `is now ${after}; it was ${before}`;
}

void main();
