import type { Check, Finding } from "../../src/checks/check";
import type { Model } from "../../src/model";
import { deepFreeze, isPlainObject } from "../../src/settings/plain-object";
import type { Settings } from "../../src/settings/settings";
import { type RenderedStack, renderStack } from "../../src/stack/rendered-stack";
import type { Values } from "../../src/terraform/chart-values";
import { ByteSize } from "../../src/units";
import { exampleModel, ROOT } from "../helpers/example";

/** What somebody knows of the cluster, so that the checks of it can say something. */
const DECLARED = {
  cluster: { nodes: 5, taints: [{ key: "node-role.kubernetes.io/control-plane", effect: "NoSchedule" }] },
  load: { pods: 200, podStartsPerDay: 5_000, bytesPerDay: ByteSize.mebibytes(512) },
} as const satisfies Partial<Settings>;

/** Made once for all tests of a file, and frozen because they share it. */
const EXAMPLE = deepFreeze(deployed({}));

/** What would be deployed by the example with a declared load and taints. No check finds anything in it. */
export function stack(settings?: Partial<Settings>): RenderedStack {
  return settings === undefined ? EXAMPLE : deployed(settings);
}

function deployed(settings: Partial<Settings>): RenderedStack {
  return renderStack(exampleModel({ ...DECLARED, ...settings }), ROOT);
}

/** Values by their dotted paths; undefined takes one away. */
type Change = Readonly<Record<string, unknown>>;

export function withLokiValues(change: Change, of = stack()): RenderedStack {
  return { ...of, loki: { ...of.loki, values: changed(of.loki.values, change) } };
}

export function withAgentValues(change: Change, of = stack()): RenderedStack {
  return { ...of, agent: { ...of.agent, values: changed(of.agent.values, change) } };
}

/** Values of what Loki is told, by their paths in its configuration. */
export function withConfiguration(change: Change, of = stack()): RenderedStack {
  const entries = Object.entries(change).map(([path, value]) => [`loki.structuredConfig.${path}`, value] as const);
  return withLokiValues(Object.fromEntries(entries), of);
}

/** A part of the model that no settings lead to. */
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

/** The settings at fault alone. */
export function faults(check: Check, of: RenderedStack): readonly string[] {
  return check.find(of).map(({ setting }) => setting);
}

/** Values with others at these paths. */
export function changed(values: Values, change: Change): Values {
  return Object.entries(change).reduce((all, [path, value]) => replaced(all, path.split("."), value), values);
}

function replaced(values: Values, [key = "", ...below]: readonly string[], value: unknown): Values {
  const { [key]: old, ...others } = values;
  if (below.length > 0) return { ...others, [key]: replaced(isPlainObject(old) ? old : {}, below, value) };
  return value === undefined ? others : { ...others, [key]: value };
}
