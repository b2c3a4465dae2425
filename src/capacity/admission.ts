import { ByteSize, Duration } from "../units";
import {
  CHECKPOINT_PERIOD,
  FLUSH_CHECK_PERIOD,
  LARGEST_REQUEST,
  MAX_WAL_SHARE,
  PEAK,
  SEGMENT_PER_BYTE,
  SEGMENT_PERIODS,
  WAL_USAGE_CHECK_PERIOD,
} from "./constants";
import type { Demand } from "./demand";
import { checkpointSize } from "./write-ahead-log";

const DAY = Duration.hours(24);

/** What Loki admits from all agents together. */
export interface Admission {
  /** Text per second. */
  readonly rate: ByteSize;
  /** Text that Loki accepts at once, after a quiet time. */
  readonly burst: ByteSize;
}

/**
 * The burst as a fraction of the tmpfs. It fits twice into the derivation below: into the segments, and into what
 * arrives before Loki checks the usage of its log.
 */
const BURST_SHARE = 1 / 64;

/** Loki rejects a request that is larger than the burst, however often an agent resends it. */
export const MINIMUM_TMPFS = LARGEST_REQUEST.scaled(1 / BURST_SHARE).inMebibytes();

/** The threshold is in whole percent, rounded down. */
const ROUNDING = 0.01;

/** The time in which Loki writes segments before a checkpoint replaces them, and before it checks their size. */
const SEGMENT_SECONDS = CHECKPOINT_PERIOD.toSeconds() * SEGMENT_PERIODS + WAL_USAGE_CHECK_PERIOD.toSeconds();

/**
 * The bytes of the log per byte per second of admitted text: its segments, and twice the chunks of a few busy streams
 * in a checkpoint. A busy stream fills its chunks, and Loki flushes full ones every half minute.
 */
const LOG_PER_RATE = SEGMENT_PER_BYTE * SEGMENT_SECONDS + 2 * FLUSH_CHECK_PERIOD.toSeconds();

/** The fraction of the tmpfs that is left for checkpoints and for the admitted rate. */
const USABLE = MAX_WAL_SHARE - ROUNDING - 2 * SEGMENT_PER_BYTE * BURST_SHARE;

/**
 * Returns what Loki admits: at this rate for any length of time, and with the declared load in memory, its log stays
 * below the threshold at which it rejects every line. A load that the log doesn't carry gets its average rate.
 * @see docs/decisions/0028-admission-follows-storage.md
 */
export function admissionFor(tmpfs: ByteSize, demand: Demand): Admission {
  const carried = rateBeside(checkpointSize(demand), tmpfs);
  const average = averageRate(demand);
  const limit = rateBeside(ByteSize.bytes(0), tmpfs);
  const rate = carried.isLessThan(average) ? average.orLess(limit) : carried;
  return { rate: inKibibytes(rate), burst: inKibibytes(tmpfs.scaled(BURST_SHARE)) };
}

/** Returns the rate that a log carries beside two checkpoints of this size. */
function rateBeside(checkpoint: ByteSize, tmpfs: ByteSize): ByteSize {
  const free = tmpfs.toBytes() * USABLE - 2 * checkpoint.toBytes();
  return ByteSize.bytes(Math.max(0, Math.floor(free / LOG_PER_RATE)));
}

/** Returns the text per second, averaged over a day. */
export function averageRate({ load }: Pick<Demand, "load">): ByteSize {
  return load.bytesPerDay.scaled(1 / DAY.toSeconds());
}

/** Returns the text per second that a load needs at its peak. */
export function peakRate(demand: Pick<Demand, "load">): ByteSize {
  return averageRate(demand).scaled(PEAK);
}

/** Returns the minimum tmpfs that admits the peak of a load, in whole mebibytes. */
export function tmpfsFor(demand: Demand): ByteSize {
  const needed = checkpointSize(demand)
    .scaled(2)
    .plus(inKibibytes(peakRate(demand)).plus(KIBIBYTE).scaled(LOG_PER_RATE));
  return needed
    .scaled(1 / USABLE)
    .inMebibytes()
    .orMore(MINIMUM_TMPFS);
}

const KIBIBYTE = ByteSize.kibibytes(1);

/** Rounds down to at least one kibibyte. */
function inKibibytes(size: ByteSize): ByteSize {
  return ByteSize.kibibytes(Math.max(1, Math.floor(size.dividedBy(KIBIBYTE))));
}

/** Returns the size of the segments that Loki may write before it checks the usage of its log. */
function unchecked({ rate, burst }: Admission): ByteSize {
  return rate.scaled(WAL_USAGE_CHECK_PERIOD.toSeconds()).plus(burst).scaled(SEGMENT_PER_BYTE);
}

/**
 * Returns the fraction of the tmpfs, in whole percent, above which Loki must reject lines (disk_full_threshold). With a
 * higher threshold, a full WAL stays full: a checkpoint would free space, but Loki first starts a new segment, and
 * neither fits.
 * @see docs/decisions/0011-full-wal-leaves-room-for-checkpoint.md
 */
export function fullThreshold(tmpfs: ByteSize, admission: Admission): number {
  return Math.floor((MAX_WAL_SHARE - unchecked(admission).dividedBy(tmpfs)) * 100) / 100;
}
