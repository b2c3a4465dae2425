import type { Report, ReportedFinding } from "../runner";

/** The report as JSON, for programs. */
export function reportJson(report: Report): string {
  return JSON.stringify(
    {
      findings: report.findings.map(entry),
      accepted: report.accepted.map((finding) => ({ ...entry(finding), reason: finding.reason })),
      skipped: report.skipped.map(({ check, setting }) => ({ check: check.id, setting })),
      passed: report.passed.map(({ id }) => id),
    },
    null,
    2,
  );
}

function entry({ check, finding, others }: ReportedFinding) {
  const places = others.map(({ setting, location }) => ({ setting, location }));
  return {
    ...{ check: check.id, severity: check.severity, ...finding, why: check.why },
    ...(places.length === 0 ? {} : { others: places }),
  };
}
