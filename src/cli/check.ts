import { checks } from "../checks";
import type { Check } from "../checks/check";
import { reportJson } from "../checks/reporters/json";
import { reportSarif } from "../checks/reporters/sarif";
import { INVALID_SETTING, reportText } from "../checks/reporters/text";
import { acceptanceProblems, checkStack, isError, type Report, type ReportedFinding } from "../checks/runner";
import { type AcceptanceModel, resolveAcceptance } from "../settings/acceptance";
import { UsageError } from "../settings/errors";
import { isPlainObject } from "../settings/plain-object";
import type { Settings } from "../settings/settings";
import { problemsOf, SettingsError, type SettingsErrorProps } from "../settings/settings-error";
import { SettingsReader } from "../settings/settings-reader";
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
  const stack = load(settings, root);
  return { stack, report: checkStack(checks, stack) };
}

/** Loads the stack. The entries of `accept` need only the list of checks, so an error includes theirs. */
function load(settings: Settings, root: string): RenderedStack {
  try {
    return loadStack(settings, root);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    throw new SettingsError(...error.problems, ...unusableAcceptances(settings));
  }
}

/** If the entries themselves are refused, the error of the settings has said so. */
function unusableAcceptances(settings: unknown): readonly SettingsErrorProps[] {
  const accept = isPlainObject(settings) ? settings["accept"] : undefined;
  const read = () =>
    SettingsReader.read<Pick<Settings, "accept">, readonly AcceptanceModel[]>({ accept }, "", (reader) =>
      reader.list("accept", resolveAcceptance),
    );
  return problemsOf(read).length > 0 ? [] : acceptanceProblems(read(), checks);
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
