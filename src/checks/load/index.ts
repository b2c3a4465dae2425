import type { Check } from "../check";
import { heapNeeded } from "./heap-needed";
import { ingestionRate } from "./ingestion-rate";
import { memoryLimit } from "./memory-limit";
import { memoryNeeded } from "./memory-needed";
import { streamLimit } from "./stream-limit";
import { volumeSize } from "./volume-size";
import { walSize } from "./wal-size";

/** Checks of what the plan reserves against what the load needs. */
export const loadChecks: readonly Check[] = [
  heapNeeded,
  ingestionRate,
  memoryLimit,
  memoryNeeded,
  streamLimit,
  volumeSize,
  walSize,
];
