import { closest, distance } from "fastest-levenshtein";
import { SettingsError } from "../settings/settings-error";
import { Backend } from "../terraform/backend";
import { ByteSize, Cpu, Duration } from "../units";

interface Maker {
  readonly from: string;
  /** What it is called with: of names that are equally near, the first is meant. */
  readonly names: readonly string[];
}

function maker<C extends object>(_: C, from: string, names: readonly (keyof C & string)[]): Maker {
  return { from, names };
}

/** What main.ts makes values with. */
export const FACTORIES: ReadonlyMap<string, Maker> = new Map([
  ["ByteSize", maker(ByteSize, "./src", ["gibibytes", "mebibytes", "kibibytes", "bytes"])],
  ["Cpu", maker(Cpu, "./src", ["cores", "millicores"])],
  ["Duration", maker(Duration, "./src", ["days", "hours", "minutes", "seconds", "milliseconds"])],
  ["Backend", maker(Backend, "./src", ["local", "s3", "gcs", "azurerm", "http", "pg", "kubernetes"])],
]);

const WHY = "main.ts ended there, before it came to its settings";

/**
 * What ended main.ts before it came to its settings. A bundler checks no types, so a slip is seen when it is called.
 * @returns null for what no type would have told
 */
export function slip(error: unknown): SettingsError | null {
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
    why: WHY,
    remedy: suggestion(owner, name, names) ?? "write one of those",
  });
}

/** Nothing that is further from it was meant. */
const FURTHEST = 2;

function suggestion(owner: string, name: string, names: readonly string[]): string | null {
  const nearest = closest(name, names);
  return distance(name, nearest) > FURTHEST ? null : `did you mean ${owner}.${nearest}?`;
}

function notImported(message: string): SettingsError | undefined {
  const [, name = ""] = /(\w+) is not defined$/.exec(message) ?? [];
  const from = FACTORIES.get(name)?.from;
  if (from === undefined) return undefined;
  return new SettingsError({
    setting: "main.ts",
    got: `${name}, which is not imported`,
    expected: "an import of all that is used",
    why: WHY,
    remedy: `write import { ${name} } from "${from}"; at its top`,
  });
}

function unknown(message: string): SettingsError {
  return new SettingsError({
    setting: "main.ts",
    got: message,
    expected: "settings that can be read",
    why: WHY,
    remedy: 'run "npx tsc", which names the line where the types tell of it',
  });
}
