import { randomBytes } from "node:crypto";
import { closeSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { ByteSize, Duration } from "../../../src/units";
import { describeWith } from "../../components/available";
import { LOKI_IN_A_POD, lokiForPods, type RunningLoki, withLoki } from "../../components/loki";
import { checkpointSize } from "../../components/loki-volume";
import { until } from "../../components/until";
import { exampleModel } from "../../helpers/example";
import { chunksInMemory, SWEEP_OFTEN } from "../chunks/streams";
import { Sender } from "./sender";

const TIMEOUT = { seconds: 300 };

const LOG = { size: ByteSize.mebibytes(256) };

/** So much at once that lines come in as fast as Loki takes them by its own defaults. */
const MANY = { namespace: "web", pods: 40 };
const LINE = ByteSize.kibibytes(16).toBytes();

const REPEATED = "the same again and again ";

describeWith(`What a Loki without room loses (${LOKI_IN_A_POD})`, lokiForPods(), (binary) => {
  test.concurrent("nothing, when its log is full: it refuses lines until a checkpoint has made room", () => {
    const model = exampleModel({ loki: { wal: LOG, patterns: false } });
    const { fullThreshold } = model.loki.wal;
    return withLoki({ binary, model, flags: checkpointsEvery(30) }, async (loki) => {
      // What compresses well is long in segments, and next to nothing in the checkpoint that takes their place.
      const sender = new Sender({ loki, ...MANY, text: () => REPEATED.repeat(LINE / REPEATED.length) });
      sender.start();
      await until("Loki refuses lines", TIMEOUT, () => refuses(loki, fullThreshold));
      await until("there is room", TIMEOUT, async () => !(await refuses(loki, fullThreshold)));
      await sender.waitForProgress();
      await sender.stop();
      expect(sender.rejected).toEqual([]);
      expect(await sender.missing()).toEqual([]);
    });
  });

  test.concurrent("nothing, when a checkpoint alone is too much for its log: it refuses lines until chunks are flushed", () => {
    const ingester = { chunkTargetSize: ByteSize.gibibytes(1), chunkRetainPeriod: Duration.seconds(1) };
    const model = exampleModel({ loki: { wal: LOG, ingester, patterns: false } });
    const { directory, size, fullThreshold } = model.loki.wal;
    return withLoki({ binary, model, flags: [...checkpointsEvery(10), ...SWEEP_OFTEN] }, async (loki) => {
      // Three quarters of base64 are left when it is compressed, and no chunk gets so full that it leaves.
      const sender = new Sender({ loki, ...MANY, text: () => randomBytes(0.75 * LINE).toString("base64") });
      sender.start();
      await until("a checkpoint alone is too much", TIMEOUT, async () => {
        await checkpointed(loki, 1);
        return checkpointSize(loki.at(directory)).isLargerThan(size.scaled(fullThreshold));
      });
      await until("Loki refuses lines", TIMEOUT, () => refuses(loki, fullThreshold));
      await checkpointed(loki, 1);
      const { taken } = sender;
      await checkpointed(loki, 2);
      expect(sender.taken).toBe(taken);
      await loki.api.flush();
      await sender.waitForProgress();
      await sender.stop();
      expect(sender.rejected).toEqual([]);
      expect(await sender.missing()).toEqual([]);
    });
  });

  test.concurrent("nothing, when the volume is full, though its process is killed meanwhile: what couldn't be flushed is, when there is room", () => {
    const ingester = { chunkIdlePeriod: Duration.seconds(2), chunkRetainPeriod: Duration.seconds(1) };
    const model = exampleModel({ loki: { ingester } });
    const disk = { kind: "memory", size: ByteSize.mebibytes(64) } as const;
    return withLoki({ binary, model, disk, flags: SWEEP_OFTEN }, async (loki) => {
      const filler = new Filler(join(loki.at(model.loki.directories.data), "filler"));
      filler.fill();
      const sender = new Sender({ loki, namespace: "web", pods: 20 });
      await sender.write(2);
      await until("a flush has failed", TIMEOUT, async () => (await flushFailures(loki)) > 0);
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

/** A checkpoint is written every five minutes, and its writing spread over them: here it is so many seconds. */
function checkpointsEvery(seconds: number): readonly string[] {
  return [`-ingester.checkpoint-duration=${seconds}s`];
}

/** Whether the log was too full when Loki looked last: until it looks again it refuses lines. */
async function refuses({ api }: RunningLoki, threshold: number): Promise<boolean> {
  return (await api.metrics()).sum("loki_ingester_wal_disk_usage_percent") >= threshold;
}

/** Waits until so many checkpoints more are written. */
async function checkpointed({ api }: RunningLoki, more: number): Promise<void> {
  const written = async () => (await api.metrics()).sum("loki_ingester_checkpoint_duration_seconds_count");
  const enough = (await written()) + more;
  await until("checkpoints are written", TIMEOUT, async () => (await written()) >= enough);
}

async function flushFailures({ api }: RunningLoki): Promise<number> {
  return (await api.metrics()).sum("loki_ingester_chunks_flush_failures_total");
}

const BLOCK = Buffer.alloc(4_096);

/** A file that takes all the room of its file system. */
class Filler {
  constructor(private readonly path: string) {}

  fill(): void {
    const file = openSync(this.path, "w");
    try {
      for (;;) writeSync(file, BLOCK);
    } catch (error) {
      if (!`${error}`.includes("ENOSPC")) throw error;
    } finally {
      closeSync(file);
    }
  }

  free(): void {
    rmSync(this.path);
  }
}
