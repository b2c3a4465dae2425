import { checkSummary, findingText, reportText } from "../../../src/checks/reporters/text";
import { finding, location } from "../samples";
import { EVERYTHING, HINT, NOTHING, WALL } from "./reports";

test("formats a finding like a settings error, with the id of the check", () => {
  expect(findingText({ check: WALL, finding: finding("loki.wal.size"), acceptable: false })).toBe(`\
error: loki.wal.size: got 1, expected 2 [wall]
  why     wall matters
  remedy  write 2`);
});

test("ends an acceptable finding with its line for accept", () => {
  const setting = 'rules/my-rules.yaml: "EveryPod"';
  const there = finding(setting, { location: location("rules/my-rules.yaml", 5, 15) });
  expect(findingText({ check: HINT, finding: there, acceptable: true }).split("\n").slice(-1)).toEqual([
    '  accept  { check: "hint", setting: "rules/my-rules.yaml: \\"EveryPod\\"", reason: "…" }',
  ]);
});

test("starts with the location, so that terminals and editors can jump to it", () => {
  const there = finding("values/loki.yaml: loki.ruler", { location: location("values/loki.yaml", 4, 3) });
  expect(findingText({ check: HINT, finding: there, acceptable: true })).toMatch(
    /^values\/loki\.yaml:4:3: warning: loki\.ruler: got 1, expected 2 \[hint\]\n {2}why /,
  );
});

test("writes one paragraph per finding and a summary line", () => {
  const [first, second, ...others] = EVERYTHING.findings.map(findingText);
  expect(others).toEqual([]);
  expect(reportText(EVERYTHING)).toBe(
    `${first}\n\n${second}\n\n2 checks passed, 2 findings, 4 skipped (declare cluster.quota, cluster.taints, load.podStartsPerDay), 2 findings accepted`,
  );
});

test("omits outcomes without a check from the summary", () => {
  expect(checkSummary(NOTHING)).toBe("0 checks passed");
  expect(reportText(NOTHING)).toBe("0 checks passed");
});
