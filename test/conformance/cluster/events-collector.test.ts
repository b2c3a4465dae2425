import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { eventsPipeline } from "../../../src/alloy/pipelines";
import { print } from "../../../src/alloy/syntax";
import { alloyOnNodes, RunningAlloy } from "../../components/alloy";
import { describeWith } from "../../components/available";
import { freePort } from "../../components/http";
import { until } from "../../components/until";
import { exampleModel } from "../../helpers/example";
import { ADMIN, ApiServer } from "./control-plane";
import { API_SERVER_ADDRESS, CLUSTER, clusterComponents } from "./environment";

const ARRIVES = { seconds: 90 };

/** A watch that runs reconnects within this time. */
const RECONNECTS_MS = 45_000;

function components() {
  const [cluster, alloy] = [clusterComponents(), alloyOnNodes()];
  return cluster === null || alloy === null ? null : { ...cluster, alloy };
}

describeWith(`The events collector (${CLUSTER}, ALLOY_BINARY)`, components(), ({ apiServer, etcd, alloy }) => {
  let folder: string;
  let api: ApiServer;
  let loki: Server;
  let pipeline: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "events-"));
    api = await ApiServer.start({ apiServer, etcd, folder });
    const port = await freePort();
    loki = createServer((request, response) => request.resume().on("end", () => response.writeHead(204).end()));
    await new Promise<void>((resolve) => loki.listen(port, "127.0.0.1", resolve));
    const { alloy: model } = exampleModel();
    const url = `http://127.0.0.1:${port}/loki/api/v1/push`;
    pipeline = print(eventsPipeline({ ...model, write: { ...model.write, url } }));
    const credentials = join(folder, "serviceaccount");
    mkdirSync(credentials);
    writeFileSync(join(credentials, "token"), ADMIN.token);
    writeFileSync(join(credentials, "ca.crt"), api.certificate);
  });

  afterAll(async () => {
    loki.close();
    await api.remove();
    rmSync(folder, { recursive: true });
  });

  function collector(text: string): Promise<RunningAlloy> {
    const mounts = [
      "mount -t tmpfs tmpfs /run",
      "mkdir -p /run/secrets/kubernetes.io",
      `cp -r "${join(folder, "serviceaccount")}" /run/secrets/kubernetes.io/`,
    ];
    const address = { KUBERNETES_SERVICE_HOST: API_SERVER_ADDRESS, KUBERNETES_SERVICE_PORT: "6443" };
    const env = { ...address, KUBERNETES_PORT: `tcp://${API_SERVER_ADDRESS}:6443` };
    return RunningAlloy.prepare({ binary: alloy, pipeline: text, env, mounts: mounts.join("\n") });
  }

  async function createEvent(name: string): Promise<void> {
    const now = new Date().toISOString();
    await api.client().create({
      apiVersion: "v1",
      kind: "Event",
      metadata: { name, namespace: "default" },
      involvedObject: { kind: "Pod", name, namespace: "default" },
      ...{ reason: "Test", message: "A test.", type: "Normal", firstTimestamp: now, lastTimestamp: now },
    });
  }

  async function sent(running: RunningAlloy): Promise<number> {
    return (await running.metrics()).sum("loki_write_sent_entries_total");
  }

  test("exits while the API server is away, sends its events afterwards, and reconnects later", async () => {
    const running = await collector(pipeline);
    try {
      await api.down();
      await expect(running.startProcess()).rejects.toThrow("Alloy is not running");
      expect(running.log).toContain("could not perform the initial load successfully");

      await api.up();
      await createEvent("after-the-start");
      await running.startProcess();
      await until("an event is sent", ARRIVES, async () => (await sent(running)) > 0);

      await api.down();
      await sleep(5_000);
      await api.up();
      const before = await sent(running);
      await createEvent("after-the-outage");
      await until("an event is sent", ARRIVES, async () => (await sent(running)) > before);
    } finally {
      await running.remove();
    }
  });

  test("would stay silent for good without the request that comes first, and report ready", async () => {
    const ungated = pipeline
      .replace(/^\/\/ Without the API server[\s\S]*?^\}\n/m, "")
      .replace(/string\.format\(.*\)$/m, '"logfmt"');
    const running = await collector(ungated);
    try {
      await api.down();
      await running.startProcess();
      await until("the watch has ended", ARRIVES, async () => running.log.includes("event watcher exited with error"));
      await api.up();
      await createEvent("unseen");
      await sleep(RECONNECTS_MS);
      expect(await sent(running)).toBe(0);
    } finally {
      await running.remove();
    }
  });
});
