import { setTimeout as sleep } from "node:timers/promises";
import { ByteSize } from "../../../../src/units";
import { describeWith } from "../../../components/available";
import {
  AGENT_AND_LOKI,
  agentAndLoki,
  arrived,
  LARGE_LINE,
  MANY,
  numbers,
  withAgent,
  writeUntil,
} from "./installation";

/**
 * Alloy remembers the position of a busy file every ten seconds, and writes all positions to the disk every ten seconds.
 * @see https://github.com/grafana/alloy/blob/v1.18.1/internal/component/loki/source/file/file.go (SyncPeriod)
 */
const REMEMBERED = 21_000;

/** The queue of a loki.write (10 MiB), a batch before it and one after it (1 MiB each), and lines between components. */
const HELD = ByteSize.mebibytes(14);

describeWith(`A real agent that ends while Loki is away (${AGENT_AND_LOKI})`, agentAndLoki(), (binaries) => {
  test.concurrent("loses the lines that it holds in memory, if it is stopped: it stores their positions, but can't send them", () =>
    withAgent({ binaries }, async ({ loki, node }) => {
      const [small, large] = [node.run("web", "small"), node.run("web", "large")];
      await node.agent.startProcess();
      for (const log of [small, large]) log.write(1);
      await arrived(loki, small, large);
      await loki.stop();
      small.write(100);
      await sleep(2_000);
      large.write(MANY, LARGE_LINE);
      await sleep(3_000);
      // With a full queue, it waits for Loki until the end of its grace period.
      expect(await node.agent.stop()).toBe(false);
      await loki.restartAsNewPod();
      await node.agent.startProcess();
      for (const log of [small, large]) log.write(1);
      await arrived(loki, small, large);
      expect(await small.missing(loki.api)).toEqual(numbers(1, 100));
      const missing = await large.missing(loki.api);
      expect(missing).toEqual(numbers(1, missing.length));
      const lost = ByteSize.bytes(missing.length * LARGE_LINE.length);
      expect(lost.isLargerThan(ByteSize.mebibytes(10))).toBe(true);
      expect(HELD.isLargerThan(lost)).toBe(true);
    }));

  test.concurrent("loses, if it is killed, only those before the last position that it stored", () =>
    withAgent({ binaries }, async ({ loki, node }) => {
      const log = node.run("web", "web-0");
      await node.agent.startProcess();
      log.write(1);
      await arrived(loki, log);
      await loki.stop();
      await writeUntil(log, () => sleep(REMEMBERED));
      log.write(10);
      await node.agent.kill();
      await loki.restartAsNewPod();
      await node.agent.startProcess();
      await arrived(loki, log);
      const missing = await log.missing(loki.api);
      expect(missing).toEqual(numbers(1, missing.length));
      expect(missing).not.toEqual([]);
      expect(missing.length).toBeLessThan(log.written - 10);
    }));
});
