import { parseArgs } from "node:util";
import type { Settings } from "../settings/settings";
import { SettingsError, UsageError } from "../settings/settings-error";
import { capacity } from "./capacity";
import { check } from "./check";
import type { Command } from "./command";
import { preflight } from "./preflight";
import { projectRoot } from "./project-root";
import { slip } from "./startup-error";
import { synth } from "./synth";
import { verify } from "./verify";

const COMMANDS: readonly [Command, ...Command[]] = [synth, check, capacity, preflight, verify];

// This module is evaluated before the body of main.ts, which may end before it calls the function below.
process.once("uncaughtException", refuseMain);

/** An installation: does with its settings what the command line says, and synthesizes the plan where it says nothing. */
export async function installation(settings: Settings): Promise<void> {
  process.off("uncaughtException", refuseMain);
  const [name = COMMANDS[0].name, ...args] = process.argv.slice(2);
  if (name === "--help" || args.includes("--help")) return console.log(usage());
  try {
    await run(commandOf(name), settings, args);
  } catch (error) {
    if (error instanceof SettingsError) fail(1, error.message);
    else if (error instanceof UsageError) fail(2, `${error.message}\n${usage()}`);
    else throw error;
  }
}

/** What is no slip has a trace, which leads to its line. */
function refuseMain(error: unknown): void {
  const refusal = slip(error);
  if (refusal === null) console.error(error);
  fail(1, refusal?.message ?? "main.ts ended there, before it came to its settings");
}

function commandOf(name: string): Command {
  const command = COMMANDS.find((candidate) => candidate.name === name);
  if (command === undefined) throw new UsageError(`there is no command "${name}"`);
  return command;
}

async function run({ options, run: start }: Command, settings: Settings, args: readonly string[]): Promise<void> {
  await start(settings, projectRoot(__dirname), readOptions(options, args));
}

function readOptions(options: Command["options"], args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, strict: true }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function usage(): string {
  return `usage: ${COMMANDS.map(({ usage: line }) => `npm run ${line}`).join("\n       ")}`;
}

function fail(exitCode: number, message: string): void {
  console.error(message);
  process.exitCode = exitCode;
}
