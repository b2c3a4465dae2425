import type { ByteSize } from "../units";
import { INGESTION_BURST, INGESTION_RATE, SEGMENT_PER_BYTE, WAL_LOOK_PERIOD } from "./constants";

/**
 * Beside a log of half the size there is room for a checkpoint, which holds what the log does, and little more: two in a
 * hundred are for streams of one short line, which are larger in a checkpoint than in a segment.
 */
const HALF = 0.48;

/** What may come in until Loki sees how full its log is. */
const UNSEEN = INGESTION_RATE.scaled(WAL_LOOK_PERIOD.toSeconds()).plus(INGESTION_BURST).scaled(SEGMENT_PER_BYTE);

/**
 * The share of its tmpfs, in whole percent, above which Loki has to refuse lines (disk_full_threshold); below zero where
 * the tmpfs is too small for any. Refused later, the log stays full: to write the checkpoint that makes room Loki begins a
 * new segment, and neither fits any more.
 * @see docs/decisions/0011-a-full-log-leaves-room-for-a-checkpoint.md
 */
export function fullThreshold(tmpfs: ByteSize): number {
  return Math.floor((HALF - UNSEEN.dividedBy(tmpfs)) * 100) / 100;
}

/** The least tmpfs for a log that is so large at its peak, in whole mebibytes. */
export function tmpfsFor(log: ByteSize): ByteSize {
  const ofWholePercent = HALF - 0.01;
  return log
    .plus(UNSEEN)
    .scaled(1 / ofWholePercent)
    .inMebibytes();
}

/** The least tmpfs of which such a share may be used, in whole mebibytes. */
export function leastTmpfs(share: number): ByteSize {
  return UNSEEN.scaled(1 / (HALF - share)).inMebibytes();
}
