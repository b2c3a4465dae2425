import { demandOf } from "../../src/capacity/demand";
import { replayTime } from "../../src/capacity/replay-time";
import { DAY, withDayInMemory } from "./day-in-memory";
import type { Load } from "./load";

/** A start after the process was killed with a day in memory; times in seconds. */
export interface Killed {
  readonly load: Load;
  readonly streams: number;
  /** By the capacity model, in whole seconds. */
  readonly predicted: number;
  /** Reading the log, as Loki tells it. */
  readonly replay: number;
  readonly untilReady: number;
}

export function killed(binary: string, load: Load): Promise<Killed> {
  return withDayInMemory(binary, load, async ({ candidate: { loki }, model }) => {
    await loki.kill();
    const start = Date.now();
    loki.begin();
    await loki.ready();
    const untilReady = (Date.now() - start) / 1_000;
    const metrics = await loki.api.metrics();
    return {
      load,
      streams: metrics.sum("loki_ingester_memory_streams"),
      // Here no stream was idle for long enough to be flushed.
      predicted: replayTime({ ...demandOf(model), chunkIdlePeriod: DAY }).toSeconds(),
      replay: metrics.sum("loki_ingester_wal_replay_duration_seconds"),
      untilReady,
    };
  });
}
