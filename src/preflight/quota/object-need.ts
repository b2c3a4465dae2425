import type { Model } from "../../model";
import { isOfPlan } from "../owner";
import { hasLabelsOfPlan } from "../plan-labels";
import { COUNTED } from "./counted";
import type { ApiObject, Deployed } from "./deployed";
import type { Need } from "./need";

/** What the plan's other objects need, of the kinds that are bounded. */
export function objectNeed(model: Model, { objects }: Deployed): Need {
  const entries = COUNTED.flatMap(({ kind, resources, planned }) => {
    const there = objects[kind];
    if (there === undefined) return [];
    const whole = planned(model);
    const need = { more: whole - there.filter((object) => isOwn(object, model)).length, whole: `${whole}` };
    return resources.map((resource) => [resource, need] as const);
  });
  return Object.fromEntries(entries);
}

/** Charts label what they make, and Terraform's own ConfigMaps name their plan. */
function isOwn(object: ApiObject, model: Model): boolean {
  return hasLabelsOfPlan(object, model) || isOfPlan(object.metadata);
}
