import type { Log, PhysicalLocation, ReportingDescriptor, Result } from "sarif";
import type { Check, Finding } from "../check";
import type { Report, ReportedFinding } from "../runner";

const SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

/** The file of a finding without a location: it is about the settings. */
const SETTINGS_FILE = "main.ts";

/**
 * The report in the format that code hosts show in pull requests.
 * @param checks every check, so that a host can explain them and close findings that are gone
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function reportSarif(report: Report, checks: readonly Check[]): string {
  const all = [...report.findings, ...report.accepted].map(({ check }) => check);
  const rules = [...new Map([...checks, ...all].map((check) => [check.id, check])).values()];
  const log: Log = {
    $schema: SCHEMA,
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "log-collection", rules: rules.map(descriptor) } },
        results: [
          ...report.findings.flatMap(results),
          ...report.accepted.flatMap((accepted) =>
            results(accepted).map((one) => ({
              ...one,
              suppressions: [{ kind: "inSource" as const, justification: accepted.reason }],
            })),
          ),
        ],
      },
    ],
  };
  return JSON.stringify(log, null, 2);
}

function descriptor({ id, title, why, remedy, evidence, severity }: Check): ReportingDescriptor {
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: why },
    help: { text: `Remedy: ${remedy}. Evidence: ${evidence}.` },
    defaultConfiguration: { level: severity },
  };
}

/** One result for each place: a host shows a result only at its first location. */
function results({ check, finding, others }: ReportedFinding): readonly Result[] {
  return [finding, ...others].map((one) => result(check, one));
}

function result(check: Check, finding: Finding): Result {
  const { setting, got, expected, remedy } = finding;
  return {
    ruleId: check.id,
    level: check.severity,
    message: { text: `${setting}: got ${got}, expected ${expected}. Remedy: ${remedy}` },
    locations: [{ physicalLocation: location(finding), logicalLocations: [{ fullyQualifiedName: setting }] }],
  };
}

function location({ location }: Finding): PhysicalLocation {
  if (location === undefined) return { artifactLocation: { uri: SETTINGS_FILE }, region: { startLine: 1 } };
  const { file, line, column, endLine, endColumn } = location;
  return {
    artifactLocation: { uri: encodeURI(file) },
    region: { startLine: line, startColumn: column, endLine, endColumn },
  };
}
