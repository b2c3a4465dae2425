import type { CoreV1Api, V1Node, V1Pod } from "@kubernetes/client-node";
import { FIRING, markerLine, QUIET } from "../../alerting/log-path-drill";
import { podProblem } from "../../diagnostics/pod-problems";
import { nodeOf, podName } from "../../diagnostics/pods";
import { restrictedPod } from "../../diagnostics/restricted-pod";
import { mapConcurrent } from "../../kube/async";
import { ignoreNotFound, statusOf } from "../../kube/errors";
import { listAll } from "../../kube/lists";
import { nodeName } from "../../kube/node";
import { isPodReady } from "../../kube/pod";
import { readPodLog } from "../../kube/pod-log";
import { poll } from "../../kube/poll";
import type { ImageModel } from "../../terraform/artefacts";
import { Duration } from "../../units";
import { type Probe, probeTime } from "./probes";

/** Its value is the marker id of the run that created the pod. */
export const DRILL_LABEL = "log-collection/drill";

/** The kubelet ends a pod that hangs. */
const DEADLINE = Duration.minutes(2);

export interface DrillPodProps {
  readonly name: string;
  readonly namespace: string;
  readonly node: string;
  readonly container: string;
  readonly markerId: string;
  readonly image: ImageModel;
}

/** A pod that writes its lines and ends. */
export function drillPod({ markerId, ...props }: DrillPodProps): V1Pod {
  return restrictedPod({
    ...props,
    labels: { [DRILL_LABEL]: markerId },
    script: script(markerId),
    deadline: DEADLINE,
  });
}

function script(markerId: string): string {
  return `for name in max_user_watches max_user_instances max_queued_events; do
  echo "fs.inotify.$name=$(cat /proc/sys/fs/inotify/$name)"
done
echo "${markerLine(markerId)}"
`;
}

/** The requests of a drill to the API server. */
export type PodApi = Pick<
  CoreV1Api,
  | "createNamespacedPod"
  | "listNamespacedPod"
  | "readNamespacedPodLog"
  | "deleteNamespacedPod"
  | "deleteCollectionNamespacedPod"
>;

/** A thousand nodes must not cause a thousand simultaneous connections. */
const CONCURRENCY = 20;

/** Removes the pods with a label: with one request if the role allows that, or else one by one. */
async function removePods(api: PodApi, namespace: string, labelSelector: string, names: readonly string[]) {
  try {
    await api.deleteCollectionNamespacedPod({ namespace, labelSelector, gracePeriodSeconds: 0 });
  } catch (error) {
    if (statusOf(error)?.code !== 403) throw error;
    await removeEach(api, namespace, names);
  }
}

async function removeEach(api: PodApi, namespace: string, names: readonly string[]): Promise<void> {
  await mapConcurrent(names, CONCURRENCY, (name) =>
    ignoreNotFound(api.deleteNamespacedPod({ name, namespace, gracePeriodSeconds: 0 })),
  );
}

export interface DrillPodsProps {
  readonly core: (signal: AbortSignal) => PodApi;
  readonly namespace: string;
  readonly markerId: string;
  readonly image: ImageModel;
}

/** A pod writes within a second of its start. If it has not after this time, it will not. */
const WRITE_TIMEOUT = Duration.seconds(45);

/** The pods of one run, from their creation to their removal. */
export class DrillPods {
  /** The earliest time of creation of each pod that may exist, on the clock of the probes. */
  private readonly createdAt = new Map<string, number>();
  private readonly selector: string;

  constructor(private readonly props: DrillPodsProps) {
    this.selector = `${DRILL_LABEL}=${props.markerId}`;
  }

  /** The number of pods that may exist. */
  get count(): number {
    return this.createdAt.size;
  }

  /**
   * Creates one pod on each node.
   * @param firing the nodes whose lines fire the alert
   */
  create(nodes: readonly V1Node[], firing: readonly V1Node[], signal: AbortSignal): Promise<readonly Probe[]> {
    return mapConcurrent(nodes, CONCURRENCY, async (node, index) => {
      const probe = this.probe(node, index, firing.includes(node) ? FIRING : QUIET);
      return { ...probe, problem: await this.createOne(probe, signal) };
    });
  }

  /** Waits until each pod has written or has failed. */
  async written(created: readonly Probe[], signal: AbortSignal): Promise<readonly Probe[]> {
    const open = new Map(created.filter(({ problem }) => problem === null).map((probe) => [probe.pod, probe]));
    const finished = new Map<string, Probe>();
    const waiting = await poll({
      request: () => this.moveFinished(open, finished, signal),
      isEnough: () => open.size === 0,
      timeout: WRITE_TIMEOUT,
      signal,
    });
    return created.map((probe) => {
      if (!open.has(probe.pod)) return finished.get(probe.pod) ?? probe;
      return { ...probe, problem: waiting.get(probe.pod) ?? DELETED };
    });
  }

  /**
   * Moves the pods that have written or failed by now from the open ones to the finished ones.
   * @returns why each other pod waits
   */
  private async moveFinished(open: Map<string, Probe>, finished: Map<string, Probe>, signal: AbortSignal) {
    const { written, failed, waiting } = byProgress(await this.list(this.selector, signal));
    const seenAt = performance.now();
    const finish = (pod: string, result: Partial<Probe>) => {
      const probe = open.get(pod);
      if (probe !== undefined) finished.set(pod, { ...probe, ...result });
      open.delete(pod);
    };
    const unread = written.filter((pod) => open.has(pod));
    await mapConcurrent(unread, CONCURRENCY, async (pod) => finish(pod, await this.log(pod, seenAt, signal)));
    for (const [pod, problem] of failed) finish(pod, { problem });
    return waiting;
  }

  /** Removes the pods of this run, and those that earlier runs left behind. */
  async remove(signal: AbortSignal): Promise<void> {
    const { core, namespace } = this.props;
    if (this.count > 0) await removePods(core(signal), namespace, this.selector, [...this.createdAt.keys()]);
    await removeEach(core(signal), namespace, abandonedPods(await this.list(DRILL_LABEL, signal), new Date()));
  }

  private probe(node: V1Node, index: number, container: string): Omit<Probe, "problem"> {
    const pod = `log-path-drill-${this.props.markerId.slice(0, 8)}-${index}`;
    return { node: nodeName(node), pod, container, wroteAt: null, text: null };
  }

  /** Returns why the API server rejects the pod. Null if it creates it. */
  private async createOne(
    { pod, node, container }: Omit<Probe, "problem">,
    signal: AbortSignal,
  ): Promise<string | null> {
    const { core, namespace, markerId, image } = this.props;
    const body = drillPod({ name: pod, namespace, node, container, markerId, image });
    // Recorded before the request: the pod may exist even if no answer comes.
    this.createdAt.set(pod, performance.now());
    try {
      await core(signal).createNamespacedPod({ namespace, body });
      return null;
    } catch (error) {
      const rejection = rejectionOf(error);
      if (rejection === null) throw error;
      return rejection;
    }
  }

  private list(labelSelector: string, signal: AbortSignal) {
    const { core, namespace } = this.props;
    return listAll((page) => core(signal).listNamespacedPod({ namespace, labelSelector, ...page }));
  }

  /** Catches the error of an unreachable kubelet: the other nodes work, and this node's line may be in Loki. */
  private async log(
    name: string,
    seenAt: number,
    signal: AbortSignal,
  ): Promise<Pick<Probe, "text" | "problem" | "wroteAt">> {
    const { core, namespace } = this.props;
    const createdAt = this.createdAt.get(name) ?? seenAt;
    const log = await readPodLog(core(signal), { name, namespace, timestamps: true });
    if (log.text === null) return { text: null, problem: `its log cannot be read: ${log.problem}`, wroteAt: createdAt };
    const { text, lastAt } = stampedLog(log.text);
    // The node's clock may be wrong, but the pod wrote between these two times.
    const wroteAt = lastAt === null ? createdAt : Math.min(seenAt, Math.max(createdAt, probeTime(lastAt)));
    return { text, problem: null, wroteAt };
  }
}

const DELETED = "the pod was deleted";

/** More than one: a full node rejects its pod, which proves nothing about alerts. */
const MAX_FIRING_NODES = 2;

/** The nodes whose lines fire the alert. Nodes with a ready agent come first. */
export function firingNodes(nodes: readonly V1Node[], agents: readonly V1Pod[]): readonly V1Node[] {
  const served = new Set(agents.filter(isPodReady).map(nodeOf));
  const isServed = (node: V1Node) => served.has(nodeName(node));
  return [...nodes.filter(isServed), ...nodes.filter((node) => !isServed(node))].slice(0, MAX_FIRING_NODES);
}

/** Longer than a run, plus the difference of two machines' clocks. */
const ABANDONED_AFTER = DEADLINE.plus(Duration.minutes(13));

/** The pods of runs that were killed before their cleanup. Excludes the pods of a run in progress. */
function abandonedPods(pods: readonly V1Pod[], now: Date): readonly string[] {
  const youngest = now.getTime() - ABANDONED_AFTER.toMilliseconds();
  return pods
    .filter(({ metadata }) => (metadata?.creationTimestamp?.getTime() ?? now.getTime()) < youngest)
    .map(podName);
}

/** The API server's words for a missing namespace. */
const NO_NAMESPACE = /^namespaces "[^"]*" not found$/;

/** Whether a pod could not be created because its namespace does not exist. */
export function lacksNamespace({ problem }: Pick<Probe, "problem">): boolean {
  return NO_NAMESPACE.test(problem ?? "");
}

/**
 * Why the API server rejects a pod: Pod Security, a quota, a LimitRange, another admission plugin, or a missing
 * namespace. Null for errors that do not concern the pod, such as a missing role.
 */
export function rejectionOf(error: unknown): string | null {
  const status = statusOf(error);
  if (status === null) return null;
  const { code, message } = status;
  const isMissingRole = / cannot \S+ resource "/.test(message);
  const isOfPod = (code === 403 && !isMissingRole) || code === 422 || code === 400;
  return isOfPod || NO_NAMESPACE.test(message) ? message : null;
}

/** A log that was requested with its timestamps. */
export interface StampedLog {
  /** The text without the timestamps. */
  readonly text: string;
  /** When the last line was written, by the node's clock. Null without lines. */
  readonly lastAt: Date | null;
}

/** The kubelet prefixes each line with the container runtime's time. */
const STAMP = /^(\d{4}-\d\d-\d\dT\S+) /gm;

export function stampedLog(log: string): StampedLog {
  const last = [...log.matchAll(STAMP)].at(-1)?.[1];
  return { text: log.replace(STAMP, ""), lastAt: last === undefined ? null : new Date(last) };
}

/** A drill's pods by their progress. */
interface Progress {
  /** The pods that have succeeded, and so have written. */
  readonly written: readonly string[];
  /** The pods that will never write, with the message of Kubernetes. */
  readonly failed: ReadonlyMap<string, string>;
  /** The pods that may still write, with the message of Kubernetes. */
  readonly waiting: ReadonlyMap<string, string>;
}

function byProgress(pods: readonly V1Pod[]): Progress {
  const inPhase = (expected: string) => pods.filter(({ status }) => status?.phase === expected);
  const messages = (some: readonly V1Pod[]) => new Map(some.map((pod) => [podName(pod), podProblem(pod, []).message]));
  const [written, failed] = [inPhase("Succeeded"), inPhase("Failed")];
  return {
    written: written.map(podName),
    failed: messages(failed),
    waiting: messages(pods.filter((pod) => !written.includes(pod) && !failed.includes(pod))),
  };
}
