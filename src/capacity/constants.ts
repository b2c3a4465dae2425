import { ByteSize, Duration } from "../units";

/**
 * The resources that Loki 3.7.8 needs. They are measured on two cores and a local disk, with the chart's GOGC of 80,
 * unless marked "assumed". The lines have 188 bytes on average (access logs, klog, JSON, Java).
 * @see docs/decisions/0008-capacity-model.md for the runs and the model's deviation from each
 */

/** Live heap without streams. */
export const BASE_HEAP = ByteSize.mebibytes(34);

/** Live heap per stream, without its text. */
export const HEAP_PER_STREAM = ByteSize.bytes(3_076);

/** The text in a full head block, before it is compressed (block_size of 256 KiB, which includes metadata). */
export const HEAD_BLOCK = ByteSize.kibibytes(236);

/** Live heap per byte of text in head blocks: the text, and 167 bytes per line. */
export const HEAP_PER_HEAD_BYTE = 1.89;

/** Live heap per byte of compressed blocks, whose buffers grow in steps. */
export const HEAP_PER_COMPRESSED_BYTE = 1.49;

/** Live heap of the checkpoint writer and of Loki's embedded chunk cache (100 MB by default). */
export const HEAP_FOR_BUFFERS = ByteSize.mebibytes(96 + 100);

/** Resident memory per byte of live heap: with GOGC 80 the heap grows by 80 % before Go collects garbage. */
export const GO_OVERHEAD = 1.8;
export const GO_BASE = ByteSize.mebibytes(60);

/** GOMEMLIMIT as a fraction of the container's memory limit without the tmpfs. The chart uses the whole limit. */
export const GO_MEMORY_SHARE = 0.85;

/** The fraction of GOMEMLIMIT that may be live heap. With more, garbage collection uses most of the CPU. Assumed. */
export const MAX_LIVE_SHARE = 0.8;

/** Live heap of the pattern ingester: per recently written stream, per pattern, and per pattern and hour. */
export const HEAP_PER_PATTERN_STREAM = ByteSize.bytes(22_374);
export const HEAP_PER_PATTERN = ByteSize.bytes(4_266);
export const HEAP_PER_PATTERN_HOUR = ByteSize.bytes(6_144);

/** How long the pattern ingester keeps a stream and its patterns (retain_for, by default). */
export const PATTERN_RETENTION = Duration.hours(3);

/** Patterns of a long-lived stream, and of a stream of a short-lived pod. Assumed; generated logs had 29 to 67. */
export const PATTERNS_PER_LONG_LIVED_STREAM = 30;
export const PATTERNS_PER_ENDED_STREAM = 5;

/** The average line size in the measurements. */
export const BYTES_PER_LINE = ByteSize.bytes(188);

/** The text in the stream of a short-lived pod. Assumed: twenty lines. */
export const TEXT_PER_ENDED_STREAM = ByteSize.kibibytes(4);

/** Bytes of a checkpoint: per stream, and per byte of text in head blocks (18 more per line). */
export const CHECKPOINT_PER_STREAM = ByteSize.bytes(605);
export const CHECKPOINT_PER_HEAD_BYTE = 1.1;

/** Bytes of the WAL's segments per byte of text: 45 more per line. */
export const SEGMENT_PER_BYTE = 1.24;

/**
 * The interval between Loki's checkpoints, and the maximum age of a segment in such intervals. Loki's default is 5 min,
 * for a log on a disk. In memory, a checkpoint writes nothing to the disk, and segments that are replaced five times as
 * early leave room for five times the rate.
 */
export const CHECKPOINT_PERIOD = Duration.minutes(1);
export const SEGMENT_PERIODS = 1.9;

/**
 * The fraction of the tmpfs that the WAL may fill. A checkpoint has the contents of the WAL, so it fits beside a WAL of
 * half the tmpfs. Two percent are reserved for streams of one short line, which are larger in a checkpoint than in a
 * segment.
 */
export const MAX_WAL_SHARE = 0.48;

/**
 * The text in an agent's largest request: a batch of 1 MiB (batch_size, Alloy's default), one line above it, and
 * metadata. Rounded up.
 */
export const LARGEST_REQUEST = ByteSize.mebibytes(2);

/** The peak rate, as a multiple of the daily average. Assumed. */
export const PEAK = 10;

/** The interval at which Loki checks the disk usage of its WAL (pkg/ingester/wal.go). */
export const WAL_USAGE_CHECK_PERIOD = Duration.seconds(10);

/** Bytes per chunk in addition to its text: the file and the index. */
export const BYTES_PER_CHUNK = ByteSize.bytes(1_380);

/** Allocated per chunk on a file system with 4 KiB blocks: a file's last block and a stream's directory. */
export const ALLOCATED_PER_CHUNK = ByteSize.kibibytes(6);

/**
 * A chunk's share of an index file in Loki's cache, which is not compressed. 40,000 chunks of as many streams, with the
 * labels of the node pipeline, took 8,404,290 bytes (3,737,248 on the volume).
 */
export const CACHED_INDEX_PER_CHUNK = ByteSize.bytes(210);

/**
 * The maximum time to flush a stream. On a local disk, 20,000 streams took 10 to 15 s (0.5 to 0.75 ms each). Each flush
 * writes a file and calls fsync. NFS is assumed to be twenty times slower.
 */
export const FLUSH_PER_STREAM = Duration.milliseconds(15);

/** The interval at which Loki flushes chunks that were full before the shutdown (flush_check_period). */
export const FLUSH_CHECK_PERIOD = Duration.seconds(30);

/** Replay time in milliseconds: per stream, and per MiB of text in head blocks, compressed blocks and segments. */
export const REPLAY_PER_STREAM = 0.036;
export const REPLAY_PER_HEAD_MEBIBYTE = 4.8;
export const REPLAY_PER_COMPRESSED_MEBIBYTE = 0.7;
export const REPLAY_PER_SEGMENT_MEBIBYTE = 18;

/**
 * The memory that the stream limit reserves per stream. At the limit, most streams have been silent for hours and have
 * no patterns. Each needs 3 KiB live, 6 KiB resident, and a few lines of text.
 */
export const HEAP_PER_IDLE_STREAM = ByteSize.kibibytes(16);
