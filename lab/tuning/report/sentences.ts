import { CHECKPOINT } from "../day-in-memory";
import type { Killed } from "../killed";
import type { Race } from "../race";
import type { Results } from "../results";
import type { TuningName } from "../tunings";
import { grouped, megabytes, outcomeOf, ratio, times } from "./figures";

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
