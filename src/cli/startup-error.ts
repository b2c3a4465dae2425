import { nearest } from "../settings/messages";
import { SettingsError } from "../settings/settings-error";
import { Backend } from "../terraform/backend";
import { ByteSize, Cpu, Duration } from "../units";

interface Factory {
  readonly module: string;
  /** Its static methods. If several are equally near to a misspelt name, the first is suggested. */
  readonly names: readonly string[];
}

function factory<C extends object>(_: C, names: readonly (keyof C & string)[]): Factory {
  return { module: "./src", names };
}

/** The classes that main.ts uses to create values. */
export const FACTORIES: ReadonlyMap<string, Factory> = new Map([
  ["ByteSize", factory(ByteSize, ["gibibytes", "mebibytes", "kibibytes", "bytes"])],
  ["Cpu", factory(Cpu, ["cores", "millicores"])],
  ["Duration", factory(Duration, ["days", "hours", "minutes", "seconds", "milliseconds"])],
  ["Backend", factory(Backend, ["local", "s3", "gcs", "azurerm", "http", "pg", "kubernetes"])],
]);

export const UNFINISHED = "main.ts failed, so no command ran";

/**
 * Explains an error that main.ts threw before it passed its settings. The bundler doesn't check types, so a misspelt
 * name fails only at run time.
 * @returns null if the compiler couldn't have reported the error
 */
export function startupError(error: unknown): SettingsError | null {
  if (!(error instanceof TypeError || error instanceof ReferenceError)) return null;
  return misspelt(error.message) ?? notImported(error.message) ?? unknown(String(error));
}

function misspelt(message: string): SettingsError | undefined {
  const [, owner = "", name = ""] = /(\w+)\.(\w+) is not a function$/.exec(message) ?? [];
  const names = FACTORIES.get(owner)?.names;
  if (names === undefined) return undefined;
  return new SettingsError({
    setting: "main.ts",
    got: `${owner}.${name}`,
    expected: `one of ${names.map((one) => `${owner}.${one}`).join(", ")}`,
    why: UNFINISHED,
    remedy: suggestion(owner, name, names) ?? "write one of these",
  });
}

function suggestion(owner: string, name: string, names: readonly string[]): string | null {
  const method = nearest(name, names);
  return method === null ? null : `did you mean ${owner}.${method}?`;
}

function notImported(message: string): SettingsError | undefined {
  const [, name = ""] = /(\w+) is not defined$/.exec(message) ?? [];
  const module = FACTORIES.get(name)?.module;
  if (module === undefined) return undefined;
  return new SettingsError({
    setting: "main.ts",
    got: `${name}, which is not imported`,
    expected: "an import of every class that main.ts uses",
    why: UNFINISHED,
    remedy: `add import { ${name} } from "${module}"; at the top`,
  });
}

function unknown(message: string): SettingsError {
  return new SettingsError({
    setting: "main.ts",
    got: message,
    expected: "settings that evaluate without an error",
    why: UNFINISHED,
    remedy: 'run "npx tsc", which names the line of a type error',
  });
}

/** Returns the error for a main.ts that declares no installation, or several. */
export function notOneInstallation(count: number): SettingsError {
  const isMissing = count === 0;
  return new SettingsError({
    setting: "main.ts",
    got: isMissing ? "no call of installation(…)" : `${count} installations`,
    expected: isMissing ? "one call" : "one",
    why: isMissing
      ? "without settings there is nothing to deploy; files of an earlier synthesis have other settings"
      : "the files of one would replace those of the other, so nothing was written",
    remedy: isMissing
      ? "call installation({ … }) at the top level of main.ts, or call the function that contains it"
      : "keep one call of installation(…), and give each other installation a clone of this repository with its own main.ts",
  });
}
