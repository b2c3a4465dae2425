import type { Names } from "./cause";
import type { Cluster } from "./cluster/cluster";
import { commandLine } from "./cluster/tools";
import type { LookOptions } from "./options";

const COMMANDS = ["npm run verify", "npm run preflight"];

/** The commands of this project as they have to be typed for the same cluster: with what was said on this command line. */
export function again({ kubeconfig, contexts }: Pick<LookOptions, "kubeconfig" | "contexts">, cluster: Cluster): Names {
  const flags = [
    ...(kubeconfig === null ? [] : ["--kubeconfig", kubeconfig]),
    ...(contexts.length === 0 ? [] : ["--context", cluster.context]),
  ];
  if (flags.length === 0) return {};
  return Object.fromEntries(COMMANDS.map((command) => [command, commandLine(`${command} --`, flags)]));
}
