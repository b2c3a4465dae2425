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
 * Shortens the stack's intervals of an hour and two hours. The compactor waits for the first one after its start, too. Its
 * search for chunks to delete runs at the start and every minute, which is not configurable
 * (pkg/compactor/retention/marker.go).
 */
const SHORT_INTERVALS = ["-compactor.compaction-interval=1s", "-compactor.retention-delete-delay=1s"];

/** By default, Loki rejects lines older than the retention. */
const ACCEPT_OLD_LINES = "-validation.reject-old-samples=false";

/** Each is one chunk. */
const expired = [
  spread("old", { from: hoursAgo(216), to: hoursAgo(210) }, 9),
  spread("just-too-old", { from: hoursAgo(170), to: hoursAgo(168.01) }, 9),
];

/** The newest line decides the age of a chunk. A chunk of a whole day is always in two index tables. */
const kept = [
  spread("straddling", { from: hoursAgo(184), to: hoursAgo(160) }, 9),
  spread("young", { from: hoursAgo(120), to: hoursAgo(118) }, 9),
];

describeWith(`Retention (${LOKI_IN_A_POD})`, lokiForPods(), (binary) => {
  const model = exampleModel();

  /** Runs `use` with a Loki whose earlier pods wrote the streams and applied the retention. */
  function withOldStreams(flags: readonly string[], use: (loki: RunningLoki) => Promise<void>): Promise<void> {
    return withLoki({ binary, model, flags: [ACCEPT_OLD_LINES, ...SHORT_INTERVALS, ...flags] }, async (loki) => {
      await loki.api.push([...expired, ...kept]);
      // The first pod writes the index when it stops. The second removes chunks from the index. The third deletes them.
      await replacePod(loki);
      await compacted(loki);
      await replacePod(loki);
      await compacted(loki);
      await use(loki);
    });
  }

  test.concurrent("deletes chunks older than 168 h from the volume, and keeps younger ones, which queries find", () =>
    withOldStreams([], async (loki) => {
      await until("Loki deletes chunks", { seconds: 60 }, async () => storedSpans(loki).length <= kept.length);
      expect(storedSpans(loki)).toEqual(kept.map(spanOf));
      expect(indexedDays(loki)).toEqual(daysInRetention(kept.map(spanOf)));
      expect(await foundOf(loki, expired)).toEqual(expired.map(() => NOTHING));
      expect(await foundOf(loki, kept)).toEqual(kept.map((stream) => allOf(stream, inRetention(stream))));
    }));

  test.concurrent.each([
    ["retention_enabled, false,", "-compactor.retention-enabled=false"],
    ["retention_period, 0,", "-store.retention=0s"],
  ])("deletes nothing with Loki's default of %s", (_, flag) =>
    withOldStreams([flag], async (loki) => {
      expect(storedSpans(loki)).toEqual(oldestFirst([...expired, ...kept].map(spanOf)));
      expect(await foundOf(loki, expired)).toEqual(expired.map((stream) => allOf(stream, around(stream))));
    }),
  );
});

async function replacePod(loki: RunningLoki): Promise<void> {
  await loki.stop();
  // For twenty minutes after uploading an index, Loki also queries its local copy.
  rmSync(loki.at(`${DIRECTORIES.activeIndex}/multitenant`), { recursive: true });
  await loki.restartAsNewPod();
}

/** Waits until the compactor has finished: retention and deletion follow the first run of each pod. */
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
 * The lines of a day disappear with its index, even if their chunk also has lines of the next day and stays. Queries still
 * find those of the last hour: Loki splits queries by the hour, and an hour that ends at midnight touches both days.
 */
function inRetention(stream: PushedStream): Span {
  return { from: firstDay() * DAY - HOUR, to: around(stream).to };
}

function around(stream: PushedStream): Span {
  const { from, to } = spanOf(stream);
  return { from: from - HOUR, to: to + HOUR };
}

/** The oldest day within the retention, in days since 1970: it ended less than 168 h ago. */
function firstDay(): number {
  return Math.floor(hoursAgo(168) / DAY);
}

/** Returns the days of these time ranges that are within the retention. */
function daysInRetention(spans: readonly Span[]): readonly number[] {
  const days = spans.flatMap(({ from, to }) => [Math.floor(from / DAY), Math.floor(to / DAY)]);
  return [...new Set(days)].filter((day) => day >= firstDay()).sort((one, other) => one - other);
}

function oldestFirst(spans: readonly Span[]): readonly Span[] {
  return [...spans].sort((one, other) => one.from - other.from);
}
