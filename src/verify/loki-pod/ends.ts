import type { V1ContainerStatus, V1Pod } from "@kubernetes/client-node";
import { Duration } from "../../units";
import { containersOf } from "../kubernetes/pod";
import { endText, lastEnd } from "../kubernetes/pod-trouble";

/** Kubernetes tells of an end until the next one: what was mended since would be doubted for as long. */
const LATELY = Duration.hours(1);

/** Whether a container was killed for want of memory, and not long ago. */
export function isLatelyKilled(container: V1ContainerStatus, now: Date): boolean {
  const end = lastEnd(container);
  if (end?.reason !== "OOMKilled") return false;
  return end.finishedAt === undefined || now.getTime() - end.finishedAt.getTime() < LATELY.toMilliseconds();
}

/** How the containers that were started again had ended. */
export function endsOf(pod: V1Pod): readonly string[] {
  return containersOf(pod)
    .filter(({ restartCount }) => restartCount > 0)
    .map(endOf);
}

export function endOf(container: V1ContainerStatus): string {
  const end = lastEnd(container);
  if (end === undefined) return `${container.name} last ended: it isn't known how`;
  return `${container.name} last ended: ${endText(end)}${at(end.finishedAt)}`;
}

function at(time: Date | undefined): string {
  return time === undefined ? "" : ` at ${time.toISOString().slice(0, 16)}Z`;
}
