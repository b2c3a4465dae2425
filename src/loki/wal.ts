import { fullThreshold, leastTmpfs } from "../capacity/write-ahead-log";
import { Refusal } from "../refusal";
import type { Section } from "../section";
import type { ByteSize } from "../units";
import type { LokiSettings } from "./settings";

export interface WalModel {
  readonly directory: string;
  readonly size: ByteSize;
  /** Replay flushes to the volume above this much memory. */
  readonly replayMemoryCeiling: ByteSize;
  /** The share of the tmpfs above which Loki refuses lines. */
  readonly fullThreshold: number;
}

/**
 * The share of the heap that replay may fill before it flushes. Loki's own default of 4 GB is above what a smaller
 * container has; past the limit, every restart dies in the replay of the same log.
 */
const REPLAY_SHARE = 0.5;

/** A log of which less may be used would be one that refuses lines. */
const LEAST_SHARE = 0.1;

const LEAST = leastTmpfs(LEAST_SHARE);

/**
 * @param heap what the tmpfs leaves of the container's memory
 * @throws Refusal where Loki would have to refuse lines as soon as there are some
 */
export function resolveWal(size: ByteSize, heap: ByteSize, section: Section<LokiSettings>): WalModel {
  if (LEAST.isLargerThan(size)) {
    throw new Refusal({
      setting: section.named("wal.size"),
      got: `${size}`,
      wanted: `at least ${LEAST}`,
      because:
        "Loki has to refuse lines while there is room for another checkpoint, or its log stays full: a smaller one has no room for lines",
      remedy: `raise ${section.named("wal.size")}`,
    });
  }
  return {
    directory: "/loki-wal",
    size,
    replayMemoryCeiling: heap.times(REPLAY_SHARE),
    fullThreshold: fullThreshold(size),
  };
}
