import { setTimeout as sleep } from "node:timers/promises";
import { ByteSize } from "../../../../src/units";
import { describeWith } from "../../../components/available";
import { until } from "../../../components/until";
import { exampleModel } from "../../../helpers/example";
import { checkpointsEvery, overrunning, rejects } from "../full-log";
import { AGENT_AND_LOKI, agentAndLoki, arrived, LARGE_LINE, withAgent } from "./installation";

const TIMEOUT = { seconds: 180, everyMs: 200 };

/** Small, so that it fills in seconds. */
const LOG = ByteSize.mebibytes(128);

/** About the 4 MiB/s that Loki accepts here. */
const LINES_PER_TURN = 8;
const TURN = 200;

describeWith(`A real agent while Loki's write-ahead log is full (${AGENT_AND_LOKI})`, agentAndLoki(), (binaries) => {
  test.concurrent("loses nothing: its lines wait until a checkpoint frees space", () => {
    const model = overrunning(exampleModel({ loki: { wal: { size: LOG }, patterns: false } }));
    return withAgent({ binaries, model, flags: checkpointsEvery(12) }, async ({ loki, node }) => {
      const log = node.run("web", "web-0");
      await node.agent.startProcess();
      const isFull = () => rejects(loki, model.loki.wal.fullThreshold);
      await until("Loki rejects lines", TIMEOUT, async () => {
        log.write(LINES_PER_TURN, LARGE_LINE);
        await sleep(TURN - 1);
        return isFull();
      });
      log.write(10);
      await until("Loki accepts lines", TIMEOUT, async () => !(await isFull()));
      await arrived(loki, log);
      expect((await node.agent.metrics()).sum("loki_write_batch_retries_total")).toBeGreaterThan(0);
      expect(await log.missing(loki.api)).toEqual([]);
    });
  });
});
