import { setTimeout as sleep } from "node:timers/promises";
import { describeWith } from "../../../components/available";
import { AGENT_AND_LOKI, agentAndLoki, arrived, withAgent } from "./installation";

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
      await sleep(5_000);
      log.write(100);
      await loki.restartAsNewPod();
      await arrived(loki, log, later);
      expect(await log.missing(loki.api)).toEqual([]);
      expect(await later.missing(loki.api)).toEqual([]);
    }));
});
