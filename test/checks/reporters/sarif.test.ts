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

test("writes one run in SARIF 2.1.0", () => {
  const log: Log = JSON.parse(reportSarif(NOTHING, []));
  expect(log).toEqual({
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [{ tool: { driver: { name: "log-collection", rules: [] } }, results: [] }],
  });
});

test("lists every check once as a rule, including checks known only to the report", () => {
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

test("lists the check of an accepted finding as a rule", () => {
  const accepted = [{ check: HINT, finding: finding("a"), others: [], acceptable: true, reason: "so it is" }];
  expect(runOf({ ...NOTHING, accepted }).tool.driver.rules).toHaveLength(3);
});

test("places a finding about a setting in main.ts", () => {
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

test("places a finding about a file at its lines, with an encoded path", () => {
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

test("writes a result for each place of equal findings", () => {
  const [first, ...others] = ["a", "b"].map((name) => finding(name));
  if (first === undefined) throw new Error("no finding");
  const open = [{ check: HINT, finding: first, others, acceptable: true }];
  const accepted = [{ check: WALL, finding: first, others, acceptable: true, reason: "so it is" }];
  const { results = [] } = runOf({ ...NOTHING, findings: open, accepted });
  expect(
    results.map(({ ruleId, suppressions, message }) => [ruleId, suppressions?.length ?? 0, message.text?.[0]]),
  ).toEqual([
    ["hint", 0, "a"],
    ["hint", 0, "b"],
    ["wall", 1, "a"],
    ["wall", 1, "b"],
  ]);
});

test("suppresses only accepted findings, with their reason", () => {
  const { results = [] } = runOf(EVERYTHING);
  expect(results.map(({ suppressions }) => suppressions)).toEqual([
    undefined,
    undefined,
    [{ kind: "inSource", justification: "it is a test cluster" }],
    [{ kind: "inSource", justification: "so it is" }],
  ]);
  expect(results.at(3)).toMatchObject({ ruleId: "hint", level: "warning" });
});

test("gives every rule a description and a help text", () => {
  for (const rule of runOf(NOTHING, [...checks]).tool.driver.rules ?? []) {
    expect(rule.shortDescription?.text).toMatch(/\S/);
    expect(rule.help?.text).toMatch(/\S/);
  }
});

test("writes the same text for the same report", () => {
  expect(reportSarif(EVERYTHING, KNOWN)).toBe(reportSarif(EVERYTHING, KNOWN));
});
