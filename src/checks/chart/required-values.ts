import type { RenderedRelease } from "../../stack/rendered-stack";
import { readMapping } from "../../terraform/yaml";
import type { Check, Finding } from "../check";
import { keyLocation, valueAt } from "../values";
import type { ExaminedKey } from "./examined/key";
import { type Context, type Fault, outside } from "./examined/shape";
import { shown } from "./key-tree";
import { type KnownRelease, knownReleases } from "./known-releases";

export const requiredValues: Check = {
  id: "required-values",
  title: "Chart values are within the bounds that the rest of the stack requires",
  severity: "error",
  why: "the names, users, mounts, permissions and pods of the rest of the stack depend on these values",
  remedy: "remove the key, or set a value within the bounds",
  evidence:
    "charts loki 18.11.0 and alloy 1.11.1, each rendered with a different value of every key; src/checks/chart/examined lists the bounds",
  find: (stack) => knownReleases(stack).flatMap(outOfBounds),
};

function outOfBounds({ release, examined: { keys } }: KnownRelease): readonly Finding[] {
  const { values, valuesFile, valuesText } = release;
  const context = { values, written: readMapping(valuesFile, valuesText) };
  return keys.flatMap((examined) => {
    const fault = faultOf(examined, context);
    return fault === null ? [] : [finding(release, examined, fault)];
  });
}

function faultOf({ key, bounds, required }: ExaminedKey, context: Context): Fault | null {
  const value = valueAt(context.values, key);
  if (value !== undefined) return bounds(value, context);
  return required === undefined ? null : outside(undefined, JSON.stringify(required));
}

function finding({ valuesFile, valuesText }: RenderedRelease, examined: ExaminedKey, fault: Fault): Finding {
  const path = [...examined.key.split("."), ...fault.path];
  const location =
    keyLocation(valuesFile, valuesText, path) ?? keyLocation(valuesFile, valuesText, examined.key.split("."));
  return {
    setting: `${valuesFile}: ${path.join(".")}`,
    got: fault.got === undefined ? "nothing" : shown(fault.got),
    expected: `${fault.expected}; otherwise ${examined.otherwise}`,
    remedy: remedyOf(examined, fault),
    ...(location && { location }),
  };
}

function remedyOf({ key, required }: ExaminedKey, { path, correction }: Fault): string {
  const at = [key, ...path].join(".");
  const isNested = path.length > 0;
  if (isNested && correction === "remove")
    return `remove ${JSON.stringify(path.at(-1))} from ${[key, ...path.slice(0, -1)].join(".")}`;
  if (isNested && correction !== null && correction !== "remove") return `set ${at}: ${JSON.stringify(correction.set)}`;
  if (required !== undefined) return `set ${key}: ${JSON.stringify(required)}`;
  return isNested ? `correct it, or remove ${key}` : `remove ${key}`;
}
