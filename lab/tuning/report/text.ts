import { Duration } from "../../../src/units";
import { BYTES_OF_ENDING } from "../cluster";
import { CHECKPOINT, type Killed } from "../day-in-memory";
import type { Outcome, Race } from "../race";
import type { Results } from "../results";
import { CHART, type TuningName } from "../tunings";
import { grouped, hasLogOnVolume, megabytes, outcomeOf, partsOf, ratio, times } from "./figures";

export function title({ loki, cpus }: Results): string {
  return `What Loki ${loki} writes to its volume in a day of log time, on ${cpus} CPUs`;
}

/** How one tuning compares with another over all loads. */
export interface Range {
  readonly least: Compared;
  readonly most: Compared;
}

interface Compared {
  readonly load: string;
  readonly ratio: number;
}

export function rangeOf(races: readonly Race[], one: TuningName, other: TuningName): Range | null {
  const all = races.flatMap((race) => {
    const found = ratio(race, one, other);
    return found === null ? [] : [{ load: race.load.name, ratio: found }];
  });
  const sorted = all.sort((a, b) => a.ratio - b.ratio);
  const [least, most] = [sorted[0], sorted.at(-1)];
  return least === undefined || most === undefined ? null : { least, most };
}

/** The answer, in one sentence a comparison. */
export function answers(races: readonly Race[]): readonly string[] {
  return [
    ...between(races, "chart", "plan", "The chart's default writes"),
    ...between(races, "chart", "chart-tmpfs", "Because of the log on the volume alone, it writes"),
    ...between(races, "chart-tmpfs", "plan", "With the log in memory, the chart's shorter chunks still write"),
    ...between(races, "8h", "chart", "Chunks of 8 h with the log left on the volume write"),
  ];
}

function between(races: readonly Race[], one: TuningName, other: TuningName, head: string): readonly string[] {
  const range = rangeOf(races, one, other);
  if (range === null) return [];
  const { least, most } = range;
  const bounds = `${times(least.ratio)} (${least.load}) to ${times(most.ratio)} (${most.load})`;
  return [`${head} ${bounds} what "${other}" writes.`];
}

/** One load in full. */
export function example(races: readonly Race[]): string {
  const race = races.find(({ load }) => load.name === "usual") ?? races[0];
  if (race === undefined) return "";
  const written = race.outcomes.map(({ tuning, day }) => `${tuning} ${megabytes(day.deviceBytes)} MB`).join(", ");
  return `The load "${race.load.name}" (${megabytes(race.textBytes)} MB of text a day) makes: ${written}.`;
}

export function replayText({ load, streams, untilReady, replay, predicted }: Killed): string {
  return [
    `Killed with a day of "${load.name}" in memory (${grouped(streams)} streams), Loki was ready again after`,
    `${untilReady.toFixed(1)} s; reading its log took ${replay.toFixed(1)} s of them, and the capacity model says ${predicted} s`,
    `for a log whose last checkpoint is minutes old: here ${CHECKPOINT.times(load.speed).toHours().toFixed(1)} h of lines had come since.`,
  ].join(" ");
}

/** Write operations that one tuning needs beside another's. */
export function operations(races: readonly Race[]): string {
  const race = races.find(({ load }) => load.name === "usual") ?? races[0];
  const [chart, plan] = race === undefined ? [null, null] : [outcomeOf(race, "chart"), outcomeOf(race, "plan")];
  if (chart === null || plan === null) return "";
  return `${grouped(chart.day.deviceWrites)} write operations against ${grouped(plan.day.deviceWrites)}, and ${grouped(chart.files.chunks.files)} new files against ${grouped(plan.files.chunks.files)}`;
}

const CHECKPOINTS_A_DAY = Duration.hours(24).dividedBy(CHART.checkpointPeriod);

/** Why the figures are as they are. */
export function reasons(races: readonly Race[]): readonly string[] {
  const race = races.find(({ load }) => load.name === "usual") ?? races[0];
  const [chart, plan] = race === undefined ? [null, null] : [outcomeOf(race, "chart"), outcomeOf(race, "plan")];
  if (race === undefined || chart === null || plan === null) return [];
  return [checkpoint(race, chart), ...age(race), files(races), ended(race, plan)];
}

function checkpoint({ load }: Race, chart: Outcome): string {
  const { checkpoints, segments, chunks, rest } = partsOf(chart);
  const share = (part: number) => percent(part / chart.day.deviceBytes);
  return `**The log's checkpoints are what writes.** Every ${CHART.checkpointPeriod}, ${CHECKPOINTS_A_DAY} times a day, Loki writes all that is in memory and not yet flushed into a new checkpoint, and deletes the one before. Of the ${megabytes(chart.day.deviceBytes)} MB that "chart" writes under "${load.name}", ${share(checkpoints)} are checkpoints, ${share(segments)} the log's segments (each line once, uncompressed), ${share(chunks)} chunks and ${share(rest)} the index and the file system's own. The last 256 KiB of a stream are in memory as text, and go into each checkpoint as text: it grows with the streams more than with what they write.`;
}

function age(race: Race): readonly string[] {
  const factor = ratio(race, "8h", "chart");
  if (factor === null || factor <= 1) return [];
  return [
    `**A longer chunk age alone makes it worse.** It leaves more in memory, and every checkpoint writes that again: chunks of 8 h with the log on the volume make ${times(factor)} what the chart's default does. Only with the log in memory do longer chunks spare anything.`,
  ];
}

function files(races: readonly Race[]): string {
  const costs = races
    .flatMap(({ outcomes }) => outcomes)
    .filter(({ tuning }) => !hasLogOnVolume(tuning))
    .map((outcome) => partsOf(outcome).rest / outcome.day.deviceFlushes / 1e3);
  const [least, most] = [Math.min(...costs), Math.max(...costs)].map((cost) => cost.toFixed(0));
  return `**A file costs more than its bytes.** Every chunk is a file with an fsync of its own, and so is each file of the index, which is built every 15 minutes and merged at each compaction, with several. With the log in memory, what the device writes beyond the chunks' own bytes comes to between ${least} and ${most} KB for each flush of the device, which is what an fsync asks for: the file system's journal, inodes and folders, and the index's bytes. So what is left to spare is files, and that is what long chunks do.`;
}

function ended({ load }: Race, { day }: Outcome): string {
  return `**Where it ends.** A pod that ends leaves a chunk of a few lines in any tuning: of the ${grouped(day.chunks)} chunks a day that the plan writes under "${load.name}", ${percent(day.idle / day.chunks)} are of streams that went idle. And a stream that fills a chunk within the chart's two hours gains nothing by waiting longer ("dense").`;
}

/** The share of its checkpoints that a tuning with its log on the volume had no time for, at worst. */
export function missingCheckpoints(races: readonly Race[]): string {
  const missing = races
    .flatMap(({ outcomes }) => outcomes)
    .filter(({ tuning }) => hasLogOnVolume(tuning))
    .map(({ day }) => 1 - day.checkpoints / CHECKPOINTS_A_DAY);
  return percent(Math.max(0, ...missing));
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}

export function method({ races }: Results): readonly string[] {
  const compression = races.map(({ textBytes, outcomes }) => textBytes / (outcomes[0]?.day.chunkBytes ?? Number.NaN));
  const [least, most] = [Math.min(...compression), Math.max(...compression)].map((factor) => factor.toFixed(1));
  return [
    "Under each load one Loki of each tuning runs at the same time, and every line goes to all of them. Each has its volume on an ext4 image of its own. The bytes are those that the image's block device has been told to write, after a `sync`, by the kernel's count (/sys/dev/block/…/stat): the file system's journal and metadata are in them.",
    'A day of log time passes in minutes: at a speed of 288, in five. Loki compares a chunk\'s age, and the synchronization, with the times of lines, so these settings stay as they are. What goes by the clock (idle and retain period, flush check, checkpoint, index, compaction) is divided by the speed. Where the machine is too slow, log time stands still rather than let late lines come all at once: "speed reached" tells.',
    "A chunk that stays in memory for a day must not count as spared. So half an hour more than the plan's idle period goes by first, and then one whole day is counted: in it each lasting stream's chunk comes of age as often as in any day (the plan's at the 24th hour, all at once), and as many streams go idle. \"With flush\" is another count, from the first line until all that is in memory is flushed, for each day of lines: it burdens long chunks most, as they are cut short.",
    `Lasting streams have sizes by Zipf's law (the second writes half as much as the first, the tenth a tenth) and events at random times (a Poisson process); a pod that ends writes ${grouped(BYTES_OF_ENDING)} bytes within ten minutes. The text comes from a seed, in four shapes (access log, klog, JSON, Java with stack traces), with the agents' labels. Its chunks are between ${least} and ${most} times smaller.`,
  ];
}

export function limits({ races, queried }: Results): readonly string[] {
  return [
    ...reservations(races),
    "The kernel's own intervals (dirty pages after 30 s, a journal commit every 5 s) stay as they are. In a real day a log on the volume is written back thousands of times, its last page again each time. This errs in favour of a log on the volume.",
    `A machine that is too slow makes fewer checkpoints than it should: at worst ${missingCheckpoints(races)} of those of a log on the volume were missing. This errs in its favour, too.`,
    "The volume is a local file system. On NFS the server's file system makes these writes, and an fsync takes longer.",
    "Processor time contains the parsing of JSON, which agents don't send, and whatever else ran beside it. The pattern ingester forgets by the clock: its memory is not that of a real day.",
    `For loads that the plan's default sizes don't carry, tmpfs and memory are as large as the capacity model asks for. Cold answers are of a Loki that has just started, about files that the kernel has forgotten: ${queried.repeats.cold} for each query, and ${queried.repeats.asked} of each other kind.`,
    "A day has no night here: lines come at the same rate around the clock.",
  ];
}

const INDEX =
  "Loki makes a file of its index every 15 minutes of the clock, and that can't be set: a day that passes in minutes makes a few where a real one makes 96. This errs in favour of the plan where little else is written: with an index that kept pace with log time, measured once, the chart wrote 12 × (small), 3.0 × (quiet) and 11 × (usual) what the plan did (decisions/0012).";

/** What makes the figures of this run rough, and where. */
export function reservations(races: readonly Race[]): readonly string[] {
  return [INDEX, ...slow(races)];
}

/** Below this share of its speed a load's figures are rough. */
const KEPT_UP = 0.9;

function slow(races: readonly Race[]): readonly string[] {
  const late = races.filter(({ load, speed }) => speed < KEPT_UP * load.speed).map(({ load }) => load.name);
  if (late.length === 0) return [];
  return [
    `The machine was too slow for ${late.join(", ")}: log time had to wait, and what goes by the clock came too often there. These figures are rough. Lower speeds (--speed) and nothing else on the machine make them better.`,
  ];
}
