import { UsageError } from "../settings/errors";
import type { Settings } from "../settings/settings";
import { SettingsError } from "../settings/settings-error";
import { capacity } from "./capacity";
import { check } from "./check";
import { type Command, findCommand, helpHint, isHelp, parseOptions, usage } from "./command";
import { preflight } from "./preflight";
import { projectRoot } from "./project-root";
import { notOneInstallation, startupError, UNFINISHED } from "./startup-error";
import { synth } from "./synth";
import { verify } from "./verify";

const COMMANDS: readonly [Command, ...Command[]] = [synth, check, capacity, preflight, verify];

/** The settings of every call. Only the end of main.ts shows that there is exactly one. */
const declared: Settings[] = [];

/** After this time, a main.ts that keeps the process alive, such as with an open connection, is reported. */
const PATIENCE = 10_000;

// This module is evaluated before the body of main.ts. The command starts when main.ts has nothing left to do, so that
// several calls write nothing, and an error after the call runs no command.
process.on("uncaughtException", failBeforeStart);
process.once("beforeExit", start);
process.once("exit", exitBeforeStart);
const reminder = setTimeout(() => console.error(STILL_RUNNING), PATIENCE).unref();

/**
 * Declares the installation. When main.ts ends, a command runs with its settings: the one in process.argv, or synth by
 * default.
 * @param others none: the bundler doesn't check types, so further arguments count as installations
 */
export function installation(settings: Settings, ...others: readonly never[]): void {
  declared.push(settings, ...others);
}

async function start(): Promise<void> {
  stopWaiting();
  const [name = COMMANDS[0].name, ...args] = process.argv.slice(2);
  if (isHelp(name)) return console.log(usage(COMMANDS));
  try {
    const command = findCommand(COMMANDS, name);
    if (args.some(isHelp)) return console.log(usage([command]));
    const options = parseOptions(command, args, process.env);
    if (declared.length !== 1) throw notOneInstallation(declared.length);
    for (const settings of declared) await command.run(settings, projectRoot(__dirname), options);
  } catch (error) {
    if (error instanceof SettingsError) fail(1, error.message);
    else if (error instanceof UsageError) fail(2, `${error.message}\n${helpHint(COMMANDS, name)}`);
    else throw error;
  }
}

/** Explains an error in main.ts. Any other error keeps its stack trace, which shows the failing line. */
function failBeforeStart(error: unknown): void {
  stopWaiting();
  const explained = startupError(error);
  if (explained === null) console.error(error);
  fail(1, explained?.message ?? UNFINISHED);
}

/** A main.ts that exits with an error has printed its reason. */
function exitBeforeStart(exitCode: number): void {
  if (exitCode === 0) fail(1, `main.ts: exited before a command ran; remove process.exit() from it`);
}

function stopWaiting(): void {
  clearTimeout(reminder);
  process.off("uncaughtException", failBeforeStart);
  process.off("beforeExit", start);
  process.off("exit", exitBeforeStart);
}

const STILL_RUNNING =
  "main.ts is still running, and the command starts when it ends: close its connections and clear its timers";

function fail(exitCode: number, message: string): void {
  console.error(message);
  process.exitCode = exitCode;
}
