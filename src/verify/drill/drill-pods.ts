import type { V1Node } from "@kubernetes/client-node";
import { mapConcurrent } from "../../kube/async";
import { listAll } from "../../kube/lists";
import { nodeName } from "../../kube/node";
import { readPodLog } from "../../kube/pod-log";
import { poll } from "../../kube/poll";
import type { ImageModel } from "../../terraform/artefacts";
import { Duration } from "../../units";
import { FIRING, type Probe, probeTime, QUIET } from ".";
import { leftovers } from "./leftovers";
import { DRILL_LABEL, drillPod } from "./pod";
import { AT_ONCE, type PodApi, removeEach, removePods } from "./pod-api";
import { refusalOf } from "./refusal";
import { stampedLog } from "./stamped-log";
import { writingOf } from "./writing";

export interface DrillPodsProps {
  readonly core: (signal: AbortSignal) => PodApi;
  readonly namespace: string;
  readonly marker: string;
  readonly image: ImageModel;
}

/** A pod that hasn't written by then won't: its image is on the node, and it works for less than a second. */
const WRITTEN = Duration.seconds(45);

/** The pods of one run, from their making to their end. */
export class DrillPods {
  /** Those that may exist, and since when at the earliest, on the clock of the probes. */
  private readonly made = new Map<string, number>();
  private readonly own: string;

  constructor(private readonly props: DrillPodsProps) {
    this.own = `${DRILL_LABEL}=${props.marker}`;
  }

  /** How many may exist. */
  get count(): number {
    return this.made.size;
  }

  /** Makes one on each node. @param firing those whose lines fire the alert */
  make(nodes: readonly V1Node[], firing: readonly V1Node[], signal: AbortSignal): Promise<readonly Probe[]> {
    return mapConcurrent(nodes, AT_ONCE, async (node, index) => {
      const probe = this.probe(node, index, firing.includes(node) ? FIRING : QUIET);
      return { ...probe, problem: await this.create(probe, signal) };
    });
  }

  /** Waits until each has written or can't. */
  async written(made: readonly Probe[], signal: AbortSignal): Promise<readonly Probe[]> {
    const open = new Map(made.filter(({ problem }) => problem === null).map((probe) => [probe.pod, probe]));
    const settled = new Map<string, Probe>();
    const waiting = await poll({
      request: () => this.settle(open, settled, signal),
      isEnough: () => open.size === 0,
      timeout: WRITTEN,
      signal,
    });
    return made.map((probe) => {
      if (!open.has(probe.pod)) return settled.get(probe.pod) ?? probe;
      return { ...probe, problem: waiting.get(probe.pod) ?? GONE };
    });
  }

  /**
   * Takes those from the open ones that have written by now, or can't.
   * @returns why the others wait
   */
  private async settle(open: Map<string, Probe>, settled: Map<string, Probe>, signal: AbortSignal) {
    const { written, failed, waiting } = writingOf(await this.list(this.own, signal));
    const seenAt = performance.now();
    const end = (pod: string, seen: Partial<Probe>) => {
      const probe = open.get(pod);
      if (probe !== undefined) settled.set(pod, { ...probe, ...seen });
      open.delete(pod);
    };
    const unread = written.filter((pod) => open.has(pod));
    await mapConcurrent(unread, AT_ONCE, async (pod) => end(pod, await this.log(pod, seenAt, signal)));
    for (const [pod, problem] of failed) end(pod, { problem });
    return waiting;
  }

  /** Removes them, and what an earlier run has left behind. */
  async remove(signal: AbortSignal): Promise<void> {
    const { core, namespace } = this.props;
    if (this.count > 0) await removePods(core(signal), namespace, this.own, [...this.made.keys()]);
    await removeEach(core(signal), namespace, leftovers(await this.list(DRILL_LABEL, signal), new Date()));
  }

  private probe(node: V1Node, index: number, container: string): Omit<Probe, "problem"> {
    const pod = `log-path-drill-${this.props.marker.slice(0, 8)}-${index}`;
    return { node: nodeName(node), pod, container, wroteAt: null, text: null };
  }

  /** @returns why there is none */
  private async create({ pod, node, container }: Omit<Probe, "problem">, signal: AbortSignal): Promise<string | null> {
    const { core, namespace, marker, image } = this.props;
    const body = drillPod({ name: pod, namespace, node, container, marker, image });
    // Before the answer: it may exist though none comes.
    this.made.set(pod, performance.now());
    try {
      await core(signal).createNamespacedPod({ namespace, body });
      return null;
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal === null) throw error;
      return refusal;
    }
  }

  private list(labelSelector: string, signal: AbortSignal) {
    const { core, namespace } = this.props;
    return listAll((page) => core(signal).listNamespacedPod({ namespace, labelSelector, ...page }));
  }

  /** A kubelet that can't be asked says nothing of the others: its node's line may well be in Loki. */
  private async log(
    name: string,
    seenAt: number,
    signal: AbortSignal,
  ): Promise<Pick<Probe, "text" | "problem" | "wroteAt">> {
    const { core, namespace } = this.props;
    const madeAt = this.made.get(name) ?? seenAt;
    const log = await readPodLog(core(signal), { name, namespace, timestamps: true });
    if (log.text === null) return { text: null, problem: `its log can't be read: ${log.problem}`, wroteAt: madeAt };
    const { text, lastAt } = stampedLog(log.text);
    // The node's clock may be wrong, but not by more than this.
    const wroteAt = lastAt === null ? madeAt : Math.min(seenAt, Math.max(madeAt, probeTime(lastAt)));
    return { text, problem: null, wroteAt };
  }
}

const GONE = "somebody has deleted the pod";
