import { describeWith } from "../../components/available";
import { LOKI_IN_A_POD, lokiForPods, type RunningLoki, withLoki } from "../../components/loki";
import type { PushedStream } from "../../components/loki-api";
import { spanOf, storedSpans } from "../../components/loki-volume";
import { exampleModel } from "../../helpers/example";
import {
  allOf,
  FLUSHED_BY_SWEPT,
  FREQUENT_SWEEPS,
  find,
  flushed,
  hoursAgo,
  NOTHING,
  spread,
  swept,
  untilFlushed,
} from "./streams";

/** Nearly the maximum chunk age of 24 h, which Loki measures by the times of lines. */
const day = () => spread("web", { from: hoursAgo(23.5), to: hoursAgo(0) }, 95);

describeWith(`A day of lines in memory (${LOKI_IN_A_POD})`, lokiForPods(), (binary) => {
  const model = exampleModel();

  test.concurrent("keeps lines in memory for a day, and every kind of query finds the oldest of them", () =>
    withLoki({ binary, model, flags: FREQUENT_SWEEPS }, async (loki) => {
      const stream = day();
      await loki.api.push([stream]);
      await swept(loki);
      expect(await flushed(loki)).toEqual(FLUSHED_BY_SWEPT);
      expect(storedSpans(loki)).not.toContainEqual(spanOf(stream));
      const oldest = { from: hoursAgo(24), to: hoursAgo(20) };
      expect(await find(loki.api, "web", oldest)).toEqual(allOf(stream, oldest));
    }));

  test.concurrent("removes lines from memory immediately with Loki's default chunk age of 2 h", () =>
    withLoki({ binary, model, flags: [...FREQUENT_SWEEPS, "-ingester.max-chunk-age=2h"] }, async (loki) => {
      const stream = day();
      await loki.api.push([stream]);
      await untilFlushed(loki, "max_age");
      expect(storedSpans(loki)).toEqual([spanOf(stream)]);
    }));

  // In one process, the ingester's look-back overrides it. The stack sets 0 in case someone removes that look-back.
  test.concurrent("queries find them even with Loki's default query_ingesters_within of 3 h", () =>
    withLoki({ binary, model, flags: ["-querier.query-ingesters-within=3h"] }, async (loki) => {
      const stream = day();
      await loki.api.push([stream]);
      const oldest = { from: hoursAgo(24), to: hoursAgo(20) };
      expect(await find(loki.api, "web", oldest)).toEqual(allOf(stream, oldest));
    }));
});

/** Lines that an agent sends after an outage of this many days. */
function late(days: number): PushedStream {
  return spread(`late-${days}`, { from: hoursAgo(24 * days), to: hoursAgo(24 * days - 1) }, 20);
}

/** Queries the stream that is this many days late. */
function foundOf(loki: RunningLoki, days: number) {
  return find(loki.api, `late-${days}`, around(days));
}

function around(days: number) {
  return { from: hoursAgo(24 * days + 1), to: hoursAgo(24 * days - 2) };
}

describeWith(`Late lines (${LOKI_IN_A_POD})`, lokiForPods(), (binary) => {
  const model = exampleModel();

  test.concurrent("queries find lines that are 2 to 6 days late immediately", () =>
    withLoki({ binary, model }, async (loki) => {
      for (const days of [2, 3, 4, 5, 6]) {
        const stream = late(days);
        await loki.api.push([stream]);
        expect(await foundOf(loki, days)).toEqual(allOf(stream, around(days)));
      }
      expect(await flushed(loki)).toEqual({});
    }));

  // Loki queries the ingester for the last 24 h 41 min: the chunk age plus the time until queriers read a new index from
  // the volume (pkg/loki/modules.go, shipperMinIngesterQueryStoreDuration).
  test.concurrent("with Loki's default look-back, queries don't find them until they are flushed", () =>
    withLoki({ binary, model, flags: ["-ingester.query-store-max-look-back-period=0"] }, async (loki) => {
      const stream = late(2);
      await loki.api.push([stream]);
      expect(await foundOf(loki, 2)).toEqual(NOTHING);
      await loki.api.flush();
      await untilFlushed(loki, "forced");
      expect(await foundOf(loki, 2)).toEqual(allOf(stream, around(2)));
    }));

  test.concurrent("accepts and finds lines nearly 12 h older than the newest of their stream", () =>
    withLoki({ binary, model }, async (loki) => {
      const newest = spread("web", { from: hoursAgo(0.1), to: hoursAgo(0) }, 5);
      const older = spread("web", { from: hoursAgo(11.9), to: hoursAgo(11) }, 5);
      await loki.api.push([newest]);
      await loki.api.push([older]);
      const span = { from: hoursAgo(12), to: hoursAgo(10) };
      expect(await find(loki.api, "web", span)).toEqual(allOf(older, span));
    }));

  const rejected = [
    ["older than 12 h before the newest of their stream", "web", 13, "too_far_behind"],
    ["older than the retention", "new", 169, "greater_than_max_sample_age"],
    ["more than ten minutes ahead", "new", -0.2, "too_far_in_future"],
  ] as const;

  test.concurrent.each(rejected)("rejects and counts lines that are %s", (_, app, hours, reason) =>
    withLoki({ binary, model }, async (loki) => {
      await loki.api.push([spread("web", { from: hoursAgo(0.1), to: hoursAgo(0) }, 5)]);
      const stream = spread(app, { from: hoursAgo(hours), to: hoursAgo(hours - 0.01) }, 7);
      expect(await loki.api.post([stream])).toMatchObject({ status: 400 });
      expect((await loki.api.metrics()).sum("loki_discarded_samples_total", { reason })).toBe(7);
    }),
  );
});

const stream = spread("web", { from: hoursAgo(20), to: hoursAgo(1) }, 100);
const AROUND = { from: hoursAgo(21), to: hoursAgo(0) };

describeWith(`A new pod with the same volume (${LOKI_IN_A_POD})`, lokiForPods(), (binary) => {
  const model = exampleModel();

  test.concurrent("finds the lines that the previous pod flushed when it was stopped", () =>
    withLoki({ binary, model }, async (loki) => {
      await loki.api.push([stream]);
      await loki.stop();
      await loki.restartAsNewPod();
      expect(await find(loki.api, "web", AROUND)).toEqual(allOf(stream, AROUND));
    }));

  /** Loses a pod with its node after it has flushed, within the 15 minutes before it writes its index. */
  async function lost(flags: readonly string[]) {
    return withLoki({ binary, model, flags }, async (loki) => {
      await loki.api.push([stream]);
      await loki.api.flush();
      await untilFlushed(loki, "forced");
      await loki.kill();
      await loki.restartAsNewPod();
      return find(loki.api, "web", AROUND);
    });
  }

  test.concurrent("finds the lines that the previous pod flushed before its node was lost", async () =>
    expect(await lost([])).toEqual(allOf(stream, AROUND)));

  test.concurrent("finds none of these lines if the active index is inside the pod", async () =>
    expect(await lost(["-tsdb.shipper.active-index-directory=/tmp/active"])).toEqual(NOTHING));
});
