import { type EChartsOption, init } from "echarts";
import type { Race } from "../race";
import { TUNING_NAMES, type TuningName } from "../tunings";
import { outcomeOf, partsOf } from "./figures";

/** A drawing, and the name of its file. */
export interface Plot {
  readonly name: string;
  readonly svg: string;
}

const SIZE = { width: 760, height: 380 };
const MB = 1e6;

export function plotsOf(races: readonly Race[]): readonly Plot[] {
  return [
    { name: "written", svg: draw(written(races)) },
    { name: "by-text", svg: draw(byText(races)) },
    { name: "parts", svg: draw(parts(races, "chart")) },
  ];
}

/** A day's bytes of each tuning, load by load. */
function written(races: readonly Race[]): EChartsOption {
  return {
    legend: {},
    xAxis: { type: "category", data: races.map(({ load }) => load.name) },
    yAxis: LOGARITHMIC,
    series: tuningsOf(races).map((name) => ({
      ...{ type: "bar", name },
      data: races.map((race) => bytesOf(race, name)),
    })),
  };
}

/** A day's bytes against the text of the loads that differ in nothing else. */
function byText(races: readonly Race[]): EChartsOption {
  const same = races.filter(({ load }) => ["quiet", "usual", "heavy"].includes(load.name));
  return {
    legend: {},
    xAxis: { type: "log", name: "MB of text a day", nameLocation: "middle", nameGap: 28, min: 100, max: 10_000 },
    yAxis: LOGARITHMIC,
    series: tuningsOf(same).map((name) => ({
      ...{ type: "line", name },
      data: same.map((race) => [race.textBytes / MB, bytesOf(race, name)]),
    })),
  };
}

/** What a tuning's bytes are. */
function parts(races: readonly Race[], tuning: TuningName): EChartsOption {
  const all = races
    .flatMap((race) => outcomeOf(race, tuning) ?? [])
    .map((outcome) => {
      const found = partsOf(outcome);
      return { found, percent: 100 / outcome.day.deviceBytes };
    });
  const series = [
    ["checkpoints", "checkpoints"],
    ["segments", "segments"],
    ["chunks", "chunks"],
    ["rest", "index and file system"],
  ] as const;
  return {
    legend: {},
    xAxis: { type: "category", data: races.map(({ load }) => load.name) },
    yAxis: { type: "value", name: `% of what "${tuning}" writes`, max: 100 },
    series: series.map(([part, name]) => ({
      ...{ type: "bar", stack: "all", name },
      data: all.map(({ found, percent }) => rounded(found[part] * percent)),
    })),
  };
}

const LOGARITHMIC = { type: "log", name: "MB written a day", min: 10 } as const;

function tuningsOf(races: readonly Race[]): readonly TuningName[] {
  return TUNING_NAMES.filter((name) => races.some((race) => outcomeOf(race, name) !== null));
}

function bytesOf(race: Race, name: TuningName): number | null {
  const outcome = outcomeOf(race, name);
  return outcome === null ? null : rounded(outcome.day.deviceBytes / MB);
}

function rounded(value: number): number {
  return Number(value.toFixed(1));
}

function draw(option: EChartsOption): string {
  const chart = init(null, null, { renderer: "svg", ssr: true, ...SIZE });
  chart.setOption({ animation: false, backgroundColor: "#fff", ...option });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}
