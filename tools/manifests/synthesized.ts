import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Manifest } from "./manifest";
import { type Resources, terraformObjects } from "./terraform-objects";

/** A Helm release, as Terraform's JSON has it. */
export interface HelmRelease {
  readonly name: string;
  readonly namespace: string;
  readonly chart: string;
  readonly values: readonly string[];
  readonly set?: readonly { readonly name: string; readonly value: string }[];
}

export interface Synthesized {
  /** The stack's own objects, with the values that only Terraform's plan knows left out. */
  readonly objects: readonly Manifest[];
  readonly releases: readonly HelmRelease[];
}

/** Reads what the last synth wrote. */
export function readSynthesized(root: string): Synthesized {
  const folder = join(root, "cdktf.out", "stacks");
  const [stack = ""] = readdirSync(folder);
  const { resource } = JSON.parse(readFileSync(join(folder, stack, "cdk.tf.json"), "utf8"));
  const { helm_release, ...resources }: { helm_release: Record<string, HelmRelease> } & Resources = resource;
  return {
    objects: terraformObjects(resources).map(({ object }) => object),
    releases: Object.values(helm_release),
  };
}
