import type { V1Pod } from "@kubernetes/client-node";
import { Duration } from "../../units";
import { podName } from "../kubernetes/pod";
import { DEADLINE } from "./pod";

/** More than a run takes, and than two machines' clocks differ. */
const OLD = DEADLINE.plus(Duration.minutes(13));

/** The pods of runs that were killed before they could remove them; those of a run that goes on beside this one are not. */
export function leftovers(pods: readonly V1Pod[], now: Date): readonly string[] {
  const youngest = now.getTime() - OLD.toMilliseconds();
  return pods
    .filter(({ metadata }) => (metadata?.creationTimestamp?.getTime() ?? now.getTime()) < youngest)
    .map(podName);
}
