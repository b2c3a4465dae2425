import type { RenderedRelease } from "../../stack/rendered-stack";
import type { Check, Finding } from "../check";
import { keyLocation, valueAt } from "../values";
import { type Classification, reportedKeys, shown, suggestion, type WrittenKey } from "./key-tree";
import { type KnownRelease, knownReleases } from "./known-releases";
import { blockOf, type Correction, chartName, deleteBlock } from "./remedies";

export const chartKeys: Check = {
  id: "chart-keys",
  title: "The charts read every key of the values files",
  severity: "error",
  why: "the chart silently ignores a key that it does not read, so the intended setting has no effect",
  remedy: "rename the key to one that the chart reads, set it in main.ts, or delete it",
  evidence:
    'chart loki ignored loki.ruler, so Loki ran without a single rule for 26 days; src/*/chart-keys.json lists the keys that the templates of the pinned charts read, and "npm run charts:check" verifies the list',
  find: (stack) => knownReleases(stack).flatMap(unread),
};

function unread(known: KnownRelease): readonly Finding[] {
  return reportedKeys(known.release.values, known, (key) => classifyUnread(key, known)).map((key) =>
    finding(key, known),
  );
}

/** Reports a key that the chart doesn't read. chart-configuration reports those that only a replaced configuration reads. */
export function classifyUnread({ read, configuration }: WrittenKey, { isReplaced }: KnownRelease): Classification {
  if (read === true || (configuration === true && !isReplaced)) return "accept";
  if (read !== false || (configuration !== false && !isReplaced)) return "descend";
  return configuration === false ? "report" : "accept";
}

function finding({ path, value }: WrittenKey, known: KnownRelease): Finding {
  const { valuesFile, valuesText } = known.release;
  const location = keyLocation(valuesFile, valuesText, path);
  return {
    setting: `${valuesFile}: ${path.join(".")}`,
    got: `${shown(value)}, which chart ${known.chart} does not read`,
    ...correction(path, known),
    ...(location && { location }),
  };
}

function correction(path: readonly string[], known: KnownRelease): Correction {
  const block = misplaced(path, known);
  const isWholeBlock = path.length === (path[0] === "loki" ? 2 : 1);
  return (
    correctionOf(path.join("."), known) ??
    (isWholeBlock ? block : null) ??
    similar(path, known) ??
    block ??
    NO_SUGGESTION
  );
}

/** The correction of a key by its name, which may also be that of a property of every object ("constructor"). */
function correctionOf(key: string, { corrections }: KnownRelease): Correction | undefined {
  return Object.hasOwn(corrections, key) ? corrections[key] : undefined;
}

const NO_SUGGESTION: Correction = {
  expected: "a key that the chart reads",
  remedy: 'delete it, or find its name with "helm show values"',
};

/** A block of Loki's configuration by Loki's name, which this chart does not know. */
function misplaced(path: readonly string[], { release: { release }, configuration }: KnownRelease): Correction | null {
  const block = configuration === false ? null : blockOf(path);
  if (block === null) return null;
  const name = chartName(block);
  return {
    expected: `nothing: ${release}'s configuration is loki.structuredConfig, which the stack derives`,
    remedy: `${deleteBlock(block)}${name === null ? "" : ` (the chart's name for it is ${name})`}`,
  };
}

function similar(path: readonly string[], { read, release }: KnownRelease): Correction | null {
  const likely = suggestion(read, path);
  if (likely === null) return null;
  const name = likely.join(".");
  return { expected: `"${name}"`, remedy: isDerived(likely, release) ? derived(name) : `did you mean "${name}"?` };
}

function isDerived(path: readonly string[], { values, valuesFile, valuesText }: RenderedRelease): boolean {
  return valueAt(values, path.join(".")) !== undefined && keyLocation(valuesFile, valuesText, path) === undefined;
}

function derived(name: string): string {
  return `delete it: the chart's key is "${name}", which the stack derives (from a setting in main.ts, if it has one)`;
}
