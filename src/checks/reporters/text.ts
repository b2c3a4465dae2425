import type { SourceLocation } from "../../alerting/rule-file/located-text";
import { quoted } from "../../settings/messages";
import { formatError } from "../../settings/settings-error";
import type { Report, ReportedFinding } from "../runner";

/** Formats a finding for the terminal. Its location, if any, comes first so that terminals and editors can jump to it. */
export function findingText(reported: ReportedFinding): string {
  return `${place(reported)}${reported.check.severity}: ${description(reported)}`;
}

/** Formats a warning for cdktf, which prints the severity itself. */
export function annotationText(reported: ReportedFinding): string {
  return `${place(reported)}${description(reported)}`;
}

function place({ finding: { location } }: ReportedFinding): string {
  return location === undefined ? "" : `${positionText(location)}: `;
}

function positionText({ file, line, column }: SourceLocation): string {
  return `${file}:${line}:${column}`;
}

function description(reported: ReportedFinding): string {
  const { check, finding } = reported;
  const { setting, location } = finding;
  const name = location === undefined ? setting : setting.replace(`${location.file}: `, "");
  const text = formatError({ ...finding, setting: name, why: check.why }, check.id);
  return [text, ...othersText(reported), ...(reported.acceptable ? [acceptanceText(reported)] : [])].join("\n");
}

/** How many other places of a finding its text names. */
const NAMED_PLACES = 3;

/** The other places of a finding: their number, and the first ones. */
function othersText({ finding: { setting: own }, others, acceptable }: ReportedFinding): readonly string[] {
  if (others.length === 0) return [];
  const each = acceptable && others.some(({ setting }) => setting !== own) ? " (accept each by its setting)" : "";
  const named = others
    .slice(0, NAMED_PLACES)
    .map(({ setting, location }) =>
      location === undefined ? setting : `${setting.replace(`${location.file}: `, "")} (${positionText(location)})`,
    );
  const rest = others.length > named.length ? ["…"] : [];
  return [
    `  also    at ${counted(others.length, "other place", "other places")}${each}: ${[...named, ...rest].join(", ")}`,
  ];
}

/** The entry to paste into `accept` in main.ts if the finding is intended. Each setting needs its own. */
function acceptanceText({ check, finding }: ReportedFinding): string {
  return `  accept  { check: ${quoted(check.id)}, setting: ${quoted(finding.setting)}, reason: "…" }`;
}

/** Formats the whole report for the terminal. */
export function reportText(report: Report): string {
  return [...report.findings.map(findingText), checkSummary(report)].join("\n\n");
}

/** The id of the finding for an invalid setting, which prevents every check. */
export const INVALID_SETTING = "settings";

/** Counts the outcomes, and names the settings that the skipped checks need. */
export function checkSummary({ findings, accepted, skipped, passed }: Report): string {
  if (findings.some(({ check }) => check.id === INVALID_SETTING))
    return `${counted(findings.length, "invalid setting", "invalid settings")}; no check ran`;
  const settings = [...new Set(skipped.map(({ setting }) => setting))].sort();
  return [
    counted(passed.length, "check passed", "checks passed"),
    ...(findings.length === 0 ? [] : [counted(findings.length, "finding", "findings")]),
    ...(skipped.length === 0 ? [] : [`${skipped.length} skipped (declare ${settings.join(", ")})`]),
    ...(accepted.length === 0 ? [] : [counted(accepted.length, "finding accepted", "findings accepted")]),
  ].join(", ");
}

function counted(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}
