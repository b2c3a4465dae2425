import { join } from "node:path";
import { ByteSize, Duration } from "../../../src/units";
import { exampleModel } from "../../example";
import type { RunningLoki } from "../running-loki";
import { describeWith } from "../tools";
import { until } from "../until";
import { LOKI_IN_A_POD, lokiForPods, withLoki } from "../with-loki";
import { Filler } from "./filler";
import { podsOf } from "./pods";
import { Sender } from "./sender";

const PATIENCE = 400_000;

/** A checkpoint is written every five minutes, and its writing spread over them: here every ten seconds. */
const HASTY_CHECKPOINTS = "-ingester.checkpoint-duration=10s";

/** Chunks are looked at every 30 s. */
const HASTY_SWEEPS = "-ingester.flush-check-period=1s";

describeWith(`What a Loki without room loses (${LOKI_IN_A_POD})`, lokiForPods(), (binary) => {
  test.concurrent(
    "nothing, when its log is full: it refuses lines until a checkpoint has made room, and agents wait",
    () => {
      // What doesn't compress makes the largest checkpoints, and a target that it doesn't reach keeps it in memory.
      const ingester = { chunkTargetSize: ByteSize.gibibytes(1) };
      const model = exampleModel({ loki: { wal: { size: ByteSize.mebibytes(256) }, ingester, patterns: false } });
      return withLoki({ binary, model, flags: [HASTY_CHECKPOINTS] }, async (loki) => {
        const [streams, ballast] = [podsOf("web", 10), ByteSize.kibibytes(16)];
        const sender = new Sender({ loki, streams, ballast });
        sender.start();
        await until("Loki refuses lines", { seconds: 120 }, async () => isThrottled(loki));
        const refusedAt = sender.written;
        await until("Loki takes lines again", { seconds: 120 }, async () => sender.written > 1.1 * refusedAt);
        await sender.stop();
        expect(sender.refused).toEqual([]);
        expect(await sender.missing('{namespace="web"}')).toEqual([]);
      });
    },
    PATIENCE,
  );

  test.concurrent(
    "nothing, when the volume is full, though its process is killed meanwhile: what couldn't be flushed is, when there is room",
    () => {
      const ingester = { chunkIdlePeriod: Duration.seconds(2), chunkRetainPeriod: Duration.seconds(1) };
      const model = exampleModel({ loki: { ingester } });
      const disk = { kind: "memory", size: ByteSize.mebibytes(64) } as const;
      return withLoki({ binary, model, disk, flags: [HASTY_SWEEPS] }, async (loki) => {
        const filler = new Filler(join(loki.at(model.loki.directories.data), "filler"));
        filler.fill();
        const sender = new Sender({ loki, streams: podsOf("web") });
        await sender.write(2);
        await until("a flush has failed", { seconds: 60 }, async () => (await flushFailures(loki)) > 0);
        await loki.kill();
        loki.begin();
        await sender.write(2);
        expect(await sender.missing('{namespace="web"}')).toEqual([]);
        filler.free();
        await until("every chunk is flushed", { seconds: 120 }, async () => (await chunksInMemory(loki)) === 0);
        await loki.kill();
        loki.losePod();
        loki.begin();
        await loki.ready();
        expect(await sender.missing('{namespace="web"}')).toEqual([]);
      });
    },
    PATIENCE,
  );
});

function isThrottled({ log }: RunningLoki): boolean {
  return log.includes("disk usage exceeded threshold, throttling writes");
}

async function flushFailures(loki: RunningLoki): Promise<number> {
  return (await loki.api.metrics()).sum("loki_ingester_chunks_flush_failures_total");
}

async function chunksInMemory(loki: RunningLoki): Promise<number> {
  return (await loki.api.metrics()).sum("loki_ingester_memory_chunks");
}
