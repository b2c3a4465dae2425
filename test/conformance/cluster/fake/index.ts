import type { Server } from "node:http";
import type { V1Pod } from "@kubernetes/client-node";
import type { Model } from "../../../../src/model";
import type { LokiApi } from "../../../components/loki-api";
import type { KubeClient } from "../kube-client";
import { Agent, EventsCollector, serveAgents } from "./agent";
import { Controllers, unbindVolumes } from "./controllers";
import { Kubelets, serveKubelets } from "./kubelets";
import { isReady, type StandInNode, type World } from "./world";

export interface StandInProps {
  readonly kube: KubeClient;
  readonly model: Model;
  readonly nodes: readonly StandInNode[];
  readonly loki: LokiApi;
  /** What the kubelets show to the API server. */
  readonly certificates: { readonly certificate: string; readonly key: string };
}

/**
 * Stand-in for kubelets, agents, the collector of events, the volume binder, the scheduler and the controllers of DaemonSets, StatefulSets,
 * Deployments and endpoints. Tests break it.
 */
export class StandIn {
  readonly controllers: Controllers;
  readonly events: EventsCollector;
  private readonly world: World;
  private readonly watch: PodWatch;
  private readonly kubelets: Kubelets;
  private readonly agents: readonly Agent[];
  private servers: readonly Server[] = [];

  private constructor({ kube, model, nodes, loki }: StandInProps) {
    const namespace = model.namespace.name;
    const places = nodes.map((node) => ({ node, agent: new Agent(node, loki) }));
    this.agents = places.map(({ agent }) => agent);
    this.events = new EventsCollector(loki);
    this.kubelets = new Kubelets({
      kube,
      places,
      isAgent: (pod) => isOf(pod, model.alloy.agent.release),
      onStart: (pod) => this.events.read(pod),
    });
    this.world = { kube, namespace, nodes, pods: () => this.pods() };
    this.controllers = new Controllers(this.world);
    this.watch = new PodWatch(kube, (pod) => {
      this.kubelets.see(pod);
      this.controllers.wake();
    });
  }

  static async start(props: StandInProps): Promise<StandIn> {
    const standIn = new StandIn(props);
    const { kubelets, agents } = standIn;
    const { certificates, nodes } = props;
    standIn.servers = [
      await serveKubelets({ certificate: certificates.certificate, key: certificates.key, nodes, kubelets }),
      await serveAgents(agents),
    ];
    return standIn;
  }

  /** Takes every claim its volume. */
  unbind(): Promise<void> {
    return unbindVolumes(this.world);
  }

  /** Whether a pod of this name is ready. */
  isReady(name: string): boolean {
    return this.pods().some((pod) => pod.metadata?.name === name && isReady(pod));
  }

  pods(): readonly V1Pod[] {
    return this.watch.pods;
  }

  async end(): Promise<void> {
    this.watch.end();
    await this.controllers.end();
    this.kubelets.end();
    for (const agent of this.agents) agent.end();
    for (const server of this.servers) {
      server.close();
      server.closeAllConnections();
    }
  }
}

function isOf({ metadata }: V1Pod, daemonSet: string): boolean {
  return metadata?.ownerReferences?.some(({ kind, name }) => kind === "DaemonSet" && name === daemonSet) ?? false;
}

export type Listener = (pod: V1Pod) => void;

/** How long to wait for an API server that is away. */
const AWAY_MS = 500;

/** Every pod of the cluster, as the API server tells of it. */
export class PodWatch {
  private readonly stop = new AbortController();
  private readonly known = new Map<string, V1Pod>();

  constructor(
    private readonly kube: KubeClient,
    private readonly tell: Listener,
  ) {
    void this.watch();
  }

  get pods(): readonly V1Pod[] {
    return [...this.known.values()];
  }

  end(): void {
    this.stop.abort();
  }

  private async watch(): Promise<void> {
    const { signal } = this.stop;
    while (!signal.aborted) {
      this.known.clear();
      await this.kube
        .watch<V1Pod>(
          "/api/v1/pods",
          ({ type, object }) => {
            const uid = object.metadata?.uid ?? "";
            if (type === "DELETED") this.known.delete(uid);
            else this.known.set(uid, object);
            this.tell(object);
          },
          signal,
        )
        .catch(() => new Promise((resolve) => setTimeout(resolve, AWAY_MS)));
    }
  }
}
