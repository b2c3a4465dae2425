import { isPlainObject } from "../../src/settings/plain-object";
import type { Chart } from "./chart";
import { Reader } from "./reading/reader";
import { Readings } from "./reading/readings";
import { Scope } from "./reading/scope";
import { ANYTHING, chartValue, dictionary, keysOf, type Path, pathOf } from "./reading/value";
import type { Node } from "./template/nodes";
import { parseTemplate } from "./template/parse";

/**
 * What a chart's templates read of its values.
 * @param replaced the value whose text is a template that this project replaces: what only that reads is told apart
 */
export function chartReadings({ templates, values }: Chart, replaced: readonly string[] | null) {
  const readings = { own: new Readings(), replaced: new Readings() };
  const files = templates.map(parseTemplate);
  const reader = new Reader({
    definitions: new Map(files.flatMap(definitions)),
    textsAt: (path) => texts(keysOf(path).reduce(child, values)).filter((text) => text.includes("{{")),
    readings: (via) => (replaced !== null && via === pathOf(replaced) ? readings.replaced : readings.own),
  });
  for (const nodes of files) reader.read(nodes, new Scope(CONTEXT));
  return readings;
}

/** The dot of a chart's template: of what is not the values nothing is told. */
const CONTEXT = dictionary([
  ["Values", chartValue("" satisfies Path)],
  ...["Chart", "Release", "Capabilities", "Files", "Template", "Subcharts"].map((key) => [key, ANYTHING] as const),
]);

function definitions(nodes: readonly Node[]): readonly (readonly [string, readonly Node[]])[] {
  return nodes.flatMap((node) => (node.kind === "define" ? [[node.name, node.body] as const] : []));
}

function child(value: unknown, key: string): unknown {
  return isPlainObject(value) ? value[key] : undefined;
}

function texts(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(texts) : [];
}
