import { UsageError } from "../settings/errors";
import type { Settings } from "../settings/settings";
import { SettingsError } from "../settings/settings-error";
import { capacity } from "./capacity";
import { check } from "./check";
import { type Command, findCommand, helpHint, isHelp, parseOptions, usage } from "./command";
import { preflight } from "./preflight";
import { projectRoot } from "./project-root";
import { BEFORE_INSTALLATION, startupError } from "./startup-error";
import { synth } from "./synth";
import { verify } from "./verify";

const COMMANDS: readonly [Command, ...Command[]] = [synth, check, capacity, preflight, verify];

// This module is evaluated before the body of main.ts, so the handler covers errors before the call of installation().
process.once("uncaughtException", failBeforeInstallation);

/** Declares an installation, and runs a command with its settings: the one in process.argv, or synth by default. */
export async function installation(settings: Settings): Promise<void> {
  process.off("uncaughtException", failBeforeInstallation);
  const [name = COMMANDS[0].name, ...args] = process.argv.slice(2);
  if (isHelp(name)) return console.log(usage(COMMANDS));
  try {
    const command = findCommand(COMMANDS, name);
    if (args.some(isHelp)) return console.log(usage([command]));
    await command.run(settings, projectRoot(__dirname), parseOptions(command, args));
  } catch (error) {
    if (error instanceof SettingsError) fail(1, error.message);
    else if (error instanceof UsageError) fail(2, `${error.message}\n${helpHint(COMMANDS, name)}`);
    else throw error;
  }
}

/** Explains an error in main.ts. Any other error keeps its stack trace, which shows the failing line. */
function failBeforeInstallation(error: unknown): void {
  const explained = startupError(error);
  if (explained === null) console.error(error);
  fail(1, explained?.message ?? BEFORE_INSTALLATION);
}

function fail(exitCode: number, message: string): void {
  console.error(message);
  process.exitCode = exitCode;
}
