import { rmSync } from "node:fs";
import { DIRECTORIES } from "../../../src/loki/layout";
import { describeWith } from "../../components/available";
import { LOKI_IN_A_POD, lokiForPods, type RunningLoki, withLoki } from "../../components/loki";
import type { PushedStream, Span } from "../../components/loki-api";
import { indexedDays, spanOf, storedSpans } from "../../components/loki-volume";
import { until } from "../../components/until";
import { exampleModel } from "../../helpers/example";
import { allOf, type Found, find, hoursAgo, NOTHING, spread } from "./streams";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/**
 * An hour and two hours in the plan. The compactor waits for the first of them after its start, too. That it looks for
 * chunks to delete at its start, and every minute then, can't be set (pkg/compactor/retention/marker.go).
 */
const HASTE = ["-compactor.compaction-interval=1s", "-compactor.retention-delete-delay=1s"];

/** Loki refuses what is older than retention keeps. */
const WRITE_OLD_LINES = "-validation.reject-old-samples=false";

/** Each makes one chunk. */
const gone = [
  spread("old", { from: hoursAgo(216), to: hoursAgo(210) }, 9),
  spread("just-too-old", { from: hoursAgo(170), to: hoursAgo(168.01) }, 9),
];

/** A chunk is as old as its youngest line. One of a whole day lies in two tables of the index, whatever the hour is. */
const kept = [
  spread("straddling", { from: hoursAgo(184), to: hoursAgo(160) }, 9),
  spread("young", { from: hoursAgo(120), to: hoursAgo(118) }, 9),
];

describeWith(`Retention (${LOKI_IN_A_POD})`, lokiForPods(), (binary) => {
  const model = exampleModel();

  /** Gives `use` a Loki whose earlier pods have written the streams and applied retention. */
  function withAged(flags: readonly string[], use: (loki: RunningLoki) => Promise<void>): Promise<void> {
    return withLoki({ binary, model, flags: [WRITE_OLD_LINES, ...HASTE, ...flags] }, async (loki) => {
      await loki.api.push([...gone, ...kept]);
      // The first pod writes the index when it stops, the second takes chunks out of it, the third deletes them.
      await replacePod(loki);
      await compacted(loki);
      await replacePod(loki);
      await compacted(loki);
      await use(loki);
    });
  }

  test.concurrent("what is older than 168 h is deleted from the volume, and what is younger is kept and found", () =>
    withAged([], async (loki) => {
      await until("Loki deletes chunks", { seconds: 60 }, async () => storedSpans(loki).length <= kept.length);
      expect(storedSpans(loki)).toEqual(kept.map(spanOf));
      expect(indexedDays(loki)).toEqual(daysInRetention(kept.map(spanOf)));
      expect(await foundOf(loki, gone)).toEqual(gone.map(() => NOTHING));
      expect(await foundOf(loki, kept)).toEqual(kept.map((stream) => allOf(stream, inRetention(stream))));
    }));

  test.concurrent.each([
    ["retention_enabled, false,", "-compactor.retention-enabled=false"],
    ["retention_period, 0,", "-store.retention=0s"],
  ])("with Loki's default of %s nothing is deleted", (_, flag) =>
    withAged([flag], async (loki) => {
      expect(storedSpans(loki)).toEqual(oldestFirst([...gone, ...kept].map(spanOf)));
      expect(await foundOf(loki, gone)).toEqual(gone.map((stream) => allOf(stream, around(stream))));
    }),
  );
});

async function replacePod(loki: RunningLoki): Promise<void> {
  await loki.stop();
  // Loki asks its own copy of an index, too, for twenty minutes after it has written it to the volume.
  rmSync(loki.at(`${DIRECTORIES.activeIndex}/multitenant`), { recursive: true });
  await loki.restartAsNewPod();
}

/** Waits until the compactor has been through: each pod's first run is followed by retention and deletion. */
async function compacted(loki: RunningLoki): Promise<void> {
  await until("Loki compacts", { seconds: 60 }, async () => {
    const metrics = await loki.api.metrics();
    return metrics.sum("loki_boltdb_shipper_compact_tables_operation_total", { status: "success" }) >= 3;
  });
}

function foundOf({ api }: RunningLoki, streams: readonly PushedStream[]): Promise<readonly Found[]> {
  return Promise.all(streams.map((stream) => find(api, stream.labels["app"] ?? "", around(stream))));
}

/**
 * The lines of a day go with its index, though a chunk that holds some of them may stay for the next day's. Those of its
 * last hour are found with that: Loki asks hour by hour, and an hour that ends at midnight touches both days.
 */
function inRetention(stream: PushedStream): Span {
  return { from: firstDay() * DAY - HOUR, to: around(stream).to };
}

function around(stream: PushedStream): Span {
  const { from, to } = spanOf(stream);
  return { from: from - HOUR, to: to + HOUR };
}

/** The oldest day that retention keeps, in days since 1970: it ended less than 168 h ago. */
function firstDay(): number {
  return Math.floor(hoursAgo(168) / DAY);
}

/** The days in which these spans lie and that retention keeps. */
function daysInRetention(spans: readonly Span[]): readonly number[] {
  const days = spans.flatMap(({ from, to }) => [Math.floor(from / DAY), Math.floor(to / DAY)]);
  return [...new Set(days)].filter((day) => day >= firstDay()).sort((one, other) => one - other);
}

function oldestFirst(spans: readonly Span[]): readonly Span[] {
  return [...spans].sort((one, other) => one.from - other.from);
}
