import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isPlainObject } from "../settings/plain-object";
import { SettingsError } from "../settings/settings-error";
import { readMapping } from "./yaml";

export type Values = Readonly<Record<string, unknown>>;

/** The values of a chart, and the file that people write some of them into. */
export interface ChartValues {
  /** Relative to the project's folder. */
  readonly valuesFile: string;
  /** What stands in that file, for checks to say where. */
  readonly valuesText: string;
  /** The final values: that file's, and those that the model derives. */
  readonly values: Values;
}

/**
 * The values of a chart: what depends on nothing (values/<name>.yaml) and what the model derives.
 * @param root the project's folder
 * @throws SettingsError where the file is missing or no YAML, or where a key stands in both: one of them would win without a word
 */
export function chartValues(root: string, name: string, derived: Values): ChartValues {
  const valuesFile = `values/${name}.yaml`;
  const valuesText = readValues(root, valuesFile);
  return { valuesFile, valuesText, values: merge(readMapping(valuesFile, valuesText), derived, valuesFile, []) };
}

function readValues(root: string, path: string): string {
  const file = join(root, path);
  if (existsSync(file)) return readFileSync(file, "utf8");
  throw new SettingsError({
    setting: path,
    got: "no such file",
    expected: "the chart's values that depend on no setting",
    why: "without them the chart's own defaults would be deployed",
    remedy: "bring the file back from the repository's history",
  });
}

function merge(written: Values, derived: Values, path: string, parents: readonly string[]): Values {
  const merged: Record<string, unknown> = { ...written };
  for (const [key, value] of Object.entries(derived)) {
    const keys = [...parents, key];
    const other = written[key];
    if (other === undefined) merged[key] = value;
    else if (isPlainObject(other) && isPlainObject(value)) merged[key] = merge(other, value, path, keys);
    else throw inBoth(path, keys, other);
  }
  return merged;
}

function inBoth(path: string, keys: readonly string[], written: unknown): SettingsError {
  return new SettingsError({
    setting: `${path}: ${keys.join(".")}`,
    got: JSON.stringify(written),
    expected: "nothing: the plan derives this key from the settings",
    why: "a key with two owners has the value of the one who wrote last",
    remedy: "delete it from the file: where it can be chosen, a setting in main.ts decides it",
  });
}
