import { setTimeout as sleep } from "node:timers/promises";
import type { Model } from "../../../../src/model";
import { ByteSize } from "../../../../src/units";
import { describeWith } from "../../../components/available";
import { exampleModel } from "../../../helpers/example";
import { AGENT_AND_LOKI, agentAndLoki, arrived, LARGE_LINE, withAgent } from "./installation";

/** The size at which the kubelet rotates a log, by default. */
const FILE = ByteSize.mebibytes(10).toBytes();

/** The container fills a file in three seconds. */
const SECONDS_PER_FILE = 3;
const LINES_PER_SECOND = Math.ceil(FILE / LARGE_LINE.length / SECONDS_PER_FILE);

describeWith(`A container that logs faster than Loki accepts (${AGENT_AND_LOKI})`, agentAndLoki(), (binaries) => {
  test.concurrent("loses lines of its own when its files are rotated, and no line of another container", () =>
    withAgent({ binaries, model: narrow(exampleModel()) }, async ({ loki, node }) => {
      const [busy, quiet] = [node.run("busy", "busy-0"), node.run("web", "web-0")];
      await node.agent.startProcess();
      for (const log of [busy, quiet]) log.write(1);
      await arrived(loki, busy, quiet);
      for (let second = 0; second < 12; second += 1) {
        busy.write(LINES_PER_SECOND, LARGE_LINE);
        if ((second + 1) % SECONDS_PER_FILE === 0) busy.rotate();
        quiet.write(1);
        await sleep(1_000);
      }
      for (const log of [busy, quiet]) log.write(1);
      await arrived(loki, busy, quiet);
      expect(
        (await loki.api.metrics()).sum("loki_discarded_samples_total", { reason: "rate_limited" }),
      ).toBeGreaterThan(0);
      expect(await quiet.missing(loki.api)).toEqual([]);
      expect(await busy.missing(loki.api)).not.toEqual([]);
    }));
});

/**
 * Admits a seventh of what the container writes. On a slow machine, the container writes less, and the agent must still
 * be more than a file behind.
 */
function narrow(model: Model): Model {
  const { loki } = model;
  const [ingestionRate, ingestionBurst] = [ByteSize.kibibytes(512), ByteSize.mebibytes(2)];
  return { ...model, loki: { ...loki, limits: { ...loki.limits, ingestionRate, ingestionBurst } } };
}
