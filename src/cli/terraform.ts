import { SettingsError } from "../settings/settings-error";
import { verifyCharts } from "../terraform/chart-verification";
import { runTerraform } from "../terraform/run";
import { workingFolder } from "../terraform/stack-folder";
import { projectRoot } from "./project-root";

/** The commands that download the charts. */
const WITH_CHARTS = ["plan", "apply"];

async function main(command: readonly string[]): Promise<number> {
  const root = projectRoot(__dirname);
  const folder = workingFolder(root, process.env);
  const [name = ""] = command;
  if (WITH_CHARTS.includes(name) && !(await haveCharts(folder))) return 1;
  return runTerraform(command, { root, folder, environment: process.env });
}

/** Reports packages with other content, and those that can't be compared. */
async function haveCharts(folder: string): Promise<boolean> {
  const { different, unverified } = await verifyCharts(folder);
  for (const line of unverified) console.error(`not compared with its digest: ${line}`);
  for (const line of different) console.error(line);
  if (different.length > 0)
    console.error(
      "The content of a chart has changed under its version. Find out why before you go on. For a mirror that packs charts again, set charts.<name>.digest.",
    );
  return different.length === 0;
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    if (!(error instanceof SettingsError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  },
);
