import { randomUUID } from "node:crypto";
import type { CoreV1Api, V1Node, V1Pod } from "@kubernetes/client-node";
import { abortable } from "../../kube/async";
import type { HttpService } from "../../kube/http-service";
import { listNodes } from "../../kube/lists";
import { nodeName } from "../../kube/node";
import type { Model } from "../../model";
import { agentLabels } from "../agents/agent";
import { podsLabelled } from "../kubernetes/pods";
import type { Drill, Probe } from ".";
import { DrillPods } from "./drill-pods";
import { firingNodes } from "./firing";
import type { PodApi } from "./pod-api";
import { DrillSilence } from "./silence";

export interface LogPathDrillProps {
  readonly core: (signal: AbortSignal) => PodApi & Pick<CoreV1Api, "listNode">;
  readonly model: Pick<Model, "namespace" | "inotify" | "alloy">;
  /** Those of which the agents' work is expected. */
  readonly nodes: () => Promise<readonly V1Node[]>;
  /** Null where alerts tell nobody: then no line fires one. */
  readonly alertmanager: HttpService | null;
}

/** How long to remove what was made, in milliseconds, and how much longer for each pod: they go one after the other. */
const REMOVED = 20_000;
const REMOVED_EACH = 50;

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
    const { silence } = this;
    if (silence !== null) await abortable(() => silence.place(this.ending.signal), signal);
  }

  probes(signal: AbortSignal): Promise<readonly Probe[]> {
    return abortable(() => this.begun(), signal);
  }

  async end(): Promise<void> {
    this.ending.abort(new Error("the drill has ended"));
    const begun = this.probing;
    await begun?.catch(() => undefined);
    const ended = await Promise.allSettled([begun && this.remove(), this.unsilence(this.patience())]);
    for (const result of ended) if (result.status === "rejected") throw result.reason;
  }

  private begun(): Promise<readonly Probe[]> {
    this.probing ??= this.probe();
    return this.probing;
  }

  private async probe(): Promise<readonly Probe[]> {
    const { signal } = this.ending;
    const nodes = await this.props.nodes();
    const firing = (await this.isSilenced()) ? firingNodes(nodes, await this.agents()) : [];
    this.hasFired = firing.length > 0;
    const probes = await this.pods.written(await this.pods.make(nodes, firing, signal), signal);
    return this.withoutGone(probes, signal);
  }

  private agents(): Promise<readonly V1Pod[]> {
    const { model } = this.props;
    return podsLabelled(this.props, model.namespace.name, agentLabels(model), this.ending.signal);
  }

  /** A node that an autoscaler has taken away while its pod was to write is missed by nobody. */
  private async withoutGone(probes: readonly Probe[], signal: AbortSignal): Promise<readonly Probe[]> {
    if (probes.every(({ wroteAt }) => wroteAt !== null)) return probes;
    const there = new Set((await listNodes(this.props.core(signal))).map(nodeName));
    return probes.filter(({ node, wroteAt }) => wroteAt !== null || there.has(node));
  }

  private async isSilenced(): Promise<boolean> {
    if (this.silence === null) return false;
    return this.silence.place(this.ending.signal).then(
      () => true,
      () => false,
    );
  }

  /** Tries once more with what is left: an API server that was slow has removed some. */
  private remove(): Promise<void> {
    return this.pods.remove(this.patience()).catch(() => this.pods.remove(this.patience()));
  }

  private patience(): AbortSignal {
    return AbortSignal.timeout(REMOVED + this.pods.count * REMOVED_EACH);
  }

  /**
   * An alert that has fired stands for two minutes: without the silence people would be told of it then. The silence
   * ends by itself, and matches nothing but this drill.
   */
  private async unsilence(signal: AbortSignal): Promise<void> {
    if (!this.hasFired) await this.silence?.remove(signal);
  }
}
