import { randomBytes } from "node:crypto";
import { exampleModel } from "../../helpers/example";
import { SWEEP_OFTEN } from "../chunks";
import { describeWith } from "../tools";
import { LOKI_IN_A_POD, lokiForPods, withLoki } from "../with-loki";
import { hoursAgo, spread } from "./dated-stream";
import { BY_SWEEPS, flushed, swept, untilFlushed } from "./flushes";
import { spanOf, storedChunks, storedSpans } from "./volume";

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
