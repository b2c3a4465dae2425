import { Duration } from "../../../src/units";
import { BYTES_OF_ENDING } from "../cluster";
import { CHECKPOINT, type Restart } from "../day-in-memory";
import type { LoadResult, Outcome } from "../load-result";
import type { Results } from "../results";
import { CHART, type TuningName } from "../tunings";
import { grouped, hasLogOnVolume, megabytes, outcomeOf, partsOf, ratio, times } from "./figures";

const CHECKPOINTS_A_DAY = Duration.hours(24).dividedBy(CHART.checkpointPeriod);

export function title({ loki, cpus }: Results): string {
  return `Bytes that Loki ${loki} writes to its volume in a day of log time, on ${cpus} CPUs`;
}

/** The extremes of one tuning compared with another, over all loads. */
export interface Range {
  readonly minimum: Compared;
  readonly maximum: Compared;
}

interface Compared {
  readonly load: string;
  readonly ratio: number;
}

export function rangeOf(results: readonly LoadResult[], one: TuningName, other: TuningName): Range | null {
  const all = results.flatMap((result) => {
    const factor = ratio(result, one, other);
    return factor === null ? [] : [{ load: result.load.name, ratio: factor }];
  });
  const sorted = all.sort((a, b) => a.ratio - b.ratio);
  const [minimum, maximum] = [sorted[0], sorted.at(-1)];
  return minimum === undefined || maximum === undefined ? null : { minimum, maximum };
}

/** The answer: one sentence per comparison. */
export function answers(results: readonly LoadResult[]): readonly string[] {
  return [
    ...between(results, "chart", "stack", "The chart's default writes"),
    ...between(results, "chart", "chart-tmpfs", "Only because of the log on the volume, it writes"),
    ...between(results, "chart-tmpfs", "stack", "With the log in memory, the chart's shorter chunks still write"),
    ...between(results, "8h", "chart", "Chunks of 8 h with the log on the volume write"),
  ];
}

function between(results: readonly LoadResult[], one: TuningName, other: TuningName, head: string): readonly string[] {
  const range = rangeOf(results, one, other);
  if (range === null) return [];
  const { minimum, maximum } = range;
  const bounds = `${times(minimum.ratio)} (${minimum.load}) to ${times(maximum.ratio)} (${maximum.load})`;
  return [`${head} ${bounds} as much as "${other}".`];
}

/** One load in full. */
export function example(results: readonly LoadResult[]): string {
  const result = typical(results);
  if (result === undefined) return "";
  const written = result.outcomes.map(({ tuning, day }) => `${tuning} ${megabytes(day.deviceBytes)} MB`).join(", ");
  return `The load "${result.load.name}" (${megabytes(result.textBytes)} MB of text a day) writes: ${written}.`;
}

/** The write operations and files of that load. */
export function operations(results: readonly LoadResult[]): string {
  const { chart, stack } = ends(typical(results));
  if (chart === null || stack === null) return "";
  return `The chart needs ${grouped(chart.day.deviceWrites)} write operations and ${grouped(chart.files.chunks.files)} new files, the stack ${grouped(stack.day.deviceWrites)} and ${grouped(stack.files.chunks.files)}.`;
}

export function method({ loads }: Results): readonly string[] {
  const compression = loads.map(({ textBytes, outcomes }) => textBytes / (outcomes[0]?.day.chunkBytes ?? Number.NaN));
  const [minimum, maximum] = [Math.min(...compression), Math.max(...compression)].map((factor) => factor.toFixed(1));
  return [
    "One Loki per tuning runs at the same time, and all of them receive the same lines. Each has its volume on its own ext4 image. The benchmark counts the bytes written to the image's block device after a `sync` (/sys/dev/block/…/stat). They include the file system's journal and metadata.",
    'A day of log time passes in minutes: at a speed of 288, in five. Loki compares a chunk\'s age and the sync period with the timestamps of lines, so these settings are unchanged. Settings that depend on the clock (idle and retain period, flush check, checkpoint, index, compaction) are divided by the speed. If the machine is too slow, log time pauses, because a burst of late lines would be a different load. The column "speed reached" shows this.',
    "A chunk that stays in memory for a day must not count as saved. So the count starts half an hour after the stack's idle period and covers one whole day. In this day, the chunk of each lasting stream reaches its maximum age as often as in any other day. (The stack's chunks all reach it together, at the 24th hour.) As many streams become idle as in any other day. \"With flush\" counts from the first line until everything in memory is flushed, per day of lines. It penalizes long chunks most, because they are cut short.",
    `The sizes of lasting streams follow Zipf's law (the second writes half as much as the first, the tenth a tenth). Their events occur at random times (a Poisson process). A pod that ends writes ${grouped(BYTES_OF_ENDING)} bytes within ten minutes. The text is generated from a seed, in four shapes (access log, klog, JSON, Java with stack traces), with the agents' labels. Its chunks are ${minimum} to ${maximum} times smaller.`,
  ];
}

/** Explains the figures. */
export function reasons(results: readonly LoadResult[]): readonly string[] {
  const result = typical(results);
  const { chart, stack } = ends(result);
  if (result === undefined || chart === null || stack === null) return [];
  return [checkpoint(result, chart), ...age(result), files(results), limitsOfTuning(result, stack)];
}

function checkpoint({ load }: LoadResult, chart: Outcome): string {
  const { checkpoints, segments, chunks, rest } = partsOf(chart);
  const share = (part: number) => percent(part / chart.day.deviceBytes);
  return `**Checkpoints of the log cause most writes.** Every ${CHART.checkpointPeriod}, ${CHECKPOINTS_A_DAY} times a day, Loki writes all unflushed data into a new checkpoint and deletes the previous one. Of the ${megabytes(chart.day.deviceBytes)} MB that "chart" writes under "${load.name}", ${share(checkpoints)} are checkpoints and ${share(segments)} segments of the log (each line once, uncompressed). Chunks are ${share(chunks)}, the index and the file system ${share(rest)}. The last 256 KiB of each stream are uncompressed in memory, and so they are in each checkpoint. A checkpoint therefore grows more with the number of streams than with their text.`;
}

function age(result: LoadResult): readonly string[] {
  const factor = ratio(result, "8h", "chart");
  if (factor === null || factor <= 1) return [];
  return [
    `**A longer chunk age alone makes it worse.** More data stays in memory, and every checkpoint writes it again: chunks of 8 h with the log on the volume write ${times(factor)} as much as the chart's default. Longer chunks only help with the log in memory.`,
  ];
}

function files(results: readonly LoadResult[]): string {
  const costs = results
    .flatMap(({ outcomes }) => outcomes)
    .filter(({ tuning }) => !hasLogOnVolume(tuning))
    .map((outcome) => partsOf(outcome).rest / outcome.day.deviceFlushes / 1e3);
  const [minimum, maximum] = [Math.min(...costs), Math.max(...costs)].map((cost) => cost.toFixed(0));
  return `**A file costs more than its bytes.** Every chunk is a file with its own fsync. Each file of the index needs several: Loki builds one every 15 minutes and merges them at each compaction. With the log in memory, the device writes ${minimum} to ${maximum} KB beyond the chunks' own bytes per flush, the device's operation behind an fsync. These bytes are the file system's journal, inodes and folders, and the index. So the remaining costs depend on the number of files, which longer chunks reduce.`;
}

function limitsOfTuning({ load }: LoadResult, { day }: Outcome): string {
  return `**Tuning has limits.** A pod that ends leaves a chunk of a few lines with any tuning: of the ${grouped(day.chunks)} chunks a day that the stack writes under "${load.name}", ${percent(day.idle / day.chunks)} are from idle streams. A stream that fills a chunk within the chart's two hours gains nothing from a longer age ("dense").`;
}

export function restartText({ load, streams, untilReady, replay, predicted }: Restart): string {
  return [
    `Killed with a day of "${load.name}" in memory (${grouped(streams)} streams), Loki was ready again after`,
    `${untilReady.toFixed(1)} s. The replay of its log took ${replay.toFixed(1)} s of that. The capacity model predicts ${predicted} s`,
    `for a log whose last checkpoint is minutes old. Here, ${CHECKPOINT.times(load.speed).toHours().toFixed(1)} h of lines followed the last checkpoint.`,
  ].join(" ");
}

export function limits({ loads, queries }: Results): readonly string[] {
  return [
    ...caveats(loads),
    "The kernel's own intervals (dirty pages after 30 s, a journal commit every 5 s) are unchanged. In a real day, the kernel writes a log on the volume back thousands of times, and its last page again each time. This error favors a log on the volume.",
    `A machine that is too slow writes fewer checkpoints: at worst, ${missingCheckpoints(loads)} of those of a log on the volume were missing. This error favors a log on the volume, too.`,
    "The volume is a local file system. On NFS, the server's file system performs these writes, and an fsync takes longer.",
    "Processor time includes parsing JSON, which agents don't send, and everything else on the machine. The pattern ingester expires patterns by the clock, so its memory differs from that of a real day.",
    `For loads beyond the stack's default sizes, tmpfs and memory are as large as the capacity model requires. Cold answers come from a Loki that has just started, with an empty page cache: ${queries.repeats.cold} per query, and ${queries.repeats.warm} of each other kind.`,
    "The load doesn't vary over the day: lines arrive at the same rate around the clock.",
  ];
}

const INDEX =
  "Loki builds a file of its index every 15 minutes of the clock, which is not configurable: a day that passes in minutes has a few files, a real day 96. This error favors the stack where little else is written. With an index that follows log time (measured once), the chart wrote 12 × (small), 3.0 × (quiet) and 11 × (usual) as much as the stack (decisions/0012).";

/** What makes the figures of this run inaccurate. */
export function caveats(results: readonly LoadResult[]): readonly string[] {
  return [INDEX, ...slow(results)];
}

/** The minimum share of its intended speed that a load must reach for accurate figures. */
const MINIMUM_SPEED = 0.9;

function slow(results: readonly LoadResult[]): readonly string[] {
  const late = results.filter(({ load, speed }) => speed < MINIMUM_SPEED * load.speed).map(({ load }) => load.name);
  if (late.length === 0) return [];
  return [
    `The machine was too slow for ${late.join(", ")}: log time had to pause, and clock-based work happened too often. These figures are rough. Lower speeds (--speed) on an otherwise idle machine improve them.`,
  ];
}

/** Returns the maximum share of missing checkpoints, over all tunings with the log on the volume. */
function missingCheckpoints(results: readonly LoadResult[]): string {
  const missing = results
    .flatMap(({ outcomes }) => outcomes)
    .filter(({ tuning }) => hasLogOnVolume(tuning))
    .map(({ day }) => 1 - day.checkpoints / CHECKPOINTS_A_DAY);
  return percent(Math.max(0, ...missing));
}

/** The load that represents the others. */
function typical(results: readonly LoadResult[]): LoadResult | undefined {
  return results.find(({ load }) => load.name === "usual") ?? results[0];
}

function ends(result: LoadResult | undefined) {
  if (result === undefined) return { chart: null, stack: null };
  return { chart: outcomeOf(result, "chart"), stack: outcomeOf(result, "stack") };
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
