import { setTimeout as sleep } from "node:timers/promises";
import type { Model } from "../../../../src/model";
import { describeWith } from "../../../components/available";
import { exampleModel } from "../../../helpers/example";
import { AGENT_AND_LOKI, agentAndLoki, arrived, withAgent } from "./installation";

const SHARE = { rate: 50, burst: 1_000 };

/** With the same mechanism, but a lower limit, so that few lines exceed it. */
function limited(model: Model): Model {
  const { alloy } = model;
  return { ...model, alloy: { ...alloy, limits: { ...alloy.limits, share: SHARE } } };
}

const DROPPED = "loki_process_dropped_lines_by_label_total";

describeWith(`A namespace that writes more than its share (${AGENT_AND_LOKI})`, agentAndLoki(), (binaries) => {
  test.concurrent("keeps a burst, and loses counted lines of its own beyond it, but none of another namespace", () =>
    withAgent({ binaries, model: limited(exampleModel()) }, async ({ loki, node }) => {
      const [burst, noisy, quiet] = [
        node.run("batch", "batch-0"),
        node.run("noisy", "noisy-0"),
        node.run("web", "web-0"),
      ];
      await node.agent.startProcess();
      burst.write(SHARE.burst);
      for (let second = 0; second < 10; second += 1) {
        noisy.write(SHARE.burst);
        quiet.write(10);
        await sleep(1_000);
      }
      await arrived(loki, burst, quiet);
      expect(await burst.missing(loki.api)).toEqual([]);
      expect(await quiet.missing(loki.api)).toEqual([]);
      // The bucket refills while the last lines are read.
      await sleep(5_000);
      const dropped = (await node.agent.metrics()).sum(DROPPED, { label_name: "namespace", label_value: "noisy" });
      expect(dropped).toBeGreaterThan(0);
      expect((await noisy.missing(loki.api)).length).toBe(dropped);
      expect((await node.agent.metrics()).sum(DROPPED)).toBe(dropped);
    }));
});
