import type { Log } from "sarif";
import { checks } from "../../../src/checks";
import { reportSarif } from "../../../src/checks/reporters/sarif";
import type { Report } from "../../../src/checks/runner";
import { finding } from "../samples";
import { EVERYTHING, HINT, NOTHING, QUIET, WALL } from "./reports";

const KNOWN = [QUIET, WALL];

function runOf(report: Report, known = KNOWN) {
  const log: Log = JSON.parse(reportSarif(report, known));
  const [run, ...others] = log.runs;
  if (run === undefined || others.length > 0) throw new Error(`${log.runs.length} runs`);
  return run;
}

test("a report is one run of the version that code hosts read", () => {
  const log: Log = JSON.parse(reportSarif(NOTHING, []));
  expect(log).toEqual({
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [{ tool: { driver: { name: "log-collection", rules: [] } }, results: [] }],
  });
});

test("every check is a rule once, those included that only the report knows", () => {
  const { rules } = runOf(EVERYTHING).tool.driver;
  expect(rules?.map(({ id }) => id)).toEqual(["quiet", "wall", "hint"]);
  expect(rules?.at(1)).toEqual({
    id: "wall",
    shortDescription: { text: "wall is fine" },
    fullDescription: { text: "wall matters" },
    help: { text: "Remedy: fix wall. Evidence: Loki was seen at it." },
    defaultConfiguration: { level: "error" },
  });
  expect(rules?.at(2)).toMatchObject({ defaultConfiguration: { level: "warning" } });
});

test("an accepted finding's check is a rule as well", () => {
  const accepted = [{ check: HINT, finding: finding("a"), acceptable: true, reason: "so it is" }];
  expect(runOf({ ...NOTHING, accepted }).tool.driver.rules).toHaveLength(3);
});

test("a finding in the settings is shown at their file", () => {
  expect(runOf(EVERYTHING).results?.at(0)).toEqual({
    ruleId: "wall",
    level: "error",
    message: { text: "loki.wal.size: got 64Mi, expected 1Gi. Remedy: raise it" },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: "main.ts" }, region: { startLine: 1 } },
        logicalLocations: [{ fullyQualifiedName: "loki.wal.size" }],
      },
    ],
  });
});

test("a finding in a file is shown at its lines, by a path that is an address", () => {
  expect(runOf(EVERYTHING).results?.at(1)).toMatchObject({
    ruleId: "hint",
    level: "warning",
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: "rules/my%20alerts.yaml" },
          region: { startLine: 3, startColumn: 7, endLine: 3, endColumn: 12 },
        },
      },
    ],
  });
});

test("what is accepted is suppressed, with the reason, and what is not is not", () => {
  const { results = [] } = runOf(EVERYTHING);
  expect(results.map(({ suppressions }) => suppressions)).toEqual([
    undefined,
    undefined,
    [{ kind: "inSource", justification: "it is a test cluster" }],
    [{ kind: "inSource", justification: "so it is" }],
  ]);
  expect(results.at(3)).toMatchObject({ ruleId: "hint", level: "warning" });
});

test("every rule has what code hosts show of it", () => {
  for (const rule of runOf(NOTHING, [...checks]).tool.driver.rules ?? []) {
    expect(rule.shortDescription?.text).toMatch(/\S/);
    expect(rule.help?.text).toMatch(/\S/);
  }
});

test("the same report is the same text", () => {
  expect(reportSarif(EVERYTHING, KNOWN)).toBe(reportSarif(EVERYTHING, KNOWN));
});
