import type { V1ResourceQuota } from "@kubernetes/client-node";
import type { Model } from "../../model";
import { alloyReleases, COUNTED } from "./counted";
import type { Deployed } from "./deployed";
import { hardOf } from "./hard";
import type { Need } from "./need";
import { countsDrill } from "./scopes";

/** Bounds that nothing is known about. */
export function notCounted(quotas: readonly V1ResourceQuota[], need: Need): readonly string[] {
  const bounded = new Set(quotas.flatMap((quota) => Object.keys(hardOf(quota))));
  const others = [...bounded].filter((resource) => need[resource] === undefined && !OF_A_CLASS.test(resource));
  return others.length === 0 ? [] : [`not counted: ${others.join(", ")}`];
}

/** The claim's own class is counted, and it has no other. */
const OF_A_CLASS = /\.storageclass\.storage\.k8s\.io\//;

/** An apply makes none of these pods, so they are no reason to call the quota too small. */
export function drillNotes(quotas: readonly V1ResourceQuota[], { nodes }: Deployed): readonly string[] {
  return quotas.some(countsDrill) ? [`npm run verify needs ${nodes.length} small pods more for a moment`] : [];
}

/** The ConfigMap of another pipeline is there before that of the last one goes; most applies have the same. */
export function pipelineNotes(quotas: readonly V1ResourceQuota[], model: Model): readonly string[] {
  const names = COUNTED.find(({ kind }) => kind === "configmaps")?.resources ?? [];
  const isBounded = quotas.some((quota) => names.some((name) => hardOf(quota)[name] !== undefined));
  return isBounded ? [`another pipeline needs ${alloyReleases(model)} ConfigMaps more for a moment`] : [];
}
