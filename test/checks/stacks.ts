import { ALLOY_LISTS, agentChartValues, eventsChartValues } from "../../src/alloy/chart-values";
import type { Check, Finding } from "../../src/checks/check";
import { LOKI_LISTS, lokiChartValues } from "../../src/loki/chart-values";
import type { Model } from "../../src/model";
import { deepFreeze, isPlainObject } from "../../src/settings/plain-object";
import type { Settings } from "../../src/settings/settings";
import { type RenderedRelease, type RenderedStack, renderStack } from "../../src/stack/rendered-stack";
import { mergedValues, type Values } from "../../src/terraform/chart-values";
import { readMapping, toYaml } from "../../src/terraform/yaml";
import { ByteSize } from "../../src/units";
import { exampleModel, ROOT } from "../helpers/example";

/** A declared cluster and load, so that their checks run. */
const DECLARED = {
  cluster: { nodes: 5, taints: [{ key: "node-role.kubernetes.io/control-plane", effect: "NoSchedule" }] },
  load: { pods: 200, podStartsPerDay: 5_000, bytesPerDay: ByteSize.mebibytes(512) },
} as const satisfies Partial<Settings>;

/** Rendered once per file, and frozen because its tests share it. */
const EXAMPLE = deepFreeze(deployed({}));

/** The example with a declared load and taints. No check finds anything in it. */
export function stack(settings?: Partial<Settings>): RenderedStack {
  return settings === undefined ? EXAMPLE : deployed(settings);
}

function deployed(settings: Partial<Settings>): RenderedStack {
  return renderStack(exampleModel({ ...DECLARED, ...settings }), ROOT);
}

/** Values by their dotted paths; undefined removes one. */
export type Change = Readonly<Record<string, unknown>>;

export function withLokiValues(change: Change, of = stack()): RenderedStack {
  return { ...of, loki: { ...of.loki, values: changed(of.loki.values, change) } };
}

export function withAgentValues(change: Change, of = stack()): RenderedStack {
  return { ...of, agent: { ...of.agent, values: changed(of.agent.values, change) } };
}

export type Part = "loki" | "agent" | "events";

/** A change of a values file, by the paths of its keys, merged with the derived values as in the stack. */
export function withValuesFile(part: Part, change: Change, of = stack()): RenderedStack {
  const release = releaseOf(part, of);
  return withValuesText(part, toYaml(changed(readMapping(release.valuesFile, release.valuesText), change)), of);
}

/** A values file with this content, merged with the derived values as in the stack. */
export function withValuesText(part: Part, text: string, of = stack()): RenderedStack {
  const release = releaseOf(part, of);
  const { derived, lists } = derivedOf(part, of);
  return { ...of, [part]: { ...release, ...mergedValues(release.valuesFile, text, derived, lists) } };
}

function releaseOf(part: Part, of: RenderedStack): RenderedRelease {
  const release = of[part];
  if (release === null) throw new Error("the example collects events");
  return release;
}

function derivedOf(part: Part, { model }: RenderedStack) {
  const { alloy } = model;
  if (part === "loki") return { derived: lokiChartValues(model), lists: LOKI_LISTS };
  if (part === "agent") return { derived: agentChartValues(alloy), lists: ALLOY_LISTS };
  if (alloy.events === null) throw new Error("the example collects events");
  return { derived: eventsChartValues(alloy, alloy.events), lists: ALLOY_LISTS };
}

/** Changes Loki's configuration, by the paths of its keys. */
export function withConfiguration(change: Change, of = stack()): RenderedStack {
  const entries = Object.entries(change).map(([path, value]) => [`loki.structuredConfig.${path}`, value] as const);
  return withLokiValues(Object.fromEntries(entries), of);
}

/** Replaces a part of the model with a value that no settings produce. */
export function withModel<P extends keyof Model>(
  part: P,
  change: (part: Model[P]) => Model[P],
  of = stack(),
): RenderedStack {
  return { ...of, model: { ...of.model, [part]: change(of.model[part]) } };
}

export function findings(check: Check, of: RenderedStack): readonly Finding[] {
  return check.find(of);
}

/** Only the settings of the findings. */
export function faults(check: Check, of: RenderedStack): readonly string[] {
  return check.find(of).map(({ setting }) => setting);
}

/** Replaces values at these paths. */
export function changed(values: Values, change: Change): Values {
  return Object.entries(change).reduce((all, [path, value]) => replaced(all, path.split("."), value), values);
}

function replaced(values: Values, [key = "", ...below]: readonly string[], value: unknown): Values {
  const { [key]: old, ...others } = values;
  if (below.length > 0) return { ...others, [key]: replaced(isPlainObject(old) ? old : {}, below, value) };
  return value === undefined ? others : { ...others, [key]: value };
}
