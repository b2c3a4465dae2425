import { isPlainObject } from "../../settings/plain-object";
import { ByteSize, Duration } from "../../units";

/** Settings by their paths: "ruler.storage.type". */
type Settings = ReadonlyMap<string, unknown>;

/** Every setting of a configuration, those of lists by their index. */
export function settingsOf(configuration: unknown, parents: readonly string[] = []): Settings {
  if (!isPlainObject(configuration) && !Array.isArray(configuration))
    return new Map([[parents.join("."), configuration]]);
  return new Map(Object.entries(configuration).flatMap(([key, value]) => [...settingsOf(value, [...parents, key])]));
}

/** How a configuration differs from the one that was written, a line for each setting of that. */
export function differences(expected: Settings, found: Settings): readonly string[] {
  return [...expected]
    .filter(([path, value]) => `${found.get(path)}` !== `${value}`)
    .map(([path, value]) => told(path, value, found));
}

/** What a configuration has beside what was written, a line for each setting. */
export function additions(expected: Settings, found: Settings): readonly string[] {
  return [...found]
    .filter(([path]) => !expected.has(path))
    .map(([path, value]) => `${path} is ${shown(value)}, not in the plan`);
}

/**
 * How the configuration with which Loki runs differs from what it was told, a line for each setting. It says every
 * default beside it, in notations of its own ("1w" for "168h", "256KB" for 262144), and leaves some empty values out.
 */
export function runningDifferences(expected: Settings, running: Settings): readonly string[] {
  return [...expected]
    .filter(([path, value]) => !means(value, running.get(path)))
    .map(([path, value]) => told(path, value, running));
}

function told(path: string, expected: unknown, found: Settings): string {
  return `${path} is ${found.has(path) ? shown(found.get(path)) : "missing"}, not ${shown(expected)}`;
}

function shown(value: unknown): string {
  return value === "" ? "empty" : `${value}`;
}

/** What Go leaves out of YAML where a setting is empty. */
const EMPTY = ["", "0", "0s", "false"];

function means(expected: unknown, running: unknown): boolean {
  const [told, says] = [`${expected}`, `${running ?? ""}`];
  if (running === undefined) return EMPTY.includes(told);
  // A bare number that is a duration is one of nanoseconds.
  return told === says || `${told}ns` === says || isSameDuration(told, says) || isSameSize(told, says);
}

function isSameDuration(a: string, b: string): boolean {
  const duration = Duration.parse(a);
  return duration !== null && `${duration}` === `${Duration.parse(b)}`;
}

function isSameSize(a: string, b: string): boolean {
  const size = ByteSize.parse(a);
  return size !== null && `${size}` === `${ByteSize.parse(b)}`;
}
