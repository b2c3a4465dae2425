import { setTimeout as sleep } from "node:timers/promises";
import { describeWith } from "../../../components/available";
import { AGENT_AND_LOKI, agentAndLoki, arrived, LARGE_LINE, MANY, numbers, withAgent } from "./installation";

/** Longer than the interval at which agents look for files (5 s), or for changes in a file. */
const NOTICED = 6_000;

describeWith(`The real agents while Loki is away (${AGENT_AND_LOKI})`, agentAndLoki(), (binaries) => {
  test.concurrent("lose nothing of files that still exist", () =>
    withAgent({ binaries }, async ({ loki, node }) => {
      const log = node.run("web", "before");
      await node.agent.startProcess();
      log.write(100);
      await arrived(loki, log);
      await loki.stop();
      log.write(100);
      const later = node.run("web", "later");
      later.write(100);
      await sleep(NOTICED);
      log.write(100);
      await loki.restartAsNewPod();
      await arrived(loki, log, later);
      expect(await log.missing(loki.api)).toEqual([]);
      expect(await later.missing(loki.api)).toEqual([]);
    }));

  test.concurrent("lose nothing of a file that is rotated once, and all of a file that is rotated twice before they open it", () =>
    withAgent({ binaries }, async ({ loki, node }) => {
      const [once, twice] = [node.run("web", "once"), node.run("web", "twice")];
      await node.agent.startProcess();
      for (const log of [once, twice]) log.write(1);
      await arrived(loki, once, twice);
      await loki.stop();
      for (const log of [once, twice]) log.write(MANY, LARGE_LINE);
      await sleep(NOTICED);
      for (const log of [once, twice]) log.rotate();
      const unread = twice.written;
      for (const log of [once, twice]) log.write(10);
      twice.rotate();
      twice.write(10);
      await loki.restartAsNewPod();
      await arrived(loki, once, twice);
      expect(await once.missing(loki.api)).toEqual([]);
      expect(await twice.missing(loki.api)).toEqual(numbers(unread, 10));
    }));

  test.concurrent("lose what they had not read of a deleted pod", () =>
    withAgent({ binaries }, async ({ loki, node }) => {
      const [read, unread] = [node.run("web", "read"), node.run("web", "unread")];
      await node.agent.startProcess();
      for (const log of [read, unread]) log.write(1);
      await arrived(loki, read, unread);
      await loki.stop();
      read.write(10);
      await sleep(NOTICED / 2);
      unread.write(MANY, LARGE_LINE);
      await sleep(NOTICED / 2);
      for (const log of [read, unread]) node.delete(log);
      await sleep(NOTICED);
      await loki.restartAsNewPod();
      const next = node.run("web", "next");
      next.write(1);
      await arrived(loki, read, next);
      expect(await read.missing(loki.api)).toEqual([]);
      const missing = await unread.missing(loki.api);
      expect(missing).toEqual(numbers(unread.written - missing.length, missing.length));
      expect(missing).not.toEqual([]);
    }));
});
