import { type ParseArgsConfig, parseArgs } from "node:util";
import { UsageError } from "../settings/errors";
import { nearest } from "../settings/messages";
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

/** @throws UsageError for an unknown command, with the nearest name as a suggestion */
export function findCommand(commands: readonly Command[], name: string): Command {
  const command = commands.find((candidate) => candidate.name === name);
  if (command !== undefined) return command;
  const names = commands.map((candidate) => candidate.name);
  const suggestion = nearest(name, names);
  throw new UsageError(`unknown command "${name}"${suggestion === null ? "" : `; did you mean "${suggestion}"?`}`);
}

/** @throws UsageError for an argument that the command doesn't accept */
export function parseOptions({ options }: Command, args: readonly string[]): ParsedOptions {
  try {
    return parseArgs({ args: [...args], options, strict: true }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
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
