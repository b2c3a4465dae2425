import type { Model } from "../../model";
import { claimNeed } from "./claim-need";
import type { Deployed } from "./deployed";
import type { Need } from "./need";
import { objectNeed } from "./object-need";
import { podNeed } from "./pod-need";

/** What the plan has there already is counted as used, and is needed no second time. */
export function needOf(model: Model, deployed: Deployed): Need {
  return { ...podNeed(model, deployed), ...claimNeed(model, deployed), ...objectNeed(model, deployed) };
}
