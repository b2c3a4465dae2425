import { parseArgs } from "node:util";
import { capacity } from "./commands/capacity";
import { check } from "./commands/check";
import type { Command } from "./commands/command";
import { synth } from "./commands/synth";
import { projectRoot } from "./project";
import { Refusal } from "./refusal";
import type { Settings } from "./settings";

const COMMANDS: readonly [Command, ...Command[]] = [synth, check, capacity];

/** An installation: does with its settings what the command line says, and synthesizes the plan where it says nothing. */
export async function installation(settings: Settings): Promise<void> {
  const [name = COMMANDS[0].name, ...args] = process.argv.slice(2);
  const command = COMMANDS.find((candidate) => candidate.name === name);
  try {
    if (command === undefined || !(await run(command, settings, args))) refuseCommand();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}

async function run(command: Command, settings: Settings, args: readonly string[]): Promise<boolean> {
  const options = readOptions(command, args);
  return options !== null && (await command.run(settings, projectRoot(__dirname), options));
}

function readOptions({ options }: Command, args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, strict: true }).values;
  } catch {
    return null;
  }
}

function refuseCommand(): void {
  console.error(`usage: ${COMMANDS.map(({ usage }) => usage).join("\n       ")}`);
  process.exitCode = 2;
}
