import type { Log, PhysicalLocation, ReportingDescriptor, Result } from "sarif";
import type { Check, Finding, Found } from "../check";
import type { Report } from "../runner";

const SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

/** Where a finding is shown that stands in no file of rules or values: the settings. */
const SETTINGS_FILE = "main.ts";

/**
 * The report in the format that code hosts show on the lines of a pull request.
 * @param checks every check, so that a host can explain them and close what is no longer found
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
          ...report.findings.map((found) => result(found)),
          ...report.accepted.map((found) => ({
            ...result(found),
            suppressions: [{ kind: "inSource" as const, justification: found.reason }],
          })),
        ],
      },
    ],
  };
  return JSON.stringify(log, null, 2);
}

function descriptor({ id, reason, evidence, severity }: Check): ReportingDescriptor {
  return {
    id,
    shortDescription: { text: reason },
    help: { text: evidence },
    defaultConfiguration: { level: severity },
  };
}

function result({ check, finding }: Found): Result {
  const { setting, got, expected, remedy } = finding;
  return {
    ruleId: check.id,
    level: check.severity,
    message: { text: `${setting}: got ${got}; expected ${expected}. ${remedy}` },
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
