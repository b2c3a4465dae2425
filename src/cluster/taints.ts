import type { TaintModel } from "./model";

/** A toleration of a pod or of a chart's values. */
export type Toleration = Readonly<Record<string, unknown>>;

/** A taint from the settings or from a node. */
export type Taint = Omit<TaintModel, "effect"> & { readonly effect: string };

/** Whether the taint excludes pods. With PreferNoSchedule, the scheduler only prefers other nodes. */
export function keepsPodsOut({ effect }: Taint): boolean {
  return effect === "NoSchedule" || effect === "NoExecute";
}

/** @see https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/ */
export function tolerates({ key, operator, value, effect }: Toleration, taint: Taint): boolean {
  if (effect !== undefined && effect !== "" && effect !== taint.effect) return false;
  if (operator === "Exists") return key === undefined || key === "" || key === taint.key;
  return key === taint.key && (value ?? "") === (taint.value ?? "");
}

/** Formats a taint as "kubectl taint" does. */
export function shownTaint({ key, value, effect }: Taint): string {
  return `${key}${value === null ? "" : `=${value}`}:${effect}`;
}
