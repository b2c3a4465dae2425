import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import type { Manifest } from "./manifest";
import type { HelmRelease } from "./synthesized";

export const KUBERNETES = "1.36";

/** Returns the objects of a release. @param folder where to write its values @throws Error if Helm can't render it */
export function renderRelease(
  helm: string,
  archive: string,
  release: HelmRelease,
  folder: string,
): readonly Manifest[] {
  const { name, namespace, values, set = [] } = release;
  const files = values.map((text, index) => {
    const file = join(folder, `${name}-${index}.values.yaml`);
    writeFileSync(file, text.replaceAll("$${", () => "${").replaceAll("%%{", "%{"));
    return file;
  });
  const args = [
    ...["template", name, archive, "--namespace", namespace, "--kube-version", `${KUBERNETES}.0`],
    ...files.flatMap((file) => ["--values", file]),
    // The value is a name that only Terraform's plan knows.
    ...set.flatMap((one) => ["--set", `${one.name}=${name}`]),
  ];
  const { status, stdout, stderr } = spawnSync(helm, args, { encoding: "utf8", maxBuffer: 2 ** 26 });
  if (status !== 0) throw new Error(`Helm can't render ${name}: ${stderr}`);
  return parseAllDocuments(stdout).flatMap((document): Manifest[] => document.toJS() ?? []);
}
