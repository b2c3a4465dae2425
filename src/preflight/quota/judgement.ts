import type { V1ResourceQuota } from "@kubernetes/client-node";
import { type Broken, broken, holds, type Outcome } from "../../diagnostics/outcome";
import type { Model } from "../../model";
import { settingOf, workloads } from "../../stack/workloads";
import { amountOf, isMore } from "../amount";
import { NO_CPU_LIMIT } from "../limits/causes";
import { filledCpuLimit } from "../limits/effective";
import { LOWER, OTHERS, RAISE } from "./causes";
import type { Deployed } from "./deployed";
import { hardOf } from "./hard";
import type { Need } from "./need";
import { drillNotes, notCounted, pipelineNotes } from "./notes";
import { countsPlan } from "./scopes";
import { needOf } from "./whole-need";

export function judgeQuota(quotas: readonly V1ResourceQuota[], deployed: Deployed, model: Model): Outcome {
  const need = needOf(model, deployed);
  const open = filledCpuLimit(deployed.ranges) === null ? withoutCpuLimit(model) : [];
  const counting = quotas.filter(countsPlan);
  for (const quota of counting) {
    const fault = faultIn(quota, need, open, model);
    if (fault !== null) return fault;
  }
  const figure = counting.length === 0 ? "no ResourceQuota counts the plan's pods" : roomIn(need);
  return holds(
    figure,
    ...notCounted(counting, need),
    ...pipelineNotes(counting, model),
    ...drillNotes(quotas, deployed),
  );
}

/** @param open the CPU limits that neither the plan nor the namespace sets: a quota for them refuses their pods */
function faultIn(quota: V1ResourceQuota, need: Need, open: readonly string[], { namespace }: Model): Broken | null {
  const refused = open.length > 0 && hardOf(quota)["limits.cpu"] !== undefined;
  const short = Object.entries(need).flatMap(([resource, each]) => shortage(quota, resource, each) ?? []);
  if (!refused && short.length === 0) return null;
  const name = quota.metadata?.name ?? "";
  const found = refused ? [`limits.cpu is bounded, and these are none: ${open.join(", ")}`, ...short] : short;
  const causes = [RAISE, OTHERS, LOWER];
  return broken({
    found: found.join("; "),
    expected: `room in the ResourceQuota "${name}"`,
    causes: refused ? [NO_CPU_LIMIT, ...causes] : causes,
    names: { namespace: namespace.name, quota: name },
  });
}

function withoutCpuLimit(model: Model): readonly string[] {
  return workloads(model)
    .filter(({ resources, init }) => resources.cpuLimit === null || init?.cpuLimit === null)
    .map((workload) => settingOf(workload, "cpuLimit"));
}

function shortage(quota: V1ResourceQuota, resource: string, { more, whole }: Need[string]): string | null {
  const hard = hardOf(quota)[resource];
  const used = quota.status?.used?.[resource] ?? "0";
  if (hard === undefined || !isMore(more, 0) || !isMore(amountOf(used) + more, amountOf(hard))) return null;
  return `${resource}: ${used} of ${hard} are used, and the plan needs ${whole}`;
}

function roomIn(need: Need): string {
  return `room for ${need["requests.cpu"]?.whole} CPU, ${need["requests.memory"]?.whole} memory, ${need["pods"]?.whole} pods`;
}
