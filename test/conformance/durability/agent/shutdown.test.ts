import { setTimeout as sleep } from "node:timers/promises";
import { describeWith } from "../../../components/available";
import type { RunningLoki } from "../../../components/loki";
import { until } from "../../../components/until";
import { AGENT_AND_LOKI, agentAndLoki, arrived, numbers, withAgent } from "./installation";

describeWith(`An ingester that is shut down by a request (${AGENT_AND_LOKI})`, agentAndLoki(), (binaries) => {
  test.concurrent("loses nothing if its container restarts, because the write-ahead log outlives the container", () =>
    withAgent({ binaries }, async ({ loki, node }) => {
      const log = node.run("web", "web-0");
      await node.agent.startProcess();
      log.write(100);
      await arrived(loki, log);
      await shutDown(loki);
      log.write(100);
      await sleep(2_000);
      await loki.stop();
      loki.startProcess();
      await loki.waitUntilReady();
      await arrived(loki, log);
      expect(await log.missing(loki.api)).toEqual([]);
    }));

  test.concurrent("loses every line that it had not flushed if its pod is deleted, and none that is written after the request", () =>
    withAgent({ binaries }, async ({ loki, node }) => {
      const log = node.run("web", "web-0");
      await node.agent.startProcess();
      log.write(100);
      await arrived(loki, log);
      await shutDown(loki);
      log.write(100);
      await sleep(2_000);
      await loki.stop();
      await loki.restartAsNewPod();
      await arrived(loki, log);
      expect(await log.missing(loki.api)).toEqual(numbers(0, 100));
    }));
});

const SHUT_DOWN = { seconds: 30 };

/** Shuts the ingester down without a flush, as anyone who reaches Loki's port can. Loki's process continues. */
async function shutDown({ api }: RunningLoki): Promise<void> {
  const { status } = await fetch(`${api.url}/ingester/shutdown?flush=false&terminate=false`, { method: "POST" });
  expect(status).toBe(204);
  await until("Loki rejects lines", SHUT_DOWN, async () => {
    const { status: answer } = await api.post([
      { labels: { job: "probe" }, entries: [[`${Date.now()}000000`, "probe"]] },
    ]);
    return answer === 500;
  });
}
