import type { ChartKeys, KeyData } from "../../src/checks/chart/key-tree";
import type { Chart } from "./chart";
import { chartReadings } from "./chart-readings";
import type { PinnedChart } from "./pinned";
import { keyData } from "./tree";

/** What a chart reads, found out from the chart itself. */
export function chartKeys(chart: Chart, { replaced, subCharts }: PinnedChart): ChartKeys {
  const readings = chartReadings(chart, replaced);
  return {
    version: chart.version,
    keys: keyData(readings.own, [...new Set([...subCharts, ...chart.subCharts])]),
    configuration: keyData(readings.replaced, []),
  };
}

/** What a newer chart reads that the older one did not ("+"), and the other way round ("-"). */
export function drift(older: ChartKeys, newer: ChartKeys): readonly string[] {
  const [was, is] = [listed(older), listed(newer)];
  const added = [...is].filter((line) => !was.has(line)).map((line) => `+ ${line}`);
  const removed = [...was].filter((line) => !is.has(line)).map((line) => `- ${line}`);
  return [...added, ...removed].sort((one, other) => (one.slice(2) < other.slice(2) ? -1 : 1));
}

function listed({ keys, configuration }: ChartKeys): ReadonlySet<string> {
  return new Set([...lines(keys), ...lines(configuration).map((line) => `${line} (in the configuration)`)]);
}

function lines(data: KeyData): readonly string[] {
  return Object.entries(data).flatMap(([path, keys]) =>
    keys.split(" ").map((key) => {
      const full = [path, key.replace(/^!/, "")].filter((part) => part !== "").join(".");
      return key.startsWith("!") ? `${full} is left out` : full;
    }),
  );
}
