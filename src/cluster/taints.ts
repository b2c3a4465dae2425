import type { TaintModel } from "./model";

/** A toleration as it stands in a pod or in a chart's values. */
export type Toleration = Readonly<Record<string, unknown>>;

/** A taint that somebody has declared or that a node carries. */
export type Taint = Omit<TaintModel, "effect"> & { readonly effect: string };

/** PreferNoSchedule keeps no pod out: the scheduler only prefers other nodes. */
export function keepsPodsOut({ effect }: Taint): boolean {
  return effect === "NoSchedule" || effect === "NoExecute";
}

/** @see https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/ */
export function tolerates({ key, operator, value, effect }: Toleration, taint: Taint): boolean {
  if (effect !== undefined && effect !== "" && effect !== taint.effect) return false;
  if (operator === "Exists") return key === undefined || key === "" || key === taint.key;
  return key === taint.key && (value ?? "") === (taint.value ?? "");
}

/** As "kubectl taint" takes it. */
export function shownTaint({ key, value, effect }: Taint): string {
  return `${key}${value === null ? "" : `=${value}`}:${effect}`;
}
