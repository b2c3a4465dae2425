import { spawnSync } from "node:child_process";
import { delimiter, resolve } from "node:path";

export interface RunProps {
  /** The stack's folder, Terraform's working directory. */
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
}

/** The environment variable that selects the binary, as in cdktf's CLI, and the binaries to try if it is unset. */
const BINARY = "TERRAFORM_BINARY_NAME";
const BINARIES = ["terraform", "tofu"];

/**
 * Initializes the stack's folder and runs one command of Terraform or OpenTofu in it.
 * @param command the command and its arguments, such as ["plan", "-out=plan"]. If empty, only finds the binary: the npm
 *   scripts do so before the synthesis.
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
  if (command.length === 0) return 0;
  return run(binary, ["init", "-input=false"], props) || run(binary, command, props);
}

function findBinary(props: RunProps): string | null {
  return candidates(props).find((candidate) => isInstalled(candidate, props.environment)) ?? null;
}

function candidates({ environment }: RunProps): readonly string[] {
  const named = environment[BINARY];
  if (named === undefined || named === "") return BINARIES;
  // A path is relative to the working directory of the command, not to the stack's folder.
  return [named.includes("/") ? resolve(named) : named];
}

function isInstalled(binary: string, environment: NodeJS.ProcessEnv): boolean {
  const { status } = spawnSync(binary, ["version"], { env: terraformEnvironment(environment), stdio: "ignore" });
  return status === 0;
}

function run(binary: string, command: readonly string[], { folder, environment }: RunProps): number {
  const { status } = spawnSync(binary, command, {
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
