import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectRoot } from "../../src/cli/project-root";
import { readChart } from "./chart";
import { chartKeys } from "./chart-keys";
import { compare } from "./check";
import { archiveOf, canRun, helmBinary } from "./helm";
import { type PinnedChart, pinnedCharts } from "./pinned";

const USAGE = `npm run charts:check     compares src/*/chart-keys.json with the pinned charts
npm run charts:generate  generates src/*/chart-keys.json from the pinned charts

Both need Helm (HELM_BINARY, "npm run tools", or on PATH) and the charts: the archives in LOKI_CHART and ALLOY_CHART, or
the pinned versions from their repositories.`;

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
  console.log(`generated ${chart.file} from chart ${chart.name} ${keys.version}`);
  return [];
}

/** Runs a command on every chart. A missing chart is a failure, because nothing was compared. */
async function main(command: Command): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "charts-"));
  try {
    for (const chart of pinnedCharts) {
      const differences = await command(chart, archiveOf(chart, helm, folder), mkdtempSync(join(folder, "chart-")));
      for (const line of differences) console.error(line);
      if (differences.length > 0) process.exitCode = 1;
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
} else if (!canRun(helm)) {
  console.error(`nothing compared: can't run Helm as "${helm}"\n\n${USAGE}`);
  process.exitCode = 1;
} else {
  void main(command);
}
