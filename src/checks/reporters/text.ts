import { quoted } from "../../settings/messages";
import { formatError } from "../../settings/settings-error";
import type { Found } from "../check";
import type { Report } from "../runner";

/** Formats a finding for the terminal. Its location, if any, comes first so that terminals and editors can jump to it. */
export function findingText(found: Found): string {
  return `${place(found)}${found.check.severity}: ${description(found)}`;
}

/** Formats a warning for cdktf, which prints the severity itself. */
export function annotationText(found: Found): string {
  return `${place(found)}${description(found)}`;
}

function place({ finding: { location } }: Found): string {
  return location === undefined ? "" : `${location.file}:${location.line}:${location.column}: `;
}

function description(found: Found): string {
  const { check, finding } = found;
  const { setting, location } = finding;
  const name = location === undefined ? setting : setting.replace(`${location.file}: `, "");
  const acceptance = found.acceptable ? `\n${acceptanceText(found)}` : "";
  return `${formatError({ ...finding, setting: name, why: check.reason }, check.id)}${acceptance}`;
}

/** The entry to paste into `accept` in main.ts if the finding is intended. */
function acceptanceText({ check, finding }: Found): string {
  return `  accept  { check: ${quoted(check.id)}, setting: ${quoted(finding.setting)}, reason: "…" }`;
}

/** The whole report as a person reads it. */
export function reportText(report: Report): string {
  return [...report.findings.map(findingText), checkSummary(report)].join("\n\n");
}

/** How many checks came to which end, and what would enable those that could not be made. */
export function checkSummary({ findings, accepted, notChecked, passed }: Report): string {
  const settings = [...new Set(notChecked.map(({ setting }) => setting))].sort();
  return [
    counted(passed.length, "check passed", "checks passed"),
    ...(findings.length === 0 ? [] : [counted(findings.length, "finding", "findings")]),
    ...(notChecked.length === 0 ? [] : [`${notChecked.length} not checked (declare ${settings.join(", ")})`]),
    ...(accepted.length === 0 ? [] : [counted(accepted.length, "finding accepted", "findings accepted")]),
  ].join(", ");
}

function counted(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}
