import { isDeepStrictEqual } from "node:util";
import { isPlainObject } from "../../settings/plain-object";
import type { Values } from "../../terraform/chart-values";
import { readMapping } from "../../terraform/yaml";
import { oncePer } from "../../units";
import type { Check, Finding } from "../check";
import { keyLocation } from "../values";
import { classifyReplaced } from "./configuration";
import { effectOf, settingInsteadOf } from "./effects";
import type { ExaminedChart } from "./examined/key";
import { exposures } from "./exposed-service";
import { below, shown, type WrittenKey } from "./key-tree";
import { classifyUnread } from "./keys";
import { type KnownRelease, knownReleases } from "./known-releases";

export const unexaminedValue: Check = {
  id: "unexamined-value",
  title: "The effect of every chart value on this stack is known",
  severity: "error",
  why: "such a key can override, move or remove what the stack derives and checks, and no check sees the result",
  remedy: "remove the key, use one whose effect is examined, or test it and accept the finding",
  evidence:
    "charts loki 18.11.0 and alloy 1.11.1: defaults.extraArgs overrides every flag of Loki, and agent.* overrides alloy.*; src/checks/chart/examined lists the examined keys",
  find(stack) {
    const exposed = exposures(stack);
    return knownReleases(stack).flatMap((known) => {
      const { release } = known;
      const reported = exposed.filter((one) => one.release === release).map(({ path, block }) => path.slice(0, block));
      return unexaminedKeys(readMapping(release.valuesFile, release.valuesText), known)
        .filter(({ path }) => !reported.some((other) => isWithin(path, other)))
        .map((key) => finding(key, known));
    });
  },
};

function isWithin(path: readonly string[], block: readonly string[]): boolean {
  return block.every((key, index) => path[index] === key);
}

function finding({ path, value }: WrittenKey, { release, examined }: KnownRelease): Finding {
  const { valuesFile, valuesText } = release;
  const location = keyLocation(valuesFile, valuesText, path);
  const key = path.join(".");
  const instead = settingInsteadOf(path) ?? examinedInsteadOf(path, examined);
  return {
    setting: `${valuesFile}: ${key}`,
    got: `${shown(value)}: ${effectOf(path)}`,
    expected: "an examined key (docs/settings.md lists them), or an entry in accept",
    remedy: `remove ${key}${instead === null ? "" : ` (${instead})`}, or test it on a cluster and accept the finding`,
    ...(location && { location }),
  };
}

/** Parts of the charts whose values apply to several components. */
const GENERAL = ["alloy", "controller", "defaults", "global", "loki", "singleBinary"];

/** The examined key of the same name, if the key of a general part is written. */
function examinedInsteadOf(path: readonly string[], { keys }: ExaminedChart): string | null {
  const [part = "", name] = path;
  if (path.length !== 2 || !GENERAL.includes(part)) return null;
  const free = keys.filter(({ isConstant }) => !isConstant).map(({ key }) => key);
  const other = free.find((key) => key.endsWith(`.${name}`));
  return other === undefined ? null : `${other} is examined`;
}

/** The examined keys of a chart as a tree; the value of a leaf is true. */
type ExaminedTree = true | Map<string, ExaminedTree>;

const treeOf = oncePer(({ keys, elsewhere }: ExaminedChart): Map<string, ExaminedTree> => {
  const tree = new Map<string, ExaminedTree>();
  for (const key of [...keys.map((one) => one.key), ...elsewhere]) insert(tree, key.split("."));
  return tree;
});

function insert(tree: Map<string, ExaminedTree>, [key = "", ...rest]: readonly string[]): void {
  if (rest.length === 0) {
    tree.set(key, true);
    return;
  }
  const child = tree.get(key);
  const below = child instanceof Map ? child : new Map<string, ExaminedTree>();
  tree.set(key, below);
  insert(below, rest);
}

/** Blocks whose keys have nothing in common, so each key is a finding of its own. */
const CONTAINERS = new Set([
  ...["agent", "defaults", "global", "monitoring"],
  ...["defaults.service", "gateway.service", "memberlist", "memberlist.service"],
]);

/** Returns the written keys that are neither examined nor reported by another check, from the outside in. */
export function unexaminedKeys(written: Values, known: KnownRelease): readonly WrittenKey[] {
  const { read, configuration } = known;
  return [...descend({ path: [], value: written, read, configuration }, treeOf(known.examined), known)];
}

function* descend(parent: WrittenKey, tree: ExaminedTree | undefined, known: KnownRelease): Generator<WrittenKey> {
  if (!isPlainObject(parent.value)) return;
  for (const one of childrenOf(parent)) {
    const { path, value } = one;
    const examined = tree instanceof Map ? tree.get(path.at(-1) ?? "") : undefined;
    if (examined === true || isReportedElsewhere(one, known) || isOff(one, known)) continue;
    const isContainer = examined !== undefined || CONTAINERS.has(path.join("."));
    if (isContainer && isPlainObject(value)) yield* descend(one, examined, known);
    else yield one;
  }
}

/** Whether chart-keys or chart-configuration reports the key, or all keys below it, with a better explanation. */
function isReportedElsewhere(key: WrittenKey, known: KnownRelease): boolean {
  if (classifyUnread(key, known) === "report") return true;
  if (known.isReplaced && classifyReplaced(key) === "report") return true;
  // The chart reads all keys below.
  if (typeof key.read === "boolean") return false;
  const children = childrenOf(key);
  return children.length > 0 && children.every((child) => isReportedElsewhere(child, known));
}

function childrenOf({ path, value, read, configuration }: WrittenKey): readonly WrittenKey[] {
  if (!isPlainObject(value) && !Array.isArray(value)) return [];
  return Object.entries(value).map(([key, child]) => ({
    path: [...path, key],
    value: child,
    read: below(read, key),
    configuration: below(configuration, key),
  }));
}

/** Whether a block turns off what this stack doesn't use, apart from keys that other checks report. */
function isOff(block: WrittenKey, known: KnownRelease): boolean {
  const key = block.path.join(".");
  const { off } = known.examined;
  if (!off.has(key)) return false;
  if (!isPlainObject(block.value)) return isDeepStrictEqual(off.get(key), block.value);
  const rest = childrenOf(block).filter((child) => !isReportedElsewhere(child, known));
  return isDeepStrictEqual(off.get(key), Object.fromEntries(rest.map(({ path, value }) => [path.at(-1), value])));
}
