import type { Cluster } from "../kube/cluster";
import { commandLine } from "../kube/tools";

/** How to type a command so that it reaches the examined cluster, by the command: "kubectl" → "kubectl --context prod". */
export type Commands = Readonly<Record<string, string>>;

/** The parts of this command line that decide which cluster a run examines, and how. */
export interface CommandLineOptions {
  readonly kubeconfig: string | null;
  readonly contexts: readonly string[];
  readonly readOnly: boolean;
  readonly urls: Readonly<Record<string, string>>;
}

/** The commands of the cluster's tools and of this project. */
export function commandsFor(cluster: Pick<Cluster, "context" | "tools">, options: CommandLineOptions): Commands {
  const { kubeconfig, contexts, readOnly, urls } = options;
  const both = [
    ...(kubeconfig === null ? [] : ["--kubeconfig", kubeconfig]),
    ...(contexts.length === 0 ? [] : ["--context", cluster.context]),
  ];
  const ofPreflight = Object.entries(urls).filter(([option]) => option === "alertmanager-url");
  return {
    ...cluster.tools,
    ...typed("npm run verify", [...both, ...(readOnly ? ["--read-only"] : []), ...flags(Object.entries(urls))]),
    ...typed("npm run preflight", [...both, ...flags(ofPreflight)]),
  };
}

function flags(urls: readonly (readonly [string, string])[]): readonly string[] {
  return urls.flatMap(([option, url]) => [`--${option}`, url]);
}

function typed(command: string, args: readonly string[]): Commands {
  return args.length === 0 ? {} : { [command]: commandLine(`${command} --`, args) };
}

/** Matches a command, but not the "helm" of "owner=helm". */
const COMMAND = /(?<![\w=./-])(?:kubectl|oc|helm|npm run (?:verify|preflight)(?: --)?)(?=$|[\s`])/g;

/** The text with every command in it aimed at the examined cluster. */
export function aimed(text: string, commands: Commands): string {
  return text.replace(COMMAND, (command) => commands[command.replace(/ --$/, "")] ?? command);
}
