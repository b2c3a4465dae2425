import { checkSummary, findingText, reportText } from "../../../src/checks/reporters/text";
import { finding, location } from "../samples";
import { EVERYTHING, HINT, NOTHING, WALL } from "./reports";

test("a finding is told as a refusal is, with the check's name", () => {
  expect(findingText({ check: WALL, finding: finding("loki.wal.size"), acceptable: false })).toBe(`\
error: loki.wal.size: got 1, expected 2 [wall]
  why     wall matters
  remedy  write 2`);
});

test("a finding that may be accepted is told with the acceptance, by the name that an acceptance knows it by", () => {
  const setting = 'rules/my-rules.yaml: "EveryPod"';
  const there = finding(setting, { location: location("rules/my-rules.yaml", 5, 15) });
  expect(findingText({ check: HINT, finding: there, acceptable: true }).split("\n").slice(-1)).toEqual([
    '  accept  { check: "hint", setting: "rules/my-rules.yaml: \\"EveryPod\\"", reason: "…" }',
  ]);
});

test("a place stands first, as terminals and editors jump to it", () => {
  const there = finding("values/loki.yaml: loki.ruler", { location: location("values/loki.yaml", 4, 3) });
  expect(findingText({ check: HINT, finding: there, acceptable: true })).toMatch(
    /^values\/loki\.yaml:4:3: warning: loki\.ruler: got 1, expected 2 \[hint\]\n {2}why /,
  );
});

test("a report is its findings, a paragraph each, and a line that counts", () => {
  const [first, second, ...others] = EVERYTHING.findings.map(findingText);
  expect(others).toEqual([]);
  expect(reportText(EVERYTHING)).toBe(
    `${first}\n\n${second}\n\n2 checks passed, 2 findings, 4 skipped (declare cluster.quota, cluster.taints, load.podStartsPerDay), 2 findings accepted`,
  );
});

test("what there is none of isn't counted", () => {
  expect(checkSummary(NOTHING)).toBe("0 checks passed");
  expect(reportText(NOTHING)).toBe("0 checks passed");
});
