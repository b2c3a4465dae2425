import type { Found } from "../check";
import type { Report } from "../runner";

/** The report as JSON, for programs. */
export function reportJson(report: Report): string {
  return JSON.stringify(
    {
      findings: report.findings.map(plain),
      accepted: report.accepted.map((found) => ({ ...plain(found), acceptedBecause: found.reason })),
      notChecked: report.notChecked.map(({ check, setting }) => ({ check: check.id, setting })),
      passed: report.passed.map(({ id }) => id),
    },
    null,
    2,
  );
}

function plain({ check, finding }: Found) {
  return { check: check.id, severity: check.severity, ...finding, why: check.reason };
}
