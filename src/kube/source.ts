import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { STACK } from "../stack/stack-name";
import type { TerraformModel } from "../terraform/model";

export interface Surroundings {
  /** The file that the command line names; null where it names none. */
  readonly kubeconfig: string | null;
  readonly terraform: Pick<TerraformModel, "kubeconfig" | "context">;
  /** The project's folder. */
  readonly root: string;
  readonly environment: NodeJS.ProcessEnv;
  /** @default - the user's */
  readonly home?: string;
}

/** Where the way to the clusters is written. */
export interface Source {
  /** What names the files, such as "KUBECONFIG"; null where nothing does, and kubectl's own file is meant. */
  readonly named: string | null;
  /** The first one to name something decides. */
  readonly files: readonly string[];
}

/**
 * Where Terraform would find the kubeconfig, because that is the cluster that was deployed to; where nothing tells
 * Terraform, what kubectl would read.
 */
export function sourceOf({ kubeconfig, terraform, root, environment, home = homedir() }: Surroundings): Source {
  const { KUBE_CONFIG_PATH = "", KUBE_CONFIG_PATHS = "", KUBECONFIG = "" } = environment;
  if (kubeconfig !== null) return { named: "--kubeconfig", files: [kubeconfig] };
  if (terraform.kubeconfig !== null) {
    const folder = join(root, "cdktf.out", "stacks", STACK);
    return { named: "terraform.kubeconfig", files: [resolve(folder, fromHome(terraform.kubeconfig, home))] };
  }
  const file = (path: string) => resolve(fromHome(path, home));
  if (KUBE_CONFIG_PATH !== "") return { named: "KUBE_CONFIG_PATH", files: [file(KUBE_CONFIG_PATH)] };
  if (KUBE_CONFIG_PATHS !== "") return { named: "KUBE_CONFIG_PATHS", files: listOf(KUBE_CONFIG_PATHS).map(file) };
  if (KUBECONFIG !== "") return { named: "KUBECONFIG", files: listOf(KUBECONFIG) };
  return { named: null, files: [join(home, ".kube", "config")] };
}

function listOf(paths: string): readonly string[] {
  return paths.split(delimiter).filter((file) => file !== "");
}

/** What kubectl reads, and Terraform's provider doesn't. */
export const OF_KUBECTL: readonly Source["named"][] = ["KUBECONFIG", null];

/** What a person has to know of a way that a deploy wouldn't find. A pod of the cluster finds its own as this does. */
export function notesOf(source: Source): readonly string[] {
  const files = filesOf(source);
  if (files.length === 0 || !OF_KUBECTL.includes(source.named)) return [];
  return [`KUBE_CONFIG_PATH is not set: this is the cluster of ${files.join(", ")}, and a deploy would not find it`];
}

/** The files that are there: like kubectl, those of a list that aren't are passed over. */
export function filesOf({ files }: Source): readonly string[] {
  return files.filter((file) => existsSync(file));
}

/** The context that is meant where nobody names one on the command line; null for the file's own. */
export function contextOf({ terraform, environment }: Surroundings): string | null {
  return terraform.context ?? (environment["KUBE_CTX"] || null);
}

/** Node leaves "~" as it is, which Terraform's provider doesn't. */
function fromHome(path: string, home: string): string {
  return path === "~" || path.startsWith("~/") ? join(home, path.slice(1)) : path;
}
