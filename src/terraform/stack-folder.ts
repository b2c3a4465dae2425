import { dirname, join, posix, resolve } from "node:path";
import { SettingsError } from "../settings/settings-error";

/** The stack's name: the folder of its output, and its name in cdktf's CLI. */
export const STACK = "log-collection";

/** Terraform runs in <output>/stacks/<stack>, three folders below main.ts. */
const PROJECT_FROM_STACK = "../../..";

/** Converts a path relative to the project's folder into one that Terraform resolves from the stack's folder. */
export function fromStackFolder(path: string): string {
  return posix.join(PROJECT_FROM_STACK, path);
}

/** The environment variable that cdktf's CLI sets. A relative path starts in the project's folder. */
const OUTPUT = "CDKTF_OUTDIR";

/**
 * The folder that synth writes to: cdktf.out, or CDKTF_OUTDIR.
 * @param root the project's folder
 */
export function outputFolder(root: string, environment: NodeJS.ProcessEnv): string {
  // An empty variable counts as unset.
  return resolve(root, environment[OUTPUT] || "cdktf.out");
}

/**
 * The folder of the synthesized stack.
 * @param root the project's folder
 */
export function stackFolder(root: string, environment: NodeJS.ProcessEnv): string {
  return join(outputFolder(root, environment), "stacks", STACK);
}

/**
 * The stack's folder, for Terraform to run in.
 * @param root the project's folder
 * @throws SettingsError if the stack's relative paths don't lead to the project from there
 */
export function workingFolder(root: string, environment: NodeJS.ProcessEnv): string {
  const output = outputFolder(root, environment);
  if (dirname(output) === resolve(root)) return stackFolder(root, environment);
  throw new SettingsError({
    setting: OUTPUT,
    got: output,
    expected: `a folder directly in ${root}`,
    why: "the stack finds a local state and local charts by their path from there; from elsewhere, Terraform would start an empty state",
    remedy: `unset ${OUTPUT}, or name such a folder, such as ${OUTPUT}=next.out`,
  });
}
