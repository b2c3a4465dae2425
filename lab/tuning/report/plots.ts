import { type EChartsOption, init } from "echarts";
import type { LoadResult } from "../load-result";
import { TUNING_NAMES, type TuningName } from "../tunings";
import { outcomeOf, partsOf } from "./figures";

/** A plot, and the name of its file. */
export interface Plot {
  readonly name: string;
  readonly svg: string;
}

const SIZE = { width: 760, height: 380 };
const MB = 1e6;

export function plotsOf(results: readonly LoadResult[]): readonly Plot[] {
  return [
    { name: "written", svg: draw(written(results)) },
    { name: "by-text", svg: draw(byText(results)) },
    { name: "parts", svg: draw(parts(results, "chart")) },
  ];
}

/** The bytes of a day, by load and tuning. */
function written(results: readonly LoadResult[]): EChartsOption {
  return {
    legend: {},
    xAxis: { type: "category", data: results.map(({ load }) => load.name) },
    yAxis: LOGARITHMIC,
    series: tuningsOf(results).map((name) => ({
      ...{ type: "bar", name },
      data: results.map((result) => bytesOf(result, name)),
    })),
  };
}

/** The bytes of a day over the text, for the loads that differ only in that. */
function byText(results: readonly LoadResult[]): EChartsOption {
  const same = results.filter(({ load }) => ["quiet", "usual", "heavy"].includes(load.name));
  return {
    legend: {},
    xAxis: { type: "log", name: "MB of text a day", nameLocation: "middle", nameGap: 28, min: 100, max: 10_000 },
    yAxis: LOGARITHMIC,
    series: tuningsOf(same).map((name) => ({
      ...{ type: "line", name },
      data: same.map((result) => [result.textBytes / MB, bytesOf(result, name)]),
    })),
  };
}

/** The parts of a tuning's bytes. */
function parts(results: readonly LoadResult[], tuning: TuningName): EChartsOption {
  const all = results
    .flatMap((result) => outcomeOf(result, tuning) ?? [])
    .map((outcome) => {
      return { parts: partsOf(outcome), percent: 100 / outcome.day.deviceBytes };
    });
  const series = [
    ["checkpoints", "checkpoints"],
    ["segments", "segments"],
    ["chunks", "chunks"],
    ["rest", "index and file system"],
  ] as const;
  return {
    legend: {},
    xAxis: { type: "category", data: results.map(({ load }) => load.name) },
    yAxis: { type: "value", name: `% of what "${tuning}" writes`, max: 100 },
    series: series.map(([part, name]) => ({
      ...{ type: "bar", stack: "all", name },
      data: all.map(({ parts, percent }) => rounded(parts[part] * percent)),
    })),
  };
}

const LOGARITHMIC = { type: "log", name: "MB written a day", min: 10 } as const;

function tuningsOf(results: readonly LoadResult[]): readonly TuningName[] {
  return TUNING_NAMES.filter((name) => results.some((result) => outcomeOf(result, name) !== null));
}

function bytesOf(result: LoadResult, name: TuningName): number | null {
  const outcome = outcomeOf(result, name);
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
