import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../../src/cli/project-root";
import { SettingsReader } from "../../src/settings/settings-reader";
import { type ImagesModel, type ImagesSettings, resolveImages } from "../../src/terraform/artefacts";
import { withDigest } from "./record";
import { resolveDigest } from "./registry";

const file = join(projectRoot(__dirname), "src", "terraform", "versions.json");

/** Records the digest of every public image whose registry answers, and reports the others. */
async function main(): Promise<void> {
  const images = SettingsReader.read<ImagesSettings, ImagesModel>(undefined, "images", resolveImages);
  for (const image of Object.values(images)) {
    const name = `${image.registry}/${image.repository}:${image.tag}`;
    try {
      const digest = await resolveDigest(image);
      writeFileSync(file, withDigest(readFileSync(file, "utf8"), image, digest));
      console.log(`${name} ${outcome(image.digest, digest)}`);
    } catch (error) {
      console.error(`${name} stays as it is: ${error instanceof Error ? error.message : error}`);
      process.exitCode = 1;
    }
  }
}

function outcome(before: string | null, after: string): string {
  if (before === after) return "is unchanged";
  return before === null ? `is ${after}` : `is now ${after}; it was ${before}, so the tag has moved`;
}

void main();
