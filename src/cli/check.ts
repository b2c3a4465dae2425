import { checks } from "../checks";
import { reportJson } from "../checks/reporters/json";
import { reportSarif } from "../checks/reporters/sarif";
import { reportText } from "../checks/reporters/text";
import { isError, type Report } from "../checks/runner";
import type { Settings } from "../settings/settings";
import { SettingsError, UsageError } from "../settings/settings-error";
import type { Command } from "./command";
import { examine, refusedReport } from "./examine";

const FORMATS = new Map<string, (report: Report) => string>([
  ["text", reportText],
  ["json", reportJson],
  ["sarif", (report) => reportSarif(report, checks)],
]);

/** Prints what the checks say, without writing a plan. */
export const check: Command = {
  name: "check",
  usage: `check [-- --format ${[...FORMATS.keys()].join("|")}]`,
  options: { format: { type: "string", default: "text" } },
  run: (settings, root, { format }) => {
    const write = FORMATS.get(String(format));
    if (write === undefined) throw new UsageError(`--format takes ${[...FORMATS.keys()].join(", ")}, not "${format}"`);
    const report = examined(settings, root);
    console.log(write(report));
    if (report.findings.some(isError)) process.exitCode = 1;
  },
};

function examined(settings: Settings, root: string): Report {
  try {
    return examine(settings, root).report;
  } catch (error) {
    if (error instanceof SettingsError) return refusedReport(error);
    throw error;
  }
}
