import { Duration } from "../../../src/units";
import type { Outcome } from "../count";
import type { Race } from "../race";
import { CHART } from "../tunings";
import { grouped, hasLogOnVolume, megabytes, outcomeOf, partsOf, ratio, times } from "./figures";

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
