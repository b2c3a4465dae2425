import type { Check } from "../check";
import { inotifyInstances } from "./inotify-instances";
import { limitRange } from "./limit-range";
import { quota } from "./quota";
import { rolloutTime } from "./rollout-time";
import { taints } from "./taints";

/** Checks of the plan's pods against what the cluster is declared to be. */
export const clusterChecks: readonly Check[] = [inotifyInstances, limitRange, quota, rolloutTime, taints];
