import { quoted } from "../../settings/messages";
import { explained } from "../../settings/settings-error";
import type { Found } from "../check";
import type { Report } from "../runner";

/** One finding as a person reads it, with the place first where it has one, so that terminals and editors can jump to it. */
export function findingText(found: Found): string {
  const { check, finding } = found;
  const { setting, location } = finding;
  const at = location === undefined ? "" : `${location.file}:${location.line}:${location.column}: `;
  const verdict = check.severity === "error" ? "is refused" : "has a warning";
  const name = location === undefined ? setting : setting.replace(`${location.file}: `, "");
  const acceptance = found.acceptable ? `\n${acceptanceText(found)}` : "";
  return `${at}${name} ${verdict} (${check.id})\n${explained({ ...finding, because: check.reason })}${acceptance}`;
}

/** What stands in main.ts where the finding is right as it is. */
function acceptanceText({ check, finding }: Found): string {
  return `  accept   { check: ${quoted(check.id)}, setting: ${quoted(finding.setting)}, reason: "…" }`;
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
