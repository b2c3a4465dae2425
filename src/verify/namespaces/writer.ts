import type { CoreV1Api, V1Pod } from "@kubernetes/client-node";
import type { Line } from "../../logql/line";
import { Duration } from "../../units";
import { podName } from "../kubernetes/pod";

/** How far back a line is looked for: agents and Loki have had it since. */
export const NEWEST = Duration.minutes(10);

/** A pod that has just started may not have been found by its agent. */
const SETTLED = Duration.minutes(5);

/** So many pods of a namespace are looked at. */
const PODS = 3;

/** A line that a pod has written in this time. */
export interface Written {
  readonly pod: string;
  readonly line: Line;
}

type Logs = Pick<CoreV1Api, "listNamespacedPod" | "readNamespacedPodLog">;

/** The pods of a namespace that have been running for some minutes, a few of them. */
export async function settledPods(core: Logs, namespace: string): Promise<readonly V1Pod[]> {
  const { items } = await core.listNamespacedPod({ namespace, fieldSelector: "status.phase=Running", limit: 50 });
  const youngest = Date.now() - SETTLED.toSeconds() * 1_000;
  return items.filter(({ status }) => (status?.startTime?.getTime() ?? Date.now()) < youngest).slice(0, PODS);
}

/** The first line that one of the pods has written in this time; null where none has. */
export async function writtenBy(core: Logs, namespace: string, pods: readonly V1Pod[]): Promise<Written | null> {
  for (const pod of pods) {
    const name = podName(pod);
    const container = pod.spec?.containers[0]?.name ?? "";
    const text = await lastLine(core, { namespace, name, container });
    if (text !== "") return { pod: name, line: { text, labels: labelsOf(pod, namespace, container) } };
  }
  return null;
}

async function lastLine(
  core: Logs,
  of: { readonly namespace: string; readonly name: string; readonly container: string },
) {
  const text = await core.readNamespacedPodLog({ ...of, tailLines: 1, sinceSeconds: NEWEST.toSeconds() });
  return (text ?? "").trimEnd();
}

function labelsOf({ metadata, spec }: V1Pod, namespace: string, container: string): Line["labels"] {
  const { app = "", "app.kubernetes.io/name": name = app } = metadata?.labels ?? {};
  return new Map(
    Object.entries({ namespace, container, pod: metadata?.name ?? "", node: spec?.nodeName ?? "", app: name }),
  );
}
