import type { Server } from "node:http";
import type { V1Pod } from "@kubernetes/client-node";
import type { Model } from "../../../../src/model";
import type { LokiApi } from "../../../components/loki-api";
import type { KubeClient } from "../kube-client";
import { Agent, EventsCollector, serveAgents } from "./agent";
import { Controllers, unbindVolumes } from "./controllers";
import { Kubelets, serveKubelets } from "./kubelets";
import { type FakeNode, isReady, type World } from "./world";

interface FakeClusterProps {
  readonly kube: KubeClient;
  readonly model: Model;
  readonly nodes: readonly FakeNode[];
  readonly loki: LokiApi;
  /** The certificate that the kubelets present to the API server. */
  readonly certificates: { readonly certificate: string; readonly key: string };
}

/**
 * Fakes everything around a real API server: kubelets, agents, the events collector, the scheduler, the volume binder and
 * the controllers of DaemonSets, StatefulSets, Deployments and endpoints. Tests inject single faults.
 */
export class FakeCluster {
  readonly controllers: Controllers;
  readonly events: EventsCollector;
  private readonly world: World;
  private readonly watch: PodWatch;
  private readonly kubelets: Kubelets;
  private readonly agents: readonly Agent[];
  private servers: readonly Server[] = [];

  private constructor({ kube, model, nodes, loki }: FakeClusterProps) {
    const namespace = model.namespace.name;
    const places = nodes.map((node) => ({ node, agent: new Agent(node, loki, model.alloy) }));
    this.agents = places.map(({ agent }) => agent);
    this.events = new EventsCollector(loki);
    this.kubelets = new Kubelets({
      kube,
      places,
      isAgent: (pod) => isOwnedBy(pod, model.alloy.agent.release),
      onStart: (pod) => this.events.read(pod),
    });
    this.world = { kube, namespace, nodes, pods: () => this.pods() };
    this.controllers = new Controllers(this.world);
    this.watch = new PodWatch(kube, (pod) => {
      this.kubelets.handle(pod);
      this.controllers.wake();
    });
  }

  static async start(props: FakeClusterProps): Promise<FakeCluster> {
    const fakes = new FakeCluster(props);
    const { kubelets, agents } = fakes;
    const { certificates, nodes } = props;
    fakes.servers = [
      await serveKubelets({ certificate: certificates.certificate, key: certificates.key, nodes, kubelets }),
      await serveAgents(agents),
    ];
    return fakes;
  }

  /** Unbinds every claim from its volume. */
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

function isOwnedBy({ metadata }: V1Pod, daemonSet: string): boolean {
  return metadata?.ownerReferences?.some(({ kind, name }) => kind === "DaemonSet" && name === daemonSet) ?? false;
}

type Listener = (pod: V1Pod) => void;

/** The pause before another attempt while the API server is down. */
const RETRY_MS = 500;

/** Keeps the current state of every pod in the cluster by watching the API server. */
class PodWatch {
  private readonly stop = new AbortController();
  private readonly known = new Map<string, V1Pod>();

  constructor(
    private readonly kube: KubeClient,
    private readonly notify: Listener,
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
            this.notify(object);
          },
          signal,
        )
        .catch(() => new Promise((resolve) => setTimeout(resolve, RETRY_MS)));
    }
  }
}
