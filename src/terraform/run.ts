import { spawnSync } from "node:child_process";
import { delimiter, resolve } from "node:path";
import {
  keepLockFile,
  type LockFileProps,
  lockCommand,
  lockFileName,
  type Program,
  provideLockFile,
} from "./lock-file";

export interface RunProps {
  /** The project's folder, which contains the lock file. */
  readonly root: string;
  /** The stack's folder, Terraform's working directory. */
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
}

/** The environment variable that selects the binary, as in cdktf's CLI, and the binaries to try if it is unset. */
const BINARY = "TERRAFORM_BINARY_NAME";
const BINARIES = ["terraform", "tofu"];

/** The command that records the hashes of the providers, instead of one of Terraform's. */
const LOCK = "lock";

/**
 * Initializes the stack's folder and runs one command of Terraform or OpenTofu in it.
 * @param command the command and its arguments, such as ["plan", "-out=plan"], or ["lock"]. If empty, only finds the
 *   binary: the npm scripts do so before the synthesis.
 * @returns the exit code of the first run that failed, or 0
 */
export function runTerraform(command: readonly string[], props: RunProps): number {
  const binary = findBinary(props);
  if (binary === null) {
    console.error(
      `cannot run ${candidates(props).join(" or ")}: install Terraform or OpenTofu, or set ${BINARY} to the binary`,
    );
    return 127;
  }
  const [name, ...options] = command;
  if (name === undefined) return 0;
  const lockFile: LockFileProps = { ...props, program: binary.program };
  if (name === LOCK) return lock(binary, options, lockFile, props);
  return initialize(binary, lockFile, props) || run(binary, command, props);
}

/** Installs the providers. With a lock file, installs only those with its hashes. */
function initialize(binary: Binary, lockFile: LockFileProps, props: RunProps): number {
  const name = lockFileName(lockFile);
  const isLocked = provideLockFile(lockFile);
  if (!isLocked)
    console.error(
      `${name} does not exist, so nothing checks the content of the providers: run "npm run lock", and commit the file`,
    );
  const code = run(binary, ["init", "-input=false", ...(isLocked ? ["-lockfile=readonly"] : [])], props);
  if (isLocked && code !== 0)
    console.error(
      `If a provider doesn't match a checksum above, its content differs from ${name}. Find out why before you go on. For a mirror with other builds, or for another platform, run "npm run lock -- -fs-mirror=FOLDER -platform=PLATFORM", and commit the file.`,
    );
  return code;
}

function lock(binary: Binary, options: readonly string[], lockFile: LockFileProps, props: RunProps): number {
  provideLockFile(lockFile);
  const code = run(binary, lockCommand(options), props);
  if (code === 0) keepLockFile(lockFile);
  return code;
}

interface Binary {
  readonly path: string;
  readonly program: Program;
}

function findBinary(props: RunProps): Binary | null {
  for (const path of candidates(props)) {
    const program = programOf(path, props.environment);
    if (program !== null) return { path, program };
  }
  return null;
}

function candidates({ environment }: RunProps): readonly string[] {
  const named = environment[BINARY];
  if (named === undefined || named === "") return BINARIES;
  // A path is relative to the working directory of the command, not to the stack's folder.
  return [named.includes("/") ? resolve(named) : named];
}

/** Returns which program a binary is. Null if it doesn't run. */
function programOf(path: string, environment: NodeJS.ProcessEnv): Program | null {
  const { status, stdout } = spawnSync(path, ["version"], { env: terraformEnvironment(environment), encoding: "utf8" });
  if (status !== 0) return null;
  return stdout.includes("OpenTofu") ? "OpenTofu" : "Terraform";
}

function run(binary: Binary, command: readonly string[], { folder, environment }: RunProps): number {
  const { status } = spawnSync(binary.path, command, {
    cwd: folder,
    env: terraformEnvironment(environment),
    stdio: "inherit",
  });
  return status ?? 1;
}

/** Disables Terraform's update check, which sends a request to HashiCorp by default, and resolves kubeconfig paths. */
function terraformEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { CHECKPOINT_DISABLE: "1", ...environment, ...kubeconfigs(environment) };
}

/** Paths are relative to the working directory of the command, not to the stack's folder. */
function kubeconfigs(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const named = ["KUBE_CONFIG_PATH", "KUBE_CONFIG_PATHS"].flatMap((name) => {
    const paths = environment[name];
    return paths === undefined || paths === "" ? [] : [[name, paths.split(delimiter).map(absolute).join(delimiter)]];
  });
  return Object.fromEntries(named);
}

/** Terraform's providers resolve "~" themselves. */
function absolute(path: string): string {
  return path.startsWith("~") ? path : resolve(path);
}
