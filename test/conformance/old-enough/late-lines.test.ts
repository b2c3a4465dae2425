import { exampleModel } from "../../helpers/example";
import type { PushedStream } from "../loki-api";
import type { RunningLoki } from "../running-loki";
import { describeWith } from "../tools";
import { LOKI_IN_A_POD, lokiForPods, withLoki } from "../with-loki";
import { hoursAgo, spread } from "./dated-stream";
import { flushed, untilFlushed } from "./flushes";
import { allOf, find, NOTHING } from "./found";

/** What an agent sends after an outage of so many days. */
function late(days: number): PushedStream {
  return spread(`late-${days}`, { from: hoursAgo(24 * days), to: hoursAgo(24 * days - 1) }, 20);
}

/** What is found of a stream that is so many days late. */
function foundOf(loki: RunningLoki, days: number) {
  return find(loki.api, `late-${days}`, around(days));
}

function around(days: number) {
  return { from: hoursAgo(24 * days + 1), to: hoursAgo(24 * days - 2) };
}

describeWith(`Late lines (${LOKI_IN_A_POD})`, lokiForPods(), (binary) => {
  const model = exampleModel();

  test.concurrent("lines that are 2 to 6 days late are found at once", () =>
    withLoki({ binary, model }, async (loki) => {
      for (const days of [2, 3, 4, 5, 6]) {
        const stream = late(days);
        await loki.api.push([stream]);
        expect(await foundOf(loki, days)).toEqual(allOf(stream, around(days)));
      }
      expect(await flushed(loki)).toEqual({});
    }));

  // The ingester is asked for the last 24 h 41 min: the chunk age and what an index needs until it is read from the
  // volume (pkg/loki/modules.go, shipperMinIngesterQueryStoreDuration).
  test.concurrent("with Loki's default look-back they aren't found until they are flushed", () =>
    withLoki({ binary, model, flags: ["-ingester.query-store-max-look-back-period=0"] }, async (loki) => {
      const stream = late(2);
      await loki.api.push([stream]);
      expect(await foundOf(loki, 2)).toEqual(NOTHING);
      await loki.api.flush();
      await untilFlushed(loki, "forced");
      expect(await foundOf(loki, 2)).toEqual(allOf(stream, around(2)));
    }));

  test.concurrent("lines nearly 12 h older than the newest of their stream are taken and found", () =>
    withLoki({ binary, model }, async (loki) => {
      const newest = spread("web", { from: hoursAgo(0.1), to: hoursAgo(0) }, 5);
      const older = spread("web", { from: hoursAgo(11.9), to: hoursAgo(11) }, 5);
      await loki.api.push([newest]);
      await loki.api.push([older]);
      const span = { from: hoursAgo(12), to: hoursAgo(10) };
      expect(await find(loki.api, "web", span)).toEqual(allOf(older, span));
    }));

  const refused = [
    ["older than 12 h before the newest of their stream", "web", 13, "too_far_behind"],
    ["older than what retention keeps", "new", 169, "greater_than_max_sample_age"],
    ["more than ten minutes ahead", "new", -0.2, "too_far_in_future"],
  ] as const;

  test.concurrent.each(refused)("lines that are %s are refused and counted", (_, app, hours, reason) =>
    withLoki({ binary, model }, async (loki) => {
      await loki.api.push([spread("web", { from: hoursAgo(0.1), to: hoursAgo(0) }, 5)]);
      const stream = spread(app, { from: hoursAgo(hours), to: hoursAgo(hours - 0.01) }, 7);
      expect(await loki.api.post([stream])).toMatchObject({ status: 400 });
      expect((await loki.api.metrics()).sum("loki_discarded_samples_total", { reason })).toBe(7);
    }),
  );
});
