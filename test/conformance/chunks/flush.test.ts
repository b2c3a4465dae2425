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
  chunksInMemory,
  FLUSHED_BY_SWEPT,
  FREQUENT_SWEEPS,
  find,
  flushed,
  hoursAgo,
  spread,
  swept,
  untilFlushed,
} from "./streams";

describeWith(`Flushing by age and size (${LOKI_IN_A_POD})`, lokiForPods(), (binary) => {
  const model = exampleModel();
  const target = model.loki.ingester.chunkTargetSize.toBytes();

  /** Incompressible text: a seventy-fifth of a chunk in base64. */
  const noise = () => randomBytes(target / 100).toString("base64");

  /**
   * Nearly a day of text, a quarter of the target size. Loki considers the chunk more than a tenth full, because up to the
   * last 256 KiB are not compressed yet (pkg/chunkenc/memchunk.go, Utilization).
   */
  const aDayOfText = () => {
    const lines = 46;
    return spread("web", { from: hoursAgo(23), to: hoursAgo(0) }, lines, () => "text ".repeat(target / 4 / lines / 5));
  };

  test.concurrent("flushes a chunk whose lines span more than a day in one piece, for reason max_age", () =>
    withLoki({ binary, model, flags: FREQUENT_SWEEPS }, async (loki) => {
      const stream = spread("web", { from: hoursAgo(24.5), to: hoursAgo(0) }, 50);
      await loki.api.push([stream]);
      await untilFlushed(loki, "max_age");
      expect(storedSpans(loki)).toEqual([spanOf(stream)]);
      expect(await flushed(loki)).toEqual({ max_age: 1 });
    }));

  test.concurrent("doesn't cut a chunk that is more than a tenth full before it is a day old", () =>
    withLoki({ binary, model, flags: FREQUENT_SWEEPS }, async (loki) => {
      await loki.api.push([aDayOfText()]);
      await swept(loki);
      expect(await flushed(loki)).toEqual(FLUSHED_BY_SWEPT);
    }));

  test.concurrent("cuts that chunk with Loki's default sync period of an hour", () =>
    withLoki({ binary, model, flags: [...FREQUENT_SWEEPS, "-ingester.sync-period=1h"] }, async (loki) => {
      await loki.api.push([aDayOfText()]);
      await swept(loki);
      expect(await flushed(loki)).toHaveProperty("synced");
    }));

  test.concurrent("flushes a chunk that reaches the target size, for reason full", () =>
    withLoki({ binary, model, flags: FREQUENT_SWEEPS }, async (loki) => {
      await loki.api.push([spread("web", { from: hoursAgo(1), to: hoursAgo(0) }, 120, noise)]);
      await untilFlushed(loki, "full");
      expect(storedChunks(loki).map(({ bytes }) => bytes / target)).toEqual([expect.closeTo(1, 1)]);
    }));
});

/**
 * Loki measures idle and retain periods with its own clock, not by the times of lines (pkg/ingester/flush.go,
 * shouldFlushChunk and removeFlushedChunks). So the test shortens the stack's 12 h and 1 min.
 */
const SHORT = { chunkIdlePeriod: Duration.seconds(6), chunkRetainPeriod: Duration.seconds(15) };

describeWith(`Idle streams (${LOKI_IN_A_POD})`, lokiForPods(), (binary) => {
  const model = exampleModel({ loki: { ingester: SHORT } });

  test("an idle stream is flushed and leaves memory, and queries always find each of its lines exactly once", async () => {
    await withLoki({ binary, model, flags: FREQUENT_SWEEPS }, async (loki) => {
      const idle = spread("idle", { from: hoursAgo(3), to: hoursAgo(0) }, 50);
      const around = { from: hoursAgo(4), to: hoursAgo(0) };
      await loki.api.push([idle]);
      expect(await find(loki.api, "idle", around)).toEqual(allOf(idle, around));

      await writeUntil("Loki flushes a stream", loki.api, async () => "idle" in (await flushed(loki)));
      expect(await flushed(loki)).toEqual({ idle: 1 });
      expect(storedSpans(loki)).toEqual([spanOf(idle)]);
      expect(await find(loki.api, "idle", around)).toEqual(allOf(idle, around));

      // Its own chunk, the other stream's, and those of the sweeps. A sweep would drop chunks that Loki doesn't retain.
      await swept(loki);
      expect(await chunksInMemory(loki)).toBe(4);

      await writeUntil("the chunk leaves memory", loki.api, async () => (await chunksInMemory(loki)) === 1);
      expect(await find(loki.api, "idle", around)).toEqual(allOf(idle, around));
      expect(await flushed(loki)).toEqual({ idle: 1, ...FLUSHED_BY_SWEPT });
    });
  });
});

/** Waits while another stream keeps writing. */
async function writeUntil(what: string, api: LokiApi, hasHappened: () => Promise<boolean>): Promise<void> {
  await until(what, { seconds: 60 }, async () => {
    await api.push([{ labels: { app: "active" }, entries: [[`${nanoseconds(Date.now())}`, "active"]] }]);
    return hasHappened();
  });
}
