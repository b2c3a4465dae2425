import type { V1Taint, V1Toleration } from "@kubernetes/client-node";

/** Whether a pod may be on a node with these taints. */
export function tolerates(tolerations: readonly V1Toleration[], taints: readonly V1Taint[]): boolean {
  return taints
    .filter(({ effect }) => effect !== "PreferNoSchedule")
    .every((taint) => tolerations.some((toleration) => fits(toleration, taint)));
}

function fits({ key, operator, value, effect }: V1Toleration, taint: V1Taint): boolean {
  const hasEffect = effect === undefined || effect === taint.effect;
  if (operator === "Exists") return hasEffect && (key === undefined || key === taint.key);
  return hasEffect && key === taint.key && (value ?? "") === (taint.value ?? "");
}
