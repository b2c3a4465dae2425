import { randomUUID } from "node:crypto";
import type { CoreV1Api, V1Node } from "@kubernetes/client-node";
import type { HttpService } from "../../live/http-service";
import { everyNode } from "../../live/nodes";
import { whileWanted } from "../../live/while-wanted";
import type { Model } from "../../model";
import { Duration } from "../../units";
import { nodeName } from "../kubernetes/node";
import { DrillPods } from "./drill-pods";
import type { Drill, Probe } from "./index";
import type { PodApi } from "./pod-api";
import { DrillSilence } from "./silence";

export interface LogPathDrillProps {
  readonly core: (signal: AbortSignal) => PodApi & Pick<CoreV1Api, "listNode">;
  readonly model: Pick<Model, "namespace" | "inotify">;
  /** Those of which the agents' work is expected. */
  readonly nodes: () => Promise<readonly V1Node[]>;
  /** Null where alerts tell nobody: then no line fires one. */
  readonly alertmanager: HttpService | null;
}

const REMOVED = Duration.seconds(20);

/** The drill on a real cluster. */
export class LogPathDrill implements Drill {
  /** Nobody can guess it, so that no other line is taken for it; its form is what the drill's rule reads. */
  readonly marker = randomUUID();
  readonly namespace: string;
  private readonly pods: DrillPods;
  private readonly silence: DrillSilence | null;
  private readonly ending = new AbortController();
  private probing: Promise<readonly Probe[]> | null = null;
  private hasFired = false;

  constructor(private readonly props: LogPathDrillProps) {
    const { core, model, alertmanager } = props;
    this.namespace = model.namespace.name;
    this.pods = new DrillPods({ core, namespace: this.namespace, marker: this.marker, image: model.inotify.busybox });
    this.silence = alertmanager && new DrillSilence(alertmanager, this.marker);
  }

  async silenced(signal: AbortSignal): Promise<void> {
    if (this.silence !== null) await whileWanted(this.silence.place(this.ending.signal), signal);
  }

  probes(signal: AbortSignal): Promise<readonly Probe[]> {
    this.probing ??= this.probe();
    return whileWanted(this.probing, signal);
  }

  async end(): Promise<void> {
    this.ending.abort(new Error("the drill has ended"));
    const begun = this.probing;
    await begun?.catch(() => undefined);
    const signal = AbortSignal.timeout(REMOVED.toSeconds() * 1_000);
    const ended = await Promise.allSettled([begun && this.pods.remove(signal), this.unsilence(signal)]);
    for (const result of ended) if (result.status === "rejected") throw result.reason;
  }

  private async probe(): Promise<readonly Probe[]> {
    const { signal } = this.ending;
    const nodes = await this.props.nodes();
    const firing = (await this.isSilenced()) ? (nodes[0] ?? null) : null;
    this.hasFired = firing !== null;
    const probes = await this.pods.written(await this.pods.make(nodes, firing, signal), signal);
    return this.withoutGone(probes, signal);
  }

  /** A node that an autoscaler has taken away while its pod was to write is missed by nobody. */
  private async withoutGone(probes: readonly Probe[], signal: AbortSignal): Promise<readonly Probe[]> {
    if (probes.every(({ wroteAt }) => wroteAt !== null)) return probes;
    const there = new Set((await everyNode(this.props.core(signal))).map(nodeName));
    return probes.filter(({ node, wroteAt }) => wroteAt !== null || there.has(node));
  }

  private async isSilenced(): Promise<boolean> {
    if (this.silence === null) return false;
    return this.silence.place(this.ending.signal).then(
      () => true,
      () => false,
    );
  }

  /**
   * An alert that has fired stands for two minutes: without the silence people would be told of it then. The silence
   * ends by itself, and matches nothing but this drill.
   */
  private async unsilence(signal: AbortSignal): Promise<void> {
    if (!this.hasFired) await this.silence?.remove(signal);
  }
}
