import type { RunningLoki } from "../running-loki";
import { until } from "../until";
import { hoursAgo, spread } from "./dated-stream";

const MORE_THAN_A_DAY = { from: hoursAgo(30), to: hoursAgo(4) };

const REASONS = ["full", "idle", "max_age", "synced", "forced", "not_owned"];

/** How many chunks Loki has flushed, by the reasons for which it has. */
export async function flushed(loki: RunningLoki): Promise<Readonly<Record<string, number>>> {
  const metrics = await loki.api.metrics();
  const counts = REASONS.map(
    (reason) => [reason, metrics.sum("loki_ingester_chunks_flushed_total", { reason })] as const,
  );
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}

/** Waits until Loki has flushed so many chunks for a reason. */
export async function untilFlushed(loki: RunningLoki, reason: string, chunks = 1): Promise<void> {
  await until(`Loki flushes a chunk (${reason})`, { seconds: 60 }, async () => {
    return ((await flushed(loki))[reason] ?? 0) >= chunks;
  });
}

/** What `swept` leaves among the flushed chunks. */
export const BY_SWEEPS = { max_age: 2 };

/**
 * Waits until Loki has looked at all the chunks it has. A stream of more than a day is flushed by the sweep that comes
 * upon it: when a second has gone after the first, a whole sweep lies between.
 */
export async function swept(loki: RunningLoki): Promise<void> {
  await loki.api.push([spread("first-sweep", MORE_THAN_A_DAY, 2)]);
  await untilFlushed(loki, "max_age", 1);
  await loki.api.push([spread("second-sweep", MORE_THAN_A_DAY, 2)]);
  await untilFlushed(loki, "max_age", 2);
}
