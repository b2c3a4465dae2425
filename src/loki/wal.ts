import { fullThreshold, leastTmpfs } from "../capacity/full-threshold";
import type { Least } from "../settings/quantity-validator";
import type { ByteSize } from "../units";

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

export const LEAST_WAL: Least<ByteSize> = {
  amount: leastTmpfs(LEAST_SHARE),
  why: "Loki has to refuse lines while there is room for another checkpoint, or its log stays full: a smaller one has no room for lines",
};

/** @param heap what the tmpfs leaves of the container's memory */
export function resolveWal(size: ByteSize, heap: ByteSize): WalModel {
  return {
    directory: "/loki-wal",
    size,
    replayMemoryCeiling: heap.times(REPLAY_SHARE),
    fullThreshold: fullThreshold(size),
  };
}
