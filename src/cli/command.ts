import { type ParseArgsConfig, parseArgs } from "node:util";
import { UsageError } from "../settings/errors";
import { didYouMean } from "../settings/messages";
import type { Settings } from "../settings/settings";

/** The options of a parsed command line, by name. */
export type ParsedOptions = Readonly<Record<string, unknown>>;

/** A subcommand of the command-line interface. */
export interface Command {
  readonly name: string;
  /** The command and its options, as typed after "npm run". */
  readonly usage: string;
  readonly options: NonNullable<ParseArgsConfig["options"]>;
  /**
   * @param root the project's folder
   * @throws SettingsError for invalid settings
   * @throws UsageError for invalid options
   */
  readonly run: (settings: Settings, root: string, options: ParsedOptions) => void | Promise<void>;
}

/** The scripts of package.json that run Terraform after a command. */
const TERRAFORM_SCRIPTS = ["diff", "deploy", "destroy"];

/** @throws UsageError for an unknown command, with the nearest name as a suggestion */
export function findCommand(commands: readonly Command[], name: string): Command {
  const command = commands.find((candidate) => candidate.name === name);
  if (command !== undefined) return command;
  if (TERRAFORM_SCRIPTS.includes(name)) throw new UsageError(`"${name}" runs Terraform: use npm run ${name}`);
  const names = commands.map((candidate) => candidate.name);
  throw new UsageError(`unknown command "${name}"${didYouMean(name, names)}`);
}

/**
 * @param environment the environment of the process, which contains the options that npm kept for itself
 * @throws UsageError for an argument that the command doesn't accept
 */
export function parseOptions(
  { name, options }: Command,
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
): ParsedOptions {
  const known = Object.keys(options);
  const kept = known.find((option) => isKeptByNpm(option, args, environment));
  if (kept !== undefined)
    throw new UsageError(`--${kept}: npm kept the option; write "--" before it: npm run ${name} -- --${kept}`);
  const { tokens } = parseArgs({ args: [...args], options, strict: false, tokens: true });
  for (const token of tokens) rejectUnknown(token, { name, known, environment });
  try {
    return parseArgs({ args: [...args], options, strict: true }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

interface Accepted {
  /** The command. */
  readonly name: string;
  /** The options of the command. */
  readonly known: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
}

/** @throws UsageError for an option or a value that the command doesn't accept */
function rejectUnknown(token: Token, { name, known, environment }: Accepted): void {
  if (token.kind === "option" && !known.includes(token.name)) {
    const all = known.length === 0 ? `${name} has none` : `expected one of ${known.map(dashed).join(", ")}`;
    throw new UsageError(`unknown option "${token.rawName}"${didYouMean(token.name, known, dashed) || `; ${all}`}`);
  }
  if (token.kind !== "positional") return;
  // npm leaves the values of the options that it keeps.
  const remedy =
    isRunByNpm(environment) && known.length > 0
      ? `; write "--" before the options: npm run ${name} -- --<option> ${token.value}`
      : didYouMean(token.value, known, dashed);
  throw new UsageError(`unexpected argument "${token.value}"${remedy}`);
}

/** A part of the command line, as parseArgs returns it. */
type Token =
  | { readonly kind: "option"; readonly name: string; readonly rawName: string }
  | { readonly kind: "positional"; readonly value: string }
  | { readonly kind: "option-terminator" };

/** Returns the message for a value that an option doesn't accept. */
export function invalidChoice(option: string, value: string, choices: readonly string[]): string {
  return `--${option}: got "${value}", expected one of ${choices.join(", ")}${didYouMean(value, choices)}`;
}

function dashed(option: string): string {
  return `--${option}`;
}

/** Returns whether npm took the option. It passes on only what follows "--", and sets a variable for the rest. */
function isKeptByNpm(option: string, args: readonly string[], environment: NodeJS.ProcessEnv): boolean {
  const isKept = isRunByNpm(environment) && environment[`npm_config_${option.replaceAll("-", "_")}`] !== undefined;
  return isKept && !args.some((argument) => argument === dashed(option) || argument.startsWith(`${dashed(option)}=`));
}

function isRunByNpm(environment: NodeJS.ProcessEnv): boolean {
  return environment["npm_command"] === "run" || environment["npm_command"] === "run-script";
}

export function usage(commands: readonly Command[]): string {
  return `usage: ${commands.map(({ usage: line }) => `npm run ${line}`).join("\n       ")}`;
}

export function isHelp(argument: string): boolean {
  return argument === "--help" || argument === "-h";
}

/** Returns the line below an error in the command line. */
export function helpHint(commands: readonly Command[], name: string): string {
  const isKnown = commands.some((command) => command.name === name);
  return `see ${isKnown ? `npm run ${name} --` : "npx log-collection"} --help`;
}
