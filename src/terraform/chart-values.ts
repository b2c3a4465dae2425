import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isPlainObject } from "../settings/plain-object";
import { problemsOf, SettingsError, type SettingsErrorProps } from "../settings/settings-error";
import { readMapping } from "./yaml";

export type Values = Readonly<Record<string, unknown>>;

/** The values of a chart, and the file that contains the handwritten ones. */
export interface ChartValues {
  /** Relative to the project's folder. */
  readonly valuesFile: string;
  /** The content of that file, in which checks locate a value. */
  readonly valuesText: string;
  /** All values: those of the file and those that the model derives. */
  readonly values: Values;
}

/**
 * Merges the values of a chart that depend on no setting (values/<name>.yaml) with those that the model derives.
 * @param root the project's folder
 * @param extensible the derived lists to which the file may add, by their paths
 * @throws SettingsError if the file is missing or invalid, or if a key is in both: one of them would silently win
 */
export function chartValues(
  root: string,
  name: string,
  derived: Values,
  extensible: readonly string[] = [],
): ChartValues {
  const valuesFile = `values/${name}.yaml`;
  return mergedValues(valuesFile, readValues(root, valuesFile), derived, extensible);
}

/**
 * Merges the content of a values file with the values that the model derives.
 * @throws SettingsError if the content is invalid, or with every key that is in both
 */
export function mergedValues(
  valuesFile: string,
  valuesText: string,
  derived: Values,
  extensible: readonly string[],
): ChartValues {
  const merging: Merging = { valuesFile, extensible, problems: [] };
  const values = merge(readMapping(valuesFile, valuesText), derived, merging, []);
  if (merging.problems.length > 0) throw new SettingsError(...merging.problems);
  return { valuesFile, valuesText, values };
}

/** Returns the syntax errors of the files in values/. */
export function valuesProblems(root: string): readonly SettingsErrorProps[] {
  const folder = join(root, "values");
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".yaml")) : [];
  return files
    .map((name) => `values/${name}`)
    .flatMap((file) => problemsOf(() => readMapping(file, readValues(root, file))));
}

function readValues(root: string, path: string): string {
  const file = join(root, path);
  if (existsSync(file)) return readFileSync(file, "utf8");
  throw new SettingsError({
    setting: path,
    got: "no such file",
    expected: "a file with the chart values that depend on no setting",
    why: "the chart's own defaults would be deployed instead",
    remedy: "restore the file from the repository's history",
  });
}

interface Merging {
  readonly valuesFile: string;
  readonly extensible: readonly string[];
  /** The keys that are in both, collected so that the user sees all at once. */
  readonly problems: SettingsErrorProps[];
}

function merge(written: Values, derived: Values, merging: Merging, parents: readonly string[]): Values {
  const merged: Record<string, unknown> = { ...written };
  for (const [key, value] of Object.entries(derived)) {
    const keys = [...parents, key];
    const other = written[key];
    if (other === undefined) merged[key] = value;
    else if (isPlainObject(other) && isPlainObject(value)) merged[key] = merge(other, value, merging, keys);
    else if (Array.isArray(other) && Array.isArray(value) && merging.extensible.includes(keys.join("."))) {
      merged[key] = [...value, ...other];
    } else merging.problems.push(inBoth(merging.valuesFile, keys, other));
  }
  return merged;
}

function inBoth(path: string, keys: readonly string[], written: unknown): SettingsErrorProps {
  return {
    setting: `${path}: ${keys.join(".")}`,
    got: JSON.stringify(written),
    expected: "no value: the stack derives this key from the settings",
    why: "one of two values for the same key would silently win",
    remedy: "delete the key from the file, and use the setting in main.ts if there is one",
  };
}
