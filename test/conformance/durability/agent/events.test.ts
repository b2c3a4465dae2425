import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eventsPipeline } from "../../../../src/alloy/pipelines";
import { EVENTS_JOB } from "../../../../src/alloy/source-contracts";
import { print } from "../../../../src/alloy/syntax";
import { RunningAlloy } from "../../../components/alloy";
import { describeWith, findTool } from "../../../components/available";
import { freePort } from "../../../components/http";
import { RunningLoki } from "../../../components/loki";
import { until } from "../../../components/until";
import { exampleModel } from "../../../helpers/example";
import { ADMIN, ApiServer } from "../../cluster/control-plane";
import type { KubeClient } from "../../cluster/kube-client";
import { AGENT_AND_LOKI, agentAndLoki, type Binaries } from "./installation";

interface EventBinaries extends Binaries {
  readonly apiServer: string;
  readonly etcd: string;
}

function eventBinaries(): EventBinaries | null {
  const [both, apiServer, etcd] = [agentAndLoki(), findTool("kube-apiserver"), findTool("etcd")];
  return both === null || apiServer === null || etcd === null ? null : { ...both, apiServer, etcd };
}

const model = exampleModel();

const ARRIVAL = { seconds: 60 };

/** Where a pod finds the credentials of its service account. */
const ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount";

/** A real API server and Loki, and between them the real collector of events. */
class Events {
  private constructor(
    readonly apiServer: ApiServer,
    private readonly kube: KubeClient,
    readonly collector: RunningAlloy,
    private readonly loki: RunningLoki,
    private readonly cleanup: () => Promise<void>,
  ) {}

  static async start(binaries: EventBinaries): Promise<Events> {
    const folder = mkdtempSync(join(tmpdir(), "events-"));
    const listen = {
      address: "127.0.0.1",
      port: await freePort(),
      etcd: { clients: await freePort(), peers: await freePort() },
    };
    const control = join(folder, "control-plane");
    mkdirSync(control);
    const [apiServer, loki] = await Promise.all([
      ApiServer.start({ ...binaries, folder: control, listen }),
      RunningLoki.start({ binary: binaries.loki, model }),
    ]);
    const account = join(folder, "account");
    mkdirSync(account);
    writeFileSync(join(account, "token"), ADMIN.token);
    writeFileSync(join(account, "ca.crt"), apiServer.certificate);
    const url = `${loki.api.url}/loki/api/v1/push`;
    const collector = await RunningAlloy.prepare({
      binary: binaries.alloy,
      pipeline: print(eventsPipeline({ ...model.alloy, write: { ...model.alloy.write, url } })),
      env: {
        KUBERNETES_SERVICE_HOST: listen.address,
        KUBERNETES_SERVICE_PORT: `${listen.port}`,
        KUBERNETES_PORT: `tcp://${listen.address}:${listen.port}`,
      },
      mounts: `mount -t tmpfs tmpfs /run; mkdir -p "${ACCOUNT}"; cp "${account}"/* "${ACCOUNT}"`,
    });
    return new Events(apiServer, apiServer.client(), collector, loki, async () => {
      await collector.remove();
      await loki.remove();
      await apiServer.remove();
      rmSync(folder, { recursive: true });
    });
  }

  /**
   * Writes an event, or its next repetition.
   * @param at its time; events have a resolution of a second
   */
  async write(name: string, { count = 1, at = new Date() } = {}): Promise<void> {
    const time = `${at.toISOString().slice(0, 19)}Z`;
    if (count > 1) return this.kube.merge(pathOf(name), { count, lastTimestamp: time });
    await this.kube.create({
      apiVersion: "v1",
      kind: "Event",
      metadata: { name, namespace: "default" },
      involvedObject: { apiVersion: "v1", kind: "Pod", name, namespace: "default" },
      reason: "BackOff",
      message: "Back-off restarting failed container",
      type: "Warning",
      source: { component: "kubelet", host: "node-1" },
      firstTimestamp: time,
      lastTimestamp: time,
      count,
    });
  }

  delete(name: string): Promise<void> {
    return this.kube.remove(pathOf(name));
  }

  /** Returns the events in Loki, as "<name> <count>". */
  async found(): Promise<readonly string[]> {
    const now = Date.now();
    const lines = await this.loki.api.lines(`{job="${EVENTS_JOB}"}`, { from: now - 3_600_000, to: now + 60_000 });
    return lines.map((line) => `${/\bname=(\S+)/.exec(line)?.[1]} ${/\bcount=(\d+)/.exec(line)?.[1]}`);
  }

  async arrived(event: string): Promise<void> {
    await until(`Loki has the event ${event}`, ARRIVAL, async () => (await this.found()).includes(event));
  }

  remove(): Promise<void> {
    return this.cleanup();
  }
}

function pathOf(name: string): string {
  return `/api/v1/namespaces/default/events/${name}`;
}

const NEEDED = `${AGENT_AND_LOKI}, KUBE_APISERVER_BINARY, ETCD_BINARY`;

describeWith(`The real collector of events (${NEEDED})`, eventBinaries(), (binaries) => {
  test.concurrent("that restarts loses what the API server no longer has, and events of the second of its last event", () =>
    withEvents(binaries, async (events) => {
      await events.collector.startProcess();
      const at = new Date();
      await events.write("last", { at });
      await events.arrived("last 1");
      await events.collector.stop();
      await events.write("same-second", { at });
      const later = new Date(at.getTime() + 1_000);
      for (const name of ["later", "deleted", "repeated"]) await events.write(name, { at: later });
      for (const count of [2, 3]) await events.write("repeated", { at: later, count });
      await events.delete("deleted");
      await events.collector.startProcess();
      await events.arrived("later 1");
      await events.arrived("repeated 3");
      expect([...(await events.found())].sort()).toEqual(["last 1", "later 1", "repeated 3"]);
      await events.collector.kill();
      events.collector.forget();
      await events.collector.startProcess();
      // A new pod has no position, so it sends every event that the API server still has. Queries find each once.
      await events.arrived("same-second 1");
      expect([...(await events.found())].sort()).toEqual(["last 1", "later 1", "repeated 3", "same-second 1"]);
    }));

  test.concurrent("loses nothing while the API server is down: it ends if it starts then, so the kubelet starts it again", () =>
    withEvents(binaries, async (events) => {
      await events.write("before");
      await events.apiServer.down();
      await expect(events.collector.startProcess()).rejects.toThrow("Alloy is not running");
      await events.apiServer.up();
      await events.collector.startProcess();
      await events.arrived("before 1");
      await events.apiServer.down();
      await events.apiServer.up();
      await events.write("after");
      await events.arrived("after 1");
    }));
});

async function withEvents(binaries: EventBinaries, use: (events: Events) => Promise<void>): Promise<void> {
  const events = await Events.start(binaries);
  await use(events).finally(() => events.remove());
}
