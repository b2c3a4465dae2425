import type { V1LimitRange, V1LimitRangeItem } from "@kubernetes/client-node";
import { broken, holds, type Outcome } from "../../diagnostics/outcome";
import type { Model } from "../../model";
import { workloads } from "../../stack/workloads";
import { LOWER, RAISE } from "./causes";
import { claimViolations } from "./claim";
import { filledCpuLimit } from "./effective";
import { type Violation, violations } from "./violations";

export function judgeLimits(ranges: readonly V1LimitRange[], model: Model): Outcome {
  if (ranges.length === 0) return holds("no LimitRange");
  const filled = filledCpuLimit(ranges);
  for (const { metadata, spec } of ranges) {
    const violated = (spec?.limits ?? []).flatMap((item) => violationsBy(item, model, filled));
    if (violated.length === 0) continue;
    const name = metadata?.name ?? "";
    return broken({
      found: distinct(violated.map(({ found }) => found)).join("; "),
      expected: `what the LimitRange "${name}" allows`,
      causes: distinct([...violated.map(({ cause }) => cause), RAISE, LOWER]),
      names: { namespace: model.namespace.name, "limit-range": name },
    });
  }
  return holds(ranges.length === 1 ? "1 LimitRange" : `${ranges.length} LimitRange objects`);
}

function violationsBy(item: V1LimitRangeItem, model: Model, filled: string | null): readonly Violation[] {
  if (item.type === "PersistentVolumeClaim") return claimViolations(item, model);
  if (item.type !== "Container" && item.type !== "Pod") return [];
  return workloads(model).flatMap((workload) => violations(item, workload, filled));
}

/** Two containers of a pod may be refused for the same. */
function distinct<T>(items: readonly T[]): readonly T[] {
  return [...new Set(items)];
}
