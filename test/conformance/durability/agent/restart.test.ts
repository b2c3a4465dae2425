import { setTimeout as sleep } from "node:timers/promises";
import { describeWith } from "../../../components/available";
import { AGENT_AND_LOKI, agentAndLoki, arrived, numbers, withAgent, writeUntil } from "./installation";

/** Longer than the interval at which agents look for files (5 s). */
const NOTICED = 6_000;

describeWith(`A real agent that starts (${AGENT_AND_LOKI})`, agentAndLoki(), (binaries) => {
  test.concurrent("for the first time reads the present file of every container, also of an ended one, and no rotated file", () =>
    withAgent({ binaries }, async ({ loki, node }) => {
      const log = node.run("web", "web-0");
      log.write(10);
      log.rotate();
      log.write(10);
      log.restart();
      log.write(10);
      await node.agent.startProcess();
      await arrived(loki, log);
      expect(await log.missing(loki.api)).toEqual(numbers(0, 10));
    }));

  test.concurrent("after it was killed loses nothing: it reads again from the last position that it stored", () =>
    withAgent({ binaries }, async ({ loki, node }) => {
      const log = node.run("web", "web-0");
      await node.agent.startProcess();
      const writing = writeUntil(log, async () => {
        for (const pause of [4_000, 6_500, 9_000]) {
          await sleep(pause);
          await node.agent.kill();
          await node.agent.startProcess();
        }
      });
      await writing;
      await arrived(loki, log);
      expect(await log.missing(loki.api)).toEqual([]);
    }));

  test.concurrent("after its node's files were rotated loses the rest of the old file, and the new one up to the old position", () =>
    withAgent({ binaries }, async ({ loki, node }) => {
      const [shorter, longer] = [node.run("web", "shorter"), node.run("web", "longer")];
      await node.agent.startProcess();
      for (const log of [shorter, longer]) log.write(100);
      await arrived(loki, shorter, longer);
      await node.agent.stop();
      for (const log of [shorter, longer]) {
        log.write(10);
        log.rotate();
      }
      shorter.write(50);
      longer.write(300);
      await node.agent.startProcess();
      await sleep(NOTICED);
      for (const log of [shorter, longer]) log.write(1);
      await arrived(loki, shorter, longer);
      expect(await shorter.missing(loki.api)).toEqual(numbers(100, 60));
      const missing = await longer.missing(loki.api);
      expect(missing).toEqual(numbers(100, missing.length));
      // Lines with numbers of three digits are longer than the first ones.
      expect(missing.length).toBeGreaterThan(100);
      expect(missing.length).toBeLessThanOrEqual(110);
    }));
});
