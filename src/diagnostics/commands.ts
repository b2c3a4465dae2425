import type { Cluster } from "../kube/cluster";
import { commandLine, shellQuote } from "../kube/tools";
import type { TerraformModel } from "../terraform/model";

/** Each command with what it needs to reach the examined cluster: "kubectl" → "kubectl --context prod". */
export type Commands = Readonly<Record<string, string>>;

/** The parts of this command line that decide which cluster a run examines, and how. */
export interface CommandLineOptions {
  readonly kubeconfig: string | null;
  readonly contexts: readonly string[];
  readonly readOnly: boolean;
  readonly urls: Readonly<Record<string, string>>;
  /** The settings for Terraform. Terraform prefers them to its environment. */
  readonly terraform: Pick<TerraformModel, "kubeconfig" | "context">;
}

/** The commands of the cluster's tools and of this project. */
export function commandsFor(cluster: Pick<Cluster, "context" | "tools">, options: CommandLineOptions): Commands {
  const { kubeconfig, contexts, readOnly, urls } = options;
  const both = [
    ...(kubeconfig === null ? [] : ["--kubeconfig", kubeconfig]),
    ...(contexts.length === 0 ? [] : ["--context", cluster.context]),
  ];
  const ofPreflight = Object.entries(urls).filter(([option]) => option === "alertmanager-url");
  const common = [...both, ...(readOnly ? ["--read-only"] : [])];
  return {
    ...cluster.tools,
    ...typed("npm run verify", [...common, ...flags(Object.entries(urls))]),
    ...typed("npm run preflight", [...common, ...flags(ofPreflight)]),
    ...Object.fromEntries(TERRAFORM_COMMANDS.flatMap((command) => withTerraform(command, cluster.context, options))),
  };
}

const TERRAFORM_COMMANDS = ["npm run deploy", "npm run diff", "npm run destroy"];

/**
 * Terraform reads the settings, then its environment, but never this command line. A command that needs another setting
 * says so in parentheses, so that no shell runs it as it is.
 */
function withTerraform(
  command: string,
  context: string,
  { kubeconfig, contexts, terraform }: CommandLineOptions,
): readonly (readonly [string, string])[] {
  const targets = [
    { variable: "KUBE_CONFIG_PATH", setting: "kubeconfig", value: kubeconfig },
    { variable: "KUBE_CTX", setting: "context", value: contexts.length === 0 ? null : context },
  ] as const;
  const others = targets.flatMap(({ value, ...target }) =>
    value === null || value === terraform[target.setting] ? [] : [{ ...target, value }],
  );
  if (others.length === 0) return [];
  const variables = others
    .filter(({ setting }) => terraform[setting] === null)
    .map(({ variable, value }) => `${variable}=${shellQuote(value)}`);
  const settings = others
    .filter(({ setting }) => terraform[setting] !== null)
    .map(({ setting, value }) => `terraform.${setting}: "${value}"`);
  const note = settings.length === 0 ? [] : [`(with ${settings.join(", ")} in main.ts)`];
  return [[command, [...variables, command, ...note].join(" ")]];
}

function flags(urls: readonly (readonly [string, string])[]): readonly string[] {
  return urls.flatMap(([option, url]) => [`--${option}`, url]);
}

function typed(command: string, args: readonly string[]): Commands {
  return args.length === 0 ? {} : { [command]: commandLine(`${command} --`, args) };
}

/** Matches a command, but not the "helm" of "owner=helm". */
const COMMAND = /(?<![\w=./-])(?:kubectl|oc|helm|npm run (?:verify|preflight|deploy|diff|destroy)(?: --)?)(?=$|[\s`])/g;

/** Returns the text with the examined cluster's options added to each command. */
export function aimCommands(text: string, commands: Commands): string {
  return text.replace(COMMAND, (command) => commands[command.replace(/ --$/, "")] ?? command);
}
