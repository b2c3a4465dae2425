import { reportJson } from "../../../src/checks/reporters/json";
import { finding, location } from "../samples";
import { EVERYTHING, HINT, NOTHING } from "./reports";

test("writes the whole report", () => {
  expect(JSON.parse(reportJson(EVERYTHING))).toEqual({
    findings: [
      {
        check: "wall",
        severity: "error",
        setting: "loki.wal.size",
        got: "64Mi",
        expected: "1Gi",
        remedy: "raise it",
        why: "wall matters",
      },
      {
        check: "hint",
        severity: "warning",
        setting: "rules/my alerts.yaml",
        got: "1",
        expected: "2",
        remedy: "write 2",
        location: { file: "rules/my alerts.yaml", line: 3, column: 7, endLine: 3, endColumn: 12 },
        why: "hint matters",
      },
    ],
    accepted: [
      expect.objectContaining({ check: "wall", setting: "nfs.size", reason: "it is a test cluster" }),
      expect.objectContaining({ check: "hint", setting: "a rule", reason: "so it is" }),
    ],
    skipped: [
      { check: "taints", setting: "cluster.taints" },
      { check: "stream-limit", setting: "load.podStartsPerDay" },
      { check: "others", setting: "cluster.taints" },
      { check: "quota", setting: "cluster.quota" },
    ],
    passed: ["quiet", "calm"],
  });
});

test("writes the other places of equal findings", () => {
  const [first, ...others] = [1, 2].map((line) => finding(`R${line}`, { location: location("rules/a.yaml", line) }));
  if (first === undefined) throw new Error("no finding");
  const report = { ...NOTHING, findings: [{ check: HINT, finding: first, others, acceptable: true }] };
  expect(JSON.parse(reportJson(report)).findings).toEqual([
    expect.objectContaining({
      setting: "R1",
      others: [{ setting: "R2", location: { file: "rules/a.yaml", line: 2, column: 1, endLine: 2, endColumn: 6 } }],
    }),
  ]);
});

test("writes the same keys, indented, for an empty report", () => {
  expect(reportJson(NOTHING)).toBe('{\n  "findings": [],\n  "accepted": [],\n  "skipped": [],\n  "passed": []\n}');
});
