import type { RenderedRelease } from "../../stack/rendered-stack";
import type { Check, Finding } from "../check";
import { keyLocation, valueAt } from "../values";
import { shown, type Verdict, type Written, walk } from "./key-tree";
import { type KnownRelease, knownReleases } from "./known-releases";
import type { Trap } from "./remedies";
import { blockOf, chartName, instead, suggestion } from "./remedies";

export const chartKeys: Check = {
  id: "chart-keys",
  severity: "error",
  reason: "a chart ignores a key that it doesn't read, and what was meant by it never happens",
  evidence:
    "loki.ruler, which chart loki doesn't read, left a Loki without one rule for 26 days; what the pinned charts read is in src/*/chart-keys.json, found in their templates and compared with them by npm run charts:check",
  find: (stack) => knownReleases(stack).flatMap(unread),
};

function unread(known: KnownRelease): readonly Finding[] {
  return walk(known.release.values, known, (written) => verdict(written, known)).map((written) =>
    finding(written, known),
  );
}

/** What only a replaced configuration would read is told by another check. */
function verdict({ read, configuration }: Written, { isReplaced }: KnownRelease): Verdict {
  if (read === true || (configuration === true && !isReplaced)) return "fine";
  if (read !== false || (configuration !== false && !isReplaced)) return "inside";
  return configuration === false ? "report" : "fine";
}

function finding({ path, value }: Written, known: KnownRelease): Finding {
  const { valuesFile, valuesText } = known.release;
  const location = keyLocation(valuesFile, valuesText, path);
  return {
    setting: `${valuesFile}: ${path.join(".")}`,
    got: `${shown(value)}, which chart ${known.chart} doesn't read`,
    ...meant(path, known),
    ...(location && { location }),
  };
}

function meant(path: readonly string[], known: KnownRelease): Trap {
  const block = misplaced(path, known);
  const isWholeBlock = path.length === (path[0] === "loki" ? 2 : 1);
  return known.traps[path.join(".")] ?? (isWholeBlock ? block : null) ?? alike(path, known) ?? block ?? NOTHING_LIKE_IT;
}

const NOTHING_LIKE_IT: Trap = {
  expected: "a key that the chart reads",
  remedy: 'delete it, or find its name with "helm show values"',
};

/** Loki's configuration by Loki's own names, which this chart doesn't know. */
function misplaced(path: readonly string[], { release: { release }, configuration }: KnownRelease): Trap | null {
  const block = configuration === false ? null : blockOf(path);
  if (block === null) return null;
  const name = chartName(block);
  return {
    expected: `nothing: ${release}'s configuration is loki.structuredConfig, which the plan derives`,
    remedy: `${instead(block)}${name === null ? "" : ` (the chart's own name for it is ${name})`}`,
  };
}

function alike(path: readonly string[], { read, release }: KnownRelease): Trap | null {
  const likely = suggestion(read, path);
  if (likely === null) return null;
  const name = likely.join(".");
  return { expected: `"${name}"`, remedy: isDerived(likely, release) ? derived(name) : `did you mean "${name}"?` };
}

function isDerived(path: readonly string[], { values, valuesFile, valuesText }: RenderedRelease): boolean {
  return valueAt(values, path.join(".")) !== undefined && keyLocation(valuesFile, valuesText, path) === undefined;
}

function derived(name: string): string {
  return `delete it: the chart's key is "${name}", which the plan derives; where it can be chosen, a setting in main.ts decides it`;
}
