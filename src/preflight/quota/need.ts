import type { Model } from "../../model";
import { claimNeed } from "./claim-need";
import type { Deployed } from "./deployed";
import { objectNeed } from "./object-need";
import { podNeed } from "./pod-need";

/** By the name of a quota's resource: what a rollout adds to what is in use, and how a person reads the whole. */
export type Need = Readonly<Record<string, { readonly more: number; readonly whole: string }>>;

/** What the plan has there already is counted as used, and is needed no second time. */
export function needOf(model: Model, deployed: Deployed): Need {
  return { ...podNeed(model, deployed), ...claimNeed(model, deployed), ...objectNeed(model, deployed) };
}
