import type { CoreV1Api, V1Pod } from "@kubernetes/client-node";
import { type PodLogApi, readPodLog } from "../../kube/pod-log";
import type { Line } from "../../logql";
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
  readonly node: string;
  readonly line: Line;
}

/** What the pods of a namespace were seen to do. */
export interface PodsSeen {
  /** Null where none was seen to write. */
  readonly written: Written | null;
  /** Why the log of one can't be read; null where each was. */
  readonly problem: string | null;
}

/** The pods of a namespace that have been running for some minutes on some nodes, a few of them. */
export async function settledPods(
  core: Pick<CoreV1Api, "listNamespacedPod">,
  namespace: string,
  nodes: ReadonlySet<string>,
): Promise<readonly V1Pod[]> {
  const { items } = await core.listNamespacedPod({ namespace, fieldSelector: "status.phase=Running", limit: 50 });
  const youngest = Date.now() - SETTLED.toMilliseconds();
  return items
    .filter(({ spec }) => nodes.has(spec?.nodeName ?? ""))
    .filter(({ status }) => (status?.startTime?.getTime() ?? Date.now()) < youngest)
    .slice(0, PODS);
}

/** The first line that one of the pods has written in this time. */
export async function writtenBy(core: PodLogApi, namespace: string, pods: readonly V1Pod[]): Promise<PodsSeen> {
  let problem: string | null = null;
  for (const pod of pods) {
    const name = podName(pod);
    const container = pod.spec?.containers[0]?.name ?? "";
    const of = { namespace, name, container, tailLines: 1, sinceSeconds: NEWEST.toSeconds() };
    const log = await readPodLog(core, of);
    problem ??= log.problem;
    const text = (log.text ?? "").trimEnd();
    const line = { text, labels: labelsOf(pod, namespace, container) };
    if (text !== "") return { written: { pod: name, node: pod.spec?.nodeName ?? "", line }, problem };
  }
  return { written: null, problem };
}

function labelsOf({ metadata, spec }: V1Pod, namespace: string, container: string): Line["labels"] {
  const { app = "", "app.kubernetes.io/name": name = app } = metadata?.labels ?? {};
  return new Map(
    Object.entries({ namespace, container, pod: metadata?.name ?? "", node: spec?.nodeName ?? "", app: name }),
  );
}
