import { randomBytes } from "node:crypto";
import { Duration } from "../../../src/units";
import { describeWith } from "../../components/available";
import { LOKI_IN_A_POD, lokiForPods, withLoki } from "../../components/loki";
import { type LokiApi, nanoseconds } from "../../components/loki-api";
import { spanOf, storedChunks, storedSpans } from "../../components/loki-volume";
import { until } from "../../components/until";
import { exampleModel } from "../../helpers/example";
import {
  allOf,
  BY_SWEEPS,
  chunksInMemory,
  find,
  flushed,
  hoursAgo,
  SWEEP_OFTEN,
  spread,
  swept,
  untilFlushed,
} from "./streams";

describeWith(`When chunks are flushed (${LOKI_IN_A_POD})`, lokiForPods(), (binary) => {
  const model = exampleModel();
  const target = model.loki.ingester.chunkTargetSize.toBytes();

  /** What can't be made much smaller, in base64 a seventy-fifth of a chunk. */
  const noise = () => randomBytes(target / 100).toString("base64");

  /**
   * Nearly a day of text, a quarter of the target size. Loki takes the chunk for more than a tenth full, because the
   * last 256 KiB at most aren't compressed yet (pkg/chunkenc/memchunk.go, Utilization).
   */
  const aDayOfText = () => {
    const lines = 46;
    return spread("web", { from: hoursAgo(23), to: hoursAgo(0) }, lines, () => "text ".repeat(target / 4 / lines / 5));
  };

  test.concurrent("a chunk whose lines span more than a day is flushed for its age, whole", () =>
    withLoki({ binary, model, flags: SWEEP_OFTEN }, async (loki) => {
      const stream = spread("web", { from: hoursAgo(24.5), to: hoursAgo(0) }, 50);
      await loki.api.push([stream]);
      await untilFlushed(loki, "max_age");
      expect(storedSpans(loki)).toEqual([spanOf(stream)]);
      expect(await flushed(loki)).toEqual({ max_age: 1 });
    }));

  test.concurrent("a chunk that is more than a tenth full isn't cut before it is a day old", () =>
    withLoki({ binary, model, flags: SWEEP_OFTEN }, async (loki) => {
      await loki.api.push([aDayOfText()]);
      await swept(loki);
      expect(await flushed(loki)).toEqual(BY_SWEEPS);
    }));

  test.concurrent("with Loki's default sync period of an hour it is cut", () =>
    withLoki({ binary, model, flags: [...SWEEP_OFTEN, "-ingester.sync-period=1h"] }, async (loki) => {
      await loki.api.push([aDayOfText()]);
      await swept(loki);
      expect(await flushed(loki)).toHaveProperty("synced");
    }));

  test.concurrent("a chunk that reaches the target size is flushed as full", () =>
    withLoki({ binary, model, flags: SWEEP_OFTEN }, async (loki) => {
      await loki.api.push([spread("web", { from: hoursAgo(1), to: hoursAgo(0) }, 120, noise)]);
      await untilFlushed(loki, "full");
      expect(storedChunks(loki).map(({ bytes }) => bytes / target)).toEqual([expect.closeTo(1, 1)]);
    }));
});

/**
 * How long a chunk is silent, and for how long it has been flushed, goes by Loki's clock and not by the times of lines
 * (pkg/ingester/flush.go, shouldFlushChunk and removeFlushedChunks). So the 12 h and the minute are made shorter.
 */
const SHORT = { chunkIdlePeriod: Duration.seconds(6), chunkRetainPeriod: Duration.seconds(15) };

describeWith(`Silent streams (${LOKI_IN_A_POD})`, lokiForPods(), (binary) => {
  const model = exampleModel({ loki: { ingester: SHORT } });

  test("a silent stream is flushed and leaves memory, and at every moment its lines are found once", async () => {
    await withLoki({ binary, model, flags: SWEEP_OFTEN }, async (loki) => {
      const silent = spread("silent", { from: hoursAgo(3), to: hoursAgo(0) }, 50);
      const around = { from: hoursAgo(4), to: hoursAgo(0) };
      await loki.api.push([silent]);
      expect(await find(loki.api, "silent", around)).toEqual(allOf(silent, around));

      await speakUntil("Loki flushes a stream", loki.api, async () => "idle" in (await flushed(loki)));
      expect(await flushed(loki)).toEqual({ idle: 1 });
      expect(storedSpans(loki)).toEqual([spanOf(silent)]);
      expect(await find(loki.api, "silent", around)).toEqual(allOf(silent, around));

      // Its chunk, the other stream's and those of the sweeps: Loki would drop at a sweep what it doesn't retain.
      await swept(loki);
      expect(await chunksInMemory(loki)).toBe(4);

      await speakUntil("the chunk leaves memory", loki.api, async () => (await chunksInMemory(loki)) === 1);
      expect(await find(loki.api, "silent", around)).toEqual(allOf(silent, around));
      expect(await flushed(loki)).toEqual({ idle: 1, ...BY_SWEEPS });
    });
  });
});

/** Waits while another stream writes. */
async function speakUntil(what: string, api: LokiApi, hasHappened: () => Promise<boolean>): Promise<void> {
  await until(what, { seconds: 60 }, async () => {
    await api.push([{ labels: { app: "speaking" }, entries: [[`${nanoseconds(Date.now())}`, "still here"]] }]);
    return hasHappened();
  });
}
