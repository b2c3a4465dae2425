import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectRoot } from "../../src/cli/project-root";
import { archiveOf } from "./archive";
import { readChart } from "./chart";
import { chartKeys } from "./chart-keys";
import { compare } from "./check";
import { helmBinary, isHelm } from "./helm";
import { type PinnedChart, pinnedCharts } from "./pinned";

const USAGE = `npm run charts:check     compares what we know of the pinned charts with the charts
npm run charts:generate  writes what we know of them anew

Both need Helm (HELM_BINARY, "npm run tools", or on PATH), and each chart: the archive that LOKI_CHART or ALLOY_CHART
names, or else the pinned version from its repository, which Helm has to reach.`;

type Command = (chart: PinnedChart, archive: string, folder: string) => Promise<readonly string[]>;

const COMMANDS: ReadonlyMap<string | undefined, Command> = new Map<string, Command>([
  ["check", check],
  ["generate", generate],
]);

const root = projectRoot(__dirname);
const helm = helmBinary(root);

async function check(chart: PinnedChart, archive: string, folder: string): Promise<readonly string[]> {
  const { summary, differences } = await compare(chart, { root, helm, archive, folder });
  console.log(summary);
  return differences;
}

async function generate(chart: PinnedChart, archive: string, folder: string): Promise<readonly string[]> {
  const keys = chartKeys(readChart(archive, folder), chart);
  writeFileSync(join(root, chart.file), `${JSON.stringify(keys, null, 2)}\n`);
  console.log(`${chart.file} is what chart ${chart.name} ${keys.version} reads`);
  return [];
}

/** Runs a command on every chart; a chart that can't be had is a failure too, because nothing was compared. */
async function main(command: Command): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "charts-"));
  try {
    for (const chart of pinnedCharts) {
      const found = await command(chart, archiveOf(chart, helm, folder), mkdtempSync(join(folder, "chart-")));
      for (const line of found) console.error(line);
      if (found.length > 0) process.exitCode = 1;
    }
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const command = COMMANDS.get(process.argv[2]);
if (command === undefined) {
  console.error(USAGE);
  process.exitCode = 2;
} else if (!isHelm(helm)) {
  console.error(`nothing was compared: ${helm} is no Helm that can be started\n\n${USAGE}`);
  process.exitCode = 1;
} else {
  void main(command);
}
