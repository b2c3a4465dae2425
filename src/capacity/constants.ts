import { ByteSize, Duration } from "../units";

/**
 * What one Loki 3.7.8 needs. Measured on two cores and a local disk, with the chart's GOGC of 80 and lines of 188 bytes
 * on the average (access logs, klog, JSON, Java), unless it says "assumed".
 * @see docs/decisions/0008-the-capacity-model.md for the runs, and how far each is from the model
 */

/** Live heap without a stream. */
export const BASE_HEAP = ByteSize.mebibytes(34);

/** Live heap of a stream, without its text. */
export const HEAP_PER_STREAM = ByteSize.bytes(3_076);

/** The text that a stream holds uncompressed before a block of it is compressed (block_size 256 KiB, metadata included). */
export const BLOCK = ByteSize.kibibytes(236);

/** Live heap for each byte of text that is not compressed yet: the text, and 167 bytes a line. */
export const HEAP_PER_HEAD_BYTE = 1.89;

/** Live heap for each byte of compressed blocks: their buffers grow in steps. */
export const HEAP_PER_COMPRESSED_BYTE = 1.49;

/** Live heap while a checkpoint is written, and the chunks that Loki keeps in its own cache (100 MB by default). */
export const HEAP_FOR_BUFFERS = ByteSize.mebibytes(96 + 100);

/** What Go holds beside what is live: GOGC 80 lets the heap grow by that before it collects. */
export const GO_OVERHEAD = 1.8;
export const GO_BASE = ByteSize.mebibytes(60);

/** The share of what a tmpfs leaves of a container's limit that Go may have; the chart reckons with the whole limit. */
export const GO_MEMORY_SHARE = 0.85;

/** The share of Go's memory limit that may be live: above it collecting takes most of the processor. Assumed. */
export const LIVE_SHARE = 0.8;

/** The pattern ingester: for each stream that wrote lately, for each pattern, and for each pattern and hour. */
export const HEAP_PER_PATTERN_STREAM = ByteSize.bytes(22_374);
export const HEAP_PER_PATTERN = ByteSize.bytes(4_266);
export const HEAP_PER_PATTERN_HOUR = ByteSize.bytes(6_144);

/** How long it keeps a stream and its patterns (its own default, retain_for). */
export const PATTERNS_KEPT = Duration.hours(3);

/** Patterns of a stream that lasts, and of a pod that starts and ends. Assumed; 29 to 67 were found in generated logs. */
export const PATTERNS_OF_LASTING = 30;
export const PATTERNS_OF_ENDED = 5;

/** A line, on the average of what was measured. */
export const BYTES_PER_LINE = ByteSize.bytes(188);

/** What a pod that starts and ends has written. Assumed: twenty lines. */
export const TEXT_OF_ENDED = ByteSize.kibibytes(4);

/** Bytes of one checkpoint: for each stream, and for each byte that is not compressed yet (18 more a line). */
export const CHECKPOINT_PER_STREAM = ByteSize.bytes(605);
export const CHECKPOINT_PER_HEAD_BYTE = 1.1;

/** Bytes of the log's segments for each byte of text: 45 more a line. */
export const SEGMENT_PER_BYTE = 1.24;

/** How often Loki writes a checkpoint (its default), and how many such periods of segments there are at most. */
export const CHECKPOINT_PERIOD = Duration.minutes(5);
export const SEGMENT_PERIODS = 1.9;

/** What Loki takes a second, and at once, by its own defaults (ingestion_rate_mb, ingestion_burst_size_mb). */
export const INGESTION_RATE = ByteSize.mebibytes(4);
export const INGESTION_BURST = ByteSize.mebibytes(6);

/** How often Loki looks how full its log is (pkg/ingester/wal.go). */
export const WAL_LOOK_PERIOD = Duration.seconds(10);

/** Bytes of a chunk's file and of the index beside its text. */
export const BYTES_PER_CHUNK = ByteSize.bytes(1_380);

/** What a file's last block and a stream's folder take of a file system with blocks of 4 KiB. */
export const ALLOCATED_PER_CHUNK = ByteSize.kibibytes(6);

/**
 * The time that one stream's flush may take. On a local disk 20,000 took 10 to 15 s (0.5 to 0.75 ms each); each is a
 * file with its own fsync, and NFS is assumed to answer a fsync twenty times slower.
 */
export const FLUSH_PER_STREAM = Duration.milliseconds(15);

/** Chunks that were full before the pod is stopped are flushed at Loki's own pace (flush_check_period). */
export const FLUSH_OF_FULL = Duration.seconds(30);

/** Replay, in milliseconds: for each stream, and for each MiB of text of each kind. */
export const REPLAY_PER_STREAM = 0.036;
export const REPLAY_PER_HEAD_MEBIBYTE = 4.8;
export const REPLAY_PER_COMPRESSED_MEBIBYTE = 0.7;
export const REPLAY_PER_SEGMENT_MEBIBYTE = 18;

/**
 * The room that a stream at the limit is given. Most of so many have been silent for hours, so that their patterns are
 * gone: 3 KiB live, twice that resident, and a few lines of text.
 */
export const STREAM_SIZE = ByteSize.kibibytes(16);
