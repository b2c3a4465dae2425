import { copyFileSync, existsSync } from "node:fs";
import { join } from "node:path";

/** Terraform and OpenTofu have registries of their own, with their own builds of the same providers. */
export type Program = "Terraform" | "OpenTofu";

/** The file with the hashes of the providers, beside main.ts. */
const COMMITTED: Readonly<Record<Program, string>> = {
  Terraform: ".terraform.lock.hcl",
  OpenTofu: ".tofu.lock.hcl",
};

/** The name that both programs read in their working directory. */
const READ = ".terraform.lock.hcl";

/** The platforms whose hashes "npm run lock" records. */
const PLATFORMS = ["linux_amd64", "linux_arm64", "darwin_amd64", "darwin_arm64", "windows_amd64"];

export interface LockFileProps {
  readonly program: Program;
  /** The project's folder. */
  readonly root: string;
  /** The stack's folder, Terraform's working directory. */
  readonly folder: string;
}

/** The name of the program's lock file in the project's folder. */
export function lockFileName({ program }: LockFileProps): string {
  return COMMITTED[program];
}

/**
 * Copies the committed hashes to where the program reads them. The stack's folder is ignored by Git, so its own file would
 * accept whatever the registry serves on a new machine.
 * @returns false if there are none
 */
export function provideLockFile(props: LockFileProps): boolean {
  const committed = join(props.root, lockFileName(props));
  if (!existsSync(committed)) return false;
  copyFileSync(committed, join(props.folder, READ));
  return true;
}

/** Copies the hashes that the program recorded to the project's folder. */
export function keepLockFile(props: LockFileProps): void {
  copyFileSync(join(props.folder, READ), join(props.root, lockFileName(props)));
}

/**
 * The command that records the hashes.
 * @param options further options, such as the mirror to ask or other platforms
 */
export function lockCommand(options: readonly string[]): readonly string[] {
  const named = options.some((option) => /^--?platform\b/.test(option));
  return ["providers", "lock", ...(named ? [] : PLATFORMS.map((platform) => `-platform=${platform}`)), ...options];
}
