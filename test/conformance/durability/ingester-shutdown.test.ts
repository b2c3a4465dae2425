import { setTimeout as sleep } from "node:timers/promises";
import { lokiProbes } from "../../../src/loki/probes";
import { describeWith } from "../../components/available";
import { LOKI_IN_A_POD, lokiForPods, type RunningLoki, withLoki } from "../../components/loki";
import { exampleModel } from "../../helpers/example";
import { Sender } from "./sender";

const model = exampleModel();
const { startupProbe, livenessProbe } = lokiProbes(model.loki);

/** The path of the chart's liveness probe. */
const BUILD_INFO = "/loki/api/v1/status/buildinfo";

describeWith(`A Loki whose ingester was shut down (${LOKI_IN_A_POD})`, lokiForPods(), (binary) => {
  test.concurrent("fails its liveness probe, and loses nothing when its container restarts", () =>
    withLoki({ binary, model }, async (loki) => {
      const sender = new Sender({ loki, namespace: "web", pods: 20 });
      sender.start();
      await sender.waitForProgress();
      expect(await passes(loki, livenessProbe)).toBe(true);

      expect(await shutDownIngester(loki)).toBe(204);
      expect(await passes(loki, livenessProbe)).toBe(false);
      expect(await status(loki, BUILD_INFO)).toBe(200);
      await sleep(3_000);
      // It stays so, until something restarts the container.
      expect(await passes(loki, livenessProbe)).toBe(false);

      await loki.stop();
      loki.startProcess();
      await sender.waitForProgress();
      await sender.stop();
      await loki.waitUntilReady();
      expect(await passes(loki, livenessProbe)).toBe(true);
      expect(sender.retries).toBeGreaterThan(0);
      expect(await sender.missing()).toEqual([]);
    }));

  test.concurrent("loses every unflushed line if its pod is deleted instead", () =>
    withLoki({ binary, model }, async (loki) => {
      const sender = new Sender({ loki, namespace: "web", pods: 20 });
      await sender.write(1);
      expect(await shutDownIngester(loki)).toBe(204);
      await loki.stop();
      await loki.restartAsNewPod();
      expect(await sender.missing()).toHaveLength(sender.writtenLines);
    }));
});

describeWith(`A Loki that replays its log (${LOKI_IN_A_POD})`, lokiForPods(), (binary) => {
  test.concurrent("fails its startup probe until it is ready, and its liveness probe never", () =>
    withLoki({ binary, model }, async (loki) => {
      const sender = new Sender({ loki, namespace: "web", pods: 2_000, text: () => "text ".repeat(20) });
      await sender.write(10);
      await loki.kill();
      loki.startProcess();
      const answers: boolean[] = [];
      const end = Date.now() + startupProbe.periodSeconds * startupProbe.failureThreshold * 1_000;
      while (answers.filter((one) => one).length < 50 && Date.now() < end) {
        answers.push(await passes(loki, startupProbe));
        await sleep(20);
      }
      expect(answers[0]).toBe(false);
      expect(answers.slice(answers.indexOf(true))).not.toContain(false);
      expect(await sender.missing()).toEqual([]);
    }));
});

async function passes(loki: RunningLoki, { httpGet }: typeof livenessProbe): Promise<boolean> {
  const answer = await status(loki, httpGet.path);
  return answer !== null && answer >= 200 && answer < 400;
}

/** Returns the status of Loki's response, or null without one. */
async function status({ api }: RunningLoki, path: string): Promise<number | null> {
  const response = await fetch(`${api.url}${path}`).catch(() => null);
  await response?.text().catch(() => "");
  return response?.status ?? null;
}

/** Makes the request that any client of Loki's port can make. */
async function shutDownIngester({ api }: RunningLoki): Promise<number> {
  const path = "/ingester/shutdown?flush=false&terminate=false";
  return (await fetch(`${api.url}${path}`, { method: "POST" })).status;
}
