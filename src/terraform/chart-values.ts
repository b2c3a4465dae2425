import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { Refusal } from "../refusal";
import { toPlain, toYaml } from "./yaml";

type Values = { readonly [key: string]: unknown };

/**
 * The values of a chart: what depends on nothing (values/<name>.yaml) and what the model derives, in one document.
 * @param root the project's folder
 * @throws Refusal where a key stands in both: one of them would win without a word
 */
export function chartValues(root: string, name: string, derived: Values): string {
  const path = `values/${name}.yaml`;
  const written: unknown = parse(readFileSync(join(root, path), "utf8"), { version: "1.1" });
  return toYaml(merge(isMapping(written) ? written : {}, derived, path, []));
}

function merge(written: Values, derived: Values, path: string, parents: readonly string[]): Values {
  const merged: Record<string, unknown> = { ...written };
  for (const [key, value] of Object.entries(derived)) {
    const keys = [...parents, key];
    const other = written[key];
    if (other === undefined) merged[key] = toPlain(value);
    else if (isMapping(other) && isMapping(value)) merged[key] = merge(other, value, path, keys);
    else throw inBoth(path, keys, other);
  }
  return merged;
}

function inBoth(path: string, keys: readonly string[], written: unknown): Refusal {
  return new Refusal({
    setting: `${path}: ${keys.join(".")}`,
    got: JSON.stringify(written),
    wanted: "nothing: the plan derives this key from the settings",
    because: "a key with two owners has the value of the one who wrote last",
    remedy: "delete it from the file and write the setting in main.ts",
  });
}

function isMapping(value: unknown): value is Values {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
