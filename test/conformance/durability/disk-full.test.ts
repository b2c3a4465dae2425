import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { ByteSize, Duration } from "../../../src/units";
import { describeWith } from "../../components/available";
import { LOKI_IN_A_POD, lokiForPods, type RunningLoki, withLoki } from "../../components/loki";
import { checkpointSize } from "../../components/loki-volume";
import { until } from "../../components/until";
import { exampleModel } from "../../helpers/example";
import { chunksInMemory, FREQUENT_SWEEPS } from "../chunks/streams";
import { Filler } from "./filler";
import { checkpointsEvery, overrunning, rejects } from "./full-log";
import { Sender } from "./sender";

const TIMEOUT = { seconds: 300 };

const LOG = { size: ByteSize.mebibytes(256) };

/** Enough bytes per batch that Loki's default rate limit is the bottleneck. */
const MANY = { namespace: "web", pods: 40 };
const LINE = ByteSize.kibibytes(16).toBytes();

const REPEATED = "the same again and again ";

describeWith(`A Loki without free space (${LOKI_IN_A_POD})`, lokiForPods(), (binary) => {
  test.concurrent("loses nothing while its log is full: it rejects lines until a checkpoint frees space", () => {
    const model = overrunning(exampleModel({ loki: { wal: LOG, patterns: false } }));
    const { fullThreshold } = model.loki.wal;
    return withLoki({ binary, model, flags: checkpointsEvery(30) }, async (loki) => {
      // Text that compresses well fills the segments, and takes almost no space in the checkpoint that replaces them.
      const sender = new Sender({ loki, ...MANY, text: () => REPEATED.repeat(LINE / REPEATED.length) });
      sender.start();
      await until("Loki rejects lines", TIMEOUT, () => rejects(loki, fullThreshold));
      // A restart would free nothing, so the probes must pass.
      expect(await loki.api.isReady()).toBe(true);
      await until("Loki accepts lines", TIMEOUT, async () => !(await rejects(loki, fullThreshold)));
      await sender.waitForProgress();
      await sender.stop();
      expect(sender.rejected).toEqual([]);
      expect(await sender.missing()).toEqual([]);
    });
  });

  test.concurrent("loses nothing while a checkpoint alone exceeds its log: it rejects lines until chunks are flushed", () => {
    const ingester = { chunkTargetSize: ByteSize.gibibytes(1), chunkRetainPeriod: Duration.seconds(1) };
    const model = overrunning(exampleModel({ loki: { wal: LOG, ingester, patterns: false } }));
    const { directory, size, fullThreshold } = model.loki.wal;
    return withLoki({ binary, model, flags: [...checkpointsEvery(10), ...FREQUENT_SWEEPS] }, async (loki) => {
      // Compression reduces base64 by only a quarter, and no chunk becomes so full that Loki flushes it.
      const sender = new Sender({ loki, ...MANY, text: () => randomBytes(0.75 * LINE).toString("base64") });
      sender.start();
      await until("a checkpoint alone exceeds the threshold", TIMEOUT, async () => {
        await checkpointed(loki, 1);
        return checkpointSize(loki.at(directory)).isLargerThan(size.scaled(fullThreshold));
      });
      await until("Loki rejects lines", TIMEOUT, () => rejects(loki, fullThreshold));
      // A restart would free nothing, so the probes must pass.
      expect(await loki.api.isReady()).toBe(true);
      await checkpointed(loki, 1);
      const { acceptedBatches } = sender;
      await checkpointed(loki, 2);
      expect(sender.acceptedBatches).toBe(acceptedBatches);
      await loki.api.flush();
      await sender.waitForProgress();
      await sender.stop();
      expect(sender.rejected).toEqual([]);
      expect(await sender.missing()).toEqual([]);
    });
  });

  test.concurrent("loses nothing while the volume is full, even if it is killed: it flushes once there is space", () => {
    const ingester = { chunkIdlePeriod: Duration.seconds(2), chunkRetainPeriod: Duration.seconds(1) };
    const model = exampleModel({ loki: { ingester } });
    const disk = { kind: "memory", size: ByteSize.mebibytes(64) } as const;
    return withLoki({ binary, model, disk, flags: FREQUENT_SWEEPS }, async (loki) => {
      const filler = new Filler(join(loki.at(model.loki.directories.data), "filler"));
      filler.fill();
      const sender = new Sender({ loki, namespace: "web", pods: 20 });
      await sender.write(2);
      await until("a flush fails", TIMEOUT, async () => (await flushFailures(loki)) > 0);
      expect(await loki.api.isReady()).toBe(true);
      await loki.kill();
      loki.startProcess();
      await sender.write(2);
      await loki.waitUntilReady();
      expect(await sender.missing()).toEqual([]);
      filler.free();
      await until("every chunk is flushed", TIMEOUT, async () => (await chunksInMemory(loki)) === 0);
      await loki.kill();
      await loki.restartAsNewPod();
      expect(await sender.missing()).toEqual([]);
    });
  });
});

/** Waits until this number of further checkpoints is written. */
async function checkpointed({ api }: RunningLoki, more: number): Promise<void> {
  const written = async () => (await api.metrics()).sum("loki_ingester_checkpoint_duration_seconds_count");
  const enough = (await written()) + more;
  await until("Loki writes checkpoints", TIMEOUT, async () => (await written()) >= enough);
}

async function flushFailures({ api }: RunningLoki): Promise<number> {
  return (await api.metrics()).sum("loki_ingester_chunks_flush_failures_total");
}
