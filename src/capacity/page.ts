import type { Model } from "../model";
import { missingPackage } from "../settings/settings-error";
import { type Plot, plots } from "./curves";
import { capacityTable } from "./table";

const SIZE = { width: 640, height: 360 };

/** One file of HTML with the table and its plots, which needs nothing else to be looked at. */
export async function capacityPage(model: Model): Promise<string> {
  const drawn: string[] = [];
  for (const plot of plots(model)) drawn.push(`<h2>${escaped(plot.title)}</h2>\n${await draw(plot)}`);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Capacity of the log collection</title>
<style>body { font-family: sans-serif; margin: 2rem auto; max-width: 60rem } pre { overflow-x: auto }</style>
<h1>Capacity of the log collection</h1>
<pre>${escaped(capacityTable(model))}</pre>
${drawn.join("\n")}
</html>
`;
}

/** Loads the library on demand: it is an optional package, and synth works without it. */
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
