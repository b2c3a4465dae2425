import { markerLine } from "../../alerting/log-path-drill";
import { inCluster, inNamespace, type Permission } from "../../diagnostics/rbac";
import type { HttpService } from "../../kube/http-service";
import type { Model } from "../../model";
import { Duration } from "../../units";
import { latestLines } from "../loki";

/**
 * The pods of a drill: on each node, one writes a marker line and the node's inotify limits. Some of them write in the
 * container whose lines fire the drill's alert.
 */
export interface Drill {
  /** The random id in the marker, which distinguishes this run from all others. */
  readonly markerId: string;
  readonly namespace: string;
  /**
   * Silences the drill's alert, once. No pod is created before.
   * @throws the error of Alertmanager if it rejects the silence; then no pod's line fires
   */
  silence(signal: AbortSignal): Promise<void>;
  /** Creates the pods, once, and waits until each has written or has failed. */
  probes(signal: AbortSignal): Promise<readonly Probe[]>;
  /** Removes everything that was created, and what earlier runs left behind. */
  end(): Promise<void>;
}

/** The pod of one node. */
export interface Probe {
  readonly node: string;
  readonly pod: string;
  readonly container: string;
  /**
   * When it wrote, on this machine's monotonic clock (performance.now): the time of its line. If its log cannot be read,
   * the time of its creation, so that a latency is an upper bound. Null if it has not written.
   */
  readonly wroteAt: number | null;
  /** What it wrote. Null if it has not written, or its log cannot be read. */
  readonly text: string | null;
  /** Why there is no text, in the words of Kubernetes. Null if there is text. */
  readonly problem: string | null;
}

/** Another machine's time on the clock of the probes, as far as both machines' clocks agree. */
export function probeTime(time: Date): number {
  return time.getTime() - performance.timeOrigin;
}

/** The permissions of a diagnostic that uses the drill's pods. The first such diagnostic creates them. */
export function drillPermissions(model: Model, readOnly: boolean): readonly Permission[] {
  if (readOnly) return [];
  const { namespace } = model.drill;
  return [
    inCluster("nodes", ["list"]),
    inNamespace(namespace, "pods", ["create", "list", "delete", "deletecollection"]),
    inNamespace(namespace, "pods/log", ["get"]),
  ];
}

/** Loki accepts lines that are hours old. The search also finds the line of a node whose clock is a day behind. */
const MAX_LINE_AGE = Duration.hours(24);

/** The drill's pods in the given containers whose line is in Loki. */
export async function podsInLoki(...request: Parameters<typeof linesInLoki>): Promise<readonly string[]> {
  return (await linesInLoki(...request)).map(({ pod }) => pod);
}

/** The lines of the drill's pods in the given containers that are in Loki, with their times by the nodes' clocks. */
export async function linesInLoki(
  loki: HttpService,
  { namespace, markerId }: Pick<Drill, "namespace" | "markerId">,
  containers: readonly string[],
  signal: AbortSignal,
): Promise<readonly { readonly pod: string; readonly time: Date }[]> {
  const query = `{namespace="${namespace}", container=~"${containers.join("|")}"} |= "${markerLine(markerId)}"`;
  const lines = await latestLines(loki, query, MAX_LINE_AGE, signal);
  return lines.flatMap(({ labels: { pod }, time }) => (pod === undefined ? [] : [{ pod, time }]));
}
