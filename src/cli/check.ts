import { checks } from "../checks";
import type { Check } from "../checks/check";
import { reportJson } from "../checks/reporters/json";
import { reportSarif } from "../checks/reporters/sarif";
import { INVALID_SETTING, reportText } from "../checks/reporters/text";
import { checkStack, isError, type Report, type ReportedFinding } from "../checks/runner";
import { UsageError } from "../settings/errors";
import type { Settings } from "../settings/settings";
import { SettingsError, type SettingsErrorProps } from "../settings/settings-error";
import { loadStack, type RenderedStack } from "../stack/rendered-stack";
import { type Command, invalidChoice } from "./command";

const FORMATS = new Map<string, (report: Report) => string>([
  ["text", reportText],
  ["json", reportJson],
  ["sarif", (report) => reportSarif(report, checks)],
]);

/** Runs every check and prints the findings, without writing files. */
export const check: Command = {
  name: "check",
  usage: `check [-- --format ${[...FORMATS.keys()].join("|")}]`,
  options: { format: { type: "string", default: "text" } },
  run: (settings, root, { format }) => {
    const write = FORMATS.get(String(format));
    if (write === undefined) throw new UsageError(invalidChoice("format", String(format), [...FORMATS.keys()]));
    const report = reportOf(settings, root);
    console.log(write(report));
    if (report.findings.some(isError)) process.exitCode = 1;
  },
};

function reportOf(settings: Settings, root: string): Report {
  try {
    return runChecks(settings, root).report;
  } catch (error) {
    if (error instanceof SettingsError) return errorReport(error);
    throw error;
  }
}

export interface CheckedStack {
  readonly stack: RenderedStack;
  readonly report: Report;
}

/**
 * Renders the stack and runs every check on it.
 * @param root the project's folder
 * @throws SettingsError with every invalid setting
 */
export function runChecks(settings: Settings, root: string): CheckedStack {
  const stack = loadStack(settings, root);
  return { stack, report: checkStack(checks, stack) };
}

/** Reports each invalid setting as a finding, which can't be accepted. */
export function errorReport({ problems }: SettingsError): Report {
  return { findings: problems.map(settingsFinding), accepted: [], skipped: [], passed: [] };
}

function settingsFinding({ why, ...finding }: SettingsErrorProps): ReportedFinding {
  const settings: Check = {
    id: INVALID_SETTING,
    title: "The settings are valid",
    severity: "error",
    why,
    remedy: finding.remedy,
    evidence: "",
    find: () => [finding],
  };
  return { check: settings, finding, others: [], acceptable: false };
}
