import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { V1Taint } from "@kubernetes/client-node";
import type { Settings } from "../../../src/settings/settings";
import { type RenderedStack, renderStack } from "../../../src/stack/rendered-stack";
import { until } from "../../components/until";
import { exampleModel, ROOT } from "../../helpers/example";
import { synthesized } from "../../helpers/synthesized";
import { alertmanagerObjects, apply, namespaceObjects } from "./apply";
import { Backends } from "./backends";
import { ApiServer } from "./control-plane";
import { type Components, givenCharts } from "./environment";
import { StandIn } from "./fake";
import { isReady, StandInNode } from "./fake/world";
import type { KubeClient } from "./kube-client";

export interface TestClusterProps {
  readonly components: Components;
  readonly settings: Partial<Settings>;
  /** The taints of each node. */
  readonly nodes: readonly (readonly V1Taint[])[];
}

const READY = { seconds: 120, everyMs: 200 };

/**
 * A cluster on which the plan is applied: a real API server, etcd, Loki and Alertmanager, and stand-ins for what runs on
 * and around nodes.
 */
export class TestCluster {
  readonly kube: KubeClient;

  private constructor(
    readonly deployment: RenderedStack,
    readonly apiServer: ApiServer,
    readonly backends: Backends,
    readonly nodes: readonly StandInNode[],
    readonly standIn: StandIn,
    private readonly cleanup: Cleanup,
  ) {
    this.kube = apiServer.client();
  }

  /**
   * Starts it. Every pod of the plan is ready.
   * @throws Error where that does not happen; then nothing is left of it
   */
  static async start(props: TestClusterProps): Promise<TestCluster> {
    const cleanup = new Cleanup();
    try {
      const cluster = await startParts(props, cleanup);
      await cluster.fill(props);
      return cluster;
    } catch (error) {
      await cleanup.run();
      throw error;
    }

    async function startParts({ components, settings, nodes: taints }: TestClusterProps, parts: Cleanup) {
      const deployment = renderStack(exampleModel(settings), ROOT);
      const { model } = deployment;
      const folder = parts.keep(mkdtempSync(join(tmpdir(), "test-cluster-")), (it) => rmSync(it, { recursive: true }));
      const control = join(folder, "control-plane");
      mkdirSync(control);
      const apiServer = parts.keep(await ApiServer.start({ ...components, folder: control }), (it) => it.remove());
      const backends = parts.keep(await Backends.start(components, model), (it) => it.remove());
      const nodes = taints.map((of, index) => new StandInNode(index, of, join(folder, `node-${index}`)));
      const around = { kube: apiServer.client(), model, nodes, loki: backends.loki.api, certificates: apiServer };
      const standIn = parts.keep(await StandIn.start(around), (it) => it.end());
      return new TestCluster(deployment, apiServer, backends, nodes, standIn, parts);
    }
  }

  /** Waits until every pod that isn't meant to end is ready. */
  async settled(): Promise<void> {
    await this.standIn.controllers.run();
    await until("every pod is ready", READY, async () => {
      const pods = this.standIn.pods().filter(({ status }) => status?.phase !== "Succeeded");
      return pods.length > 0 && pods.every(isReady);
    });
    await this.standIn.controllers.run();
  }

  /** Ends it, and removes all that it has written. */
  remove(): Promise<void> {
    return this.cleanup.run();
  }

  private async fill({ settings }: TestClusterProps): Promise<void> {
    const { kube, nodes, deployment } = this;
    for (const node of nodes) {
      await kube.create(node.object());
      await kube.merge(`/api/v1/nodes/${node.name}/status`, { status: node.status() });
      // A new node is tainted by the API server, until a controller sees that it is ready.
      await kube.merge(`/api/v1/nodes/${node.name}`, { spec: { taints: node.taints } });
    }
    const objects = [
      ...namespaceObjects(deployment.model.namespace.name),
      ...alertmanagerObjects(nodes[0]?.name ?? ""),
    ];
    for (const object of objects) await kube.create(object);
    await apply({ kube, deployment, resources: synthesized(settings).resource, charts: givenCharts() });
    await this.settled();
  }
}

/** What has been started, to be ended in the opposite order. */
export class Cleanup {
  private readonly steps: (() => unknown)[] = [];

  /** @returns what was started */
  keep<T>(started: T, end: (started: T) => unknown): T {
    this.steps.push(() => end(started));
    return started;
  }

  async run(): Promise<void> {
    for (const step of this.steps.splice(0).reverse()) await step();
  }
}
