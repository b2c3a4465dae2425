import { randomUUID } from "node:crypto";
import type { CoreV1Api, V1Node, V1Pod } from "@kubernetes/client-node";
import { podsLabelled } from "../../diagnostics/pods";
import { abortable } from "../../kube/async";
import type { HttpService } from "../../kube/http-service";
import { listNodes } from "../../kube/lists";
import { nodeName } from "../../kube/node";
import type { Model } from "../../model";
import { agentLabels } from "../agents";
import { DrillPods, firingNodes, type PodApi } from "./drill-pods";
import type { Drill, Probe } from "./probes";
import { DrillSilence } from "./silence";

export interface LogPathDrillProps {
  readonly core: (signal: AbortSignal) => PodApi & Pick<CoreV1Api, "listNode">;
  readonly model: Pick<Model, "namespace" | "drill" | "inotify" | "alloy">;
  /** The nodes whose agents are expected to work. */
  readonly nodes: () => Promise<readonly V1Node[]>;
  /** Null if the settings have no Alertmanager, or the run fires no alert. Then no line fires. */
  readonly alertmanager: HttpService | null;
}

/** In milliseconds. The removal needs more time for more pods, because it may have to delete them one by one. */
const REMOVAL_TIMEOUT = 20_000;
const REMOVAL_TIMEOUT_PER_POD = 50;

/** The drill on a real cluster. */
export class LogPathDrill implements Drill {
  /** Unguessable, so that no other line matches. The drill's rule parses this format. */
  readonly markerId = randomUUID();
  readonly namespace: string;
  private readonly pods: DrillPods;
  private readonly alertSilence: DrillSilence | null;
  private readonly ending = new AbortController();
  private probing: Promise<readonly Probe[]> | null = null;
  private hasFired = false;

  constructor(private readonly props: LogPathDrillProps) {
    const { core, model, alertmanager } = props;
    this.namespace = model.drill.namespace;
    this.pods = new DrillPods({
      core,
      namespace: this.namespace,
      markerId: this.markerId,
      image: model.inotify.busybox,
    });
    this.alertSilence = alertmanager && new DrillSilence(alertmanager, this.markerId);
  }

  async silence(signal: AbortSignal): Promise<void> {
    const { alertSilence } = this;
    if (alertSilence !== null) await abortable(() => alertSilence.create(this.ending.signal), signal);
  }

  /** One caller's signal does not end the drill of the others. */
  probes(signal: AbortSignal): Promise<readonly Probe[]> {
    return abortable(() => this.started(), signal);
  }

  async end(): Promise<void> {
    this.ending.abort(new Error("the drill has ended"));
    const started = this.probing;
    await started?.catch(() => undefined);
    const ended = await Promise.allSettled([started && this.removePods(), this.removeSilence(this.removalTimeout())]);
    for (const result of ended) if (result.status === "rejected") throw result.reason;
  }

  private started(): Promise<readonly Probe[]> {
    this.probing ??= this.probe();
    return this.probing;
  }

  private async probe(): Promise<readonly Probe[]> {
    const { signal } = this.ending;
    const nodes = await this.props.nodes();
    const firing = (await this.isSilenced()) ? firingNodes(nodes, await this.agents()) : [];
    this.hasFired = firing.length > 0;
    const probes = await this.pods.written(await this.pods.create(nodes, firing, signal), signal);
    return this.onExistingNodes(probes, signal);
  }

  private agents(): Promise<readonly V1Pod[]> {
    const { model } = this.props;
    return podsLabelled(this.props, model.namespace.name, agentLabels(model), this.ending.signal);
  }

  /** Leaves out the pods that could not write because an autoscaler removed their node during the drill. */
  private async onExistingNodes(probes: readonly Probe[], signal: AbortSignal): Promise<readonly Probe[]> {
    if (probes.every(({ wroteAt }) => wroteAt !== null)) return probes;
    const existing = new Set((await listNodes(this.props.core(signal))).map(nodeName));
    return probes.filter(({ node, wroteAt }) => wroteAt !== null || existing.has(node));
  }

  private async isSilenced(): Promise<boolean> {
    if (this.alertSilence === null) return false;
    return this.alertSilence.create(this.ending.signal).then(
      () => true,
      () => false,
    );
  }

  /** Tries twice: a slow API server may have removed only some. */
  private removePods(): Promise<void> {
    return this.pods.remove(this.removalTimeout()).catch(() => this.pods.remove(this.removalTimeout()));
  }

  private removalTimeout(): AbortSignal {
    return AbortSignal.timeout(REMOVAL_TIMEOUT + this.pods.count * REMOVAL_TIMEOUT_PER_POD);
  }

  /**
   * Keeps the silence of an alert that fired: it stays active for minutes, and would notify receivers. The silence
   * matches nothing but this drill, and ends by itself.
   */
  private async removeSilence(signal: AbortSignal): Promise<void> {
    if (!this.hasFired) await this.alertSilence?.remove(signal);
  }
}
