import { Duration } from "../../../src/units";
import { exampleModel } from "../../helpers/example";
import { chunksInMemory, SWEEP_OFTEN } from "../chunks";
import { type LokiApi, nanoseconds } from "../loki-api";
import { describeWith } from "../tools";
import { until } from "../until";
import { LOKI_IN_A_POD, lokiForPods, withLoki } from "../with-loki";
import { hoursAgo, spread } from "./dated-stream";
import { BY_SWEEPS, flushed, swept } from "./flushes";
import { allOf, find } from "./found";
import { spanOf, storedSpans } from "./volume";

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
