import type { Model } from "../model";
import { missingPackage } from "../settings/errors";
import { Duration } from "../units";
import { scaledLoad } from "./bounds";
import { type Capacity, capacityOf, demandOf } from "./capacity";
import type { Demand } from "./demand";
import { capacityTable } from "./table";

const SIZE = { width: 640, height: 360 };

/** Returns a self-contained HTML page with the table and its plots. */
export async function capacityPage(model: Model): Promise<string> {
  const sections: string[] = [];
  for (const plot of plots(model)) sections.push(`<h2>${escaped(plot.title)}</h2>\n${await draw(plot)}`);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Capacity of the log collection</title>
<style>body { font-family: sans-serif; margin: 2rem auto; max-width: 60rem } pre { overflow-x: auto }</style>
<h1>Capacity of the log collection</h1>
<pre>${escaped(capacityTable(model))}</pre>
${sections.join("\n")}
</html>
`;
}

/** Loads the library on demand, because it is an optional package that synth doesn't need. */
async function plotter() {
  try {
    return await import("echarts");
  } catch {
    throw missingPackage("echarts", "draws the plots of the page");
  }
}

async function draw({ x, y, curves }: Plot): Promise<string> {
  const { init } = await plotter();
  const chart = init(null, null, { renderer: "svg", ssr: true, ...SIZE });
  chart.setOption({
    animation: false,
    legend: {},
    xAxis: { type: "value", name: x, nameLocation: "middle", nameGap: 28 },
    yAxis: { type: "value", name: y },
    series: curves.map(({ name, points }) => ({
      ...{ type: "line", name, symbol: "none" },
      data: points.map(([at, value]) => [at, value]),
    })),
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}

/** A line in a plot. */
export interface Curve {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

export interface Plot {
  readonly title: string;
  readonly x: string;
  readonly y: string;
  readonly curves: readonly Curve[];
}

const GIB = 2 ** 30;
const MAX_FACTOR = 4;
const FACTORS = Array.from({ length: 4 * MAX_FACTOR + 1 }, (_, index) => index / 4);
const HOURS = [1, 2, 3, 4, 6, 8, 10, 12, 15, 18, 21, 24, 30, 36, 42, 48];
const DAYS = [1, 3, 5, 7, 10, 14, 21, 30];

/** Returns the plots for choosing memory and disk sizes. */
export function plots(model: Model): readonly Plot[] {
  const demand = demandOf(model);
  const { resources, wal, limits, volume } = model.loki;
  const overLoad = FACTORS.map((factor) => ({ at: factor, demand: scaledLoad(demand, factor) }));
  const overAge = HOURS.map((hours) => ({ at: hours, demand: { ...demand, maxChunkAge: Duration.hours(hours) } }));
  const overIdle = HOURS.map((hours) => ({ at: hours, demand: { ...demand, chunkIdlePeriod: Duration.hours(hours) } }));
  const overRetention = DAYS.map((days) => ({ at: days, demand: { ...demand, retention: Duration.days(days) } }));
  return [
    {
      ...{ title: "Memory by load", x: "times the declared load", y: "GiB" },
      curves: [
        curve("pod", overLoad, ({ memory }) => memory.toBytes() / GIB),
        curve("write-ahead log (part of pod)", overLoad, (capacity) => capacity.wal.toBytes() / GIB),
        level("request", overLoad, resources.memoryRequest.toBytes() / GIB),
        level("limit", overLoad, resources.memoryLimit.toBytes() / GIB),
      ],
    },
    {
      ...{ title: "Memory by chunk age", x: "loki.ingester.maxChunkAge, hours", y: "GiB" },
      curves: [
        curve("pod", overAge, ({ memory }) => memory.toBytes() / GIB),
        curve("write-ahead log (part of pod)", overAge, (capacity) => capacity.wal.toBytes() / GIB),
        level("usable write-ahead log", overAge, (wal.size.toBytes() * wal.fullThreshold) / GIB),
        level("request", overAge, resources.memoryRequest.toBytes() / GIB),
      ],
    },
    {
      ...{ title: "Streams by idle period", x: "loki.ingester.chunkIdlePeriod, hours", y: "streams" },
      curves: [curve("in memory", overIdle, ({ streams }) => streams), level("limit", overIdle, limits.maxStreams)],
    },
    {
      ...{ title: "Volume usage by retention", x: "loki.retention, days", y: "GiB" },
      curves: [
        curve("usage", overRetention, ({ disk }) => disk.toBytes() / GIB),
        level("size", overRetention, volume.size.toBytes() / GIB),
      ],
    },
  ];
}

interface Sample {
  readonly at: number;
  readonly demand: Demand;
}

function curve(name: string, samples: readonly Sample[], read: (capacity: Capacity) => number): Curve {
  return { name, points: samples.map(({ at, demand }) => [at, Number(read(capacityOf(demand)).toFixed(3))]) };
}

function level(name: string, samples: readonly Sample[], value: number): Curve {
  return { name, points: samples.map(({ at }) => [at, value]) };
}
