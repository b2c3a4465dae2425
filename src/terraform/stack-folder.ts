import { posix } from "node:path";

/** The stack's name: the folder of its output, and its name in cdktf's CLI. */
export const STACK = "log-collection";

/** Terraform runs in <output>/stacks/<stack>, three folders below main.ts. */
const PROJECT_FROM_STACK = "../../..";

/** Converts a path relative to the project's folder into one that Terraform resolves from the stack's folder. */
export function fromStackFolder(path: string): string {
  return posix.join(PROJECT_FROM_STACK, path);
}
