import type { Reading } from "../../../lab/tuning/counters";
import type { LoadResult, Outcome } from "../../../lab/tuning/load-result";
import type { Load } from "../../../lab/tuning/options";
import type { Results } from "../../../lab/tuning/results";
import type { TuningName } from "../../../lab/tuning/tunings";
import { ByteSize } from "../../../src/units";

const MB = 1e6;

const LOAD: Load = {
  name: "usual",
  streams: 450,
  endingStreamsPerDay: 10_000,
  bytesPerDay: ByteSize.gibibytes(1),
  speed: 240,
  tunings: ["chart", "stack"],
};

/** A day with 700 MB of checkpoints, 100 MB of segments and 100 MB of chunks. */
export const READING: Reading = {
  deviceBytes: 1_000 * MB,
  deviceWrites: 5_000,
  deviceFlushes: 2_000,
  processBytes: 900 * MB,
  cpuSeconds: 100,
  segmentBytes: 100 * MB,
  checkpointBytes: 700 * MB,
  checkpoints: 288,
  chunkBytes: 100 * MB,
  chunks: 1_000,
  full: 10,
  aged: 90,
  idle: 900,
  synced: 0,
};

export function outcome(tuning: TuningName, day: Partial<Reading>): Outcome {
  const none = { files: 0, bytes: 0, allocated: 0 };
  return {
    tuning,
    day: { ...READING, ...day },
    bytesWithFlush: 1_100 * MB,
    peakMemory: { process: 500 * MB, withLog: 600 * MB },
    files: { chunks: { ...none, files: 1_234 }, index: none },
  };
}

function loadResult(load: Partial<Load>, outcomes: readonly Outcome[]): LoadResult {
  return { load: { ...LOAD, ...load }, speed: 200, textBytes: 500 * MB, outcomes };
}

export const RESULT_OF_LOAD = loadResult({}, [outcome("chart", {}), outcome("stack", { deviceBytes: 200 * MB })]);

const TIMES = { median: 10, worst: 20 };

export const RESULTS: Results = {
  loki: "1.2.3",
  cpus: 7,
  loads: [
    RESULT_OF_LOAD,
    loadResult({ name: "dense" }, [outcome("chart", {}), outcome("stack", { deviceBytes: 500 * MB })]),
  ],
  speeds: [RESULT_OF_LOAD, loadResult({ speed: 120 }, RESULT_OF_LOAD.outcomes)],
  queries: {
    load: LOAD,
    textBytes: 500 * MB,
    repeats: { warm: 15, cold: 5 },
    answers: [{ name: "a query", expression: "{}", hours: 24, inMemory: TIMES, cold: TIMES, warm: TIMES }],
  },
  restart: { load: LOAD, streams: 5_000, predicted: 3, replay: 2.5, untilReady: 4.25 },
};
