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
import { FakeCluster } from "./fake";
import { FakeNode, isReady } from "./fake/world";
import type { KubeClient } from "./kube-client";

interface TestClusterProps {
  readonly components: Components;
  readonly settings: Partial<Settings>;
  /** One entry per node: its taints. */
  readonly nodes: readonly (readonly V1Taint[])[];
}

const READY = { seconds: 120, everyMs: 200 };

/**
 * A cluster with the stack installed: a real API server, etcd, Loki and Alertmanager, and fakes of everything that runs
 * on and around nodes.
 */
export class TestCluster {
  readonly kube: KubeClient;

  private constructor(
    readonly stack: RenderedStack,
    readonly apiServer: ApiServer,
    readonly backends: Backends,
    readonly nodes: readonly FakeNode[],
    readonly fakes: FakeCluster,
    private readonly cleanup: Cleanup,
  ) {
    this.kube = apiServer.client();
  }

  /**
   * Starts the cluster and waits until every pod of the stack is ready.
   * @throws Error if a pod doesn't become ready, after removing everything
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
      const stack = renderStack(exampleModel(settings), ROOT);
      const { model } = stack;
      const folder = parts.keep(mkdtempSync(join(tmpdir(), "test-cluster-")), (it) => rmSync(it, { recursive: true }));
      const control = join(folder, "control-plane");
      mkdirSync(control);
      const apiServer = parts.keep(await ApiServer.start({ ...components, folder: control }), (it) => it.remove());
      const backends = parts.keep(await Backends.start(components, model), (it) => it.remove());
      const nodes = taints.map((of, index) => new FakeNode(index, of, join(folder, `node-${index}`)));
      const around = { kube: apiServer.client(), model, nodes, loki: backends.loki.api, certificates: apiServer };
      const fakes = parts.keep(await FakeCluster.start(around), (it) => it.end());
      return new TestCluster(stack, apiServer, backends, nodes, fakes, parts);
    }
  }

  /** Waits until every pod that doesn't run to completion is ready. */
  async settled(): Promise<void> {
    await this.fakes.controllers.run();
    await until("every pod is ready", READY, async () => {
      const pods = this.fakes.pods().filter(({ status }) => status?.phase !== "Succeeded");
      return pods.length > 0 && pods.every(isReady);
    });
    await this.fakes.controllers.run();
  }

  /** Stops the cluster and removes everything that it wrote. */
  remove(): Promise<void> {
    return this.cleanup.run();
  }

  private async fill({ settings }: TestClusterProps): Promise<void> {
    const { kube, nodes, stack } = this;
    for (const node of nodes) {
      await kube.create(node.object());
      await kube.merge(`/api/v1/nodes/${node.name}/status`, { status: node.status() });
      // The API server taints a new node until a controller reports it as ready.
      await kube.merge(`/api/v1/nodes/${node.name}`, { spec: { taints: node.taints } });
    }
    const objects = [...namespaceObjects(stack.model.namespace.name), ...alertmanagerObjects(nodes[0]?.name ?? "")];
    for (const object of objects) await kube.create(object);
    await apply({ kube, stack, resources: synthesized(settings).resource, charts: givenCharts() });
    await this.settled();
  }
}

/** Stops what was started, in reverse order. */
class Cleanup {
  private readonly steps: (() => unknown)[] = [];

  keep<T>(started: T, end: (started: T) => unknown): T {
    this.steps.push(() => end(started));
    return started;
  }

  async run(): Promise<void> {
    for (const step of this.steps.splice(0).reverse()) await step();
  }
}
