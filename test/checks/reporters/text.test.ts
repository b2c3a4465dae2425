import type { Finding } from "../../../src/checks/check";
import { checkSummary, findingText, reportText } from "../../../src/checks/reporters/text";
import { finding, location } from "../samples";
import { EVERYTHING, HINT, NOTHING, WALL } from "./reports";

test("formats a finding like a settings error, with the id of the check", () => {
  expect(findingText({ check: WALL, finding: finding("loki.wal.size"), others: [], acceptable: false })).toBe(`\
error: loki.wal.size: got 1, expected 2 [wall]
  why     wall matters
  remedy  write 2`);
});

test("ends an acceptable finding with its line for accept", () => {
  const setting = 'rules/my-rules.yaml: "EveryPod"';
  const there = finding(setting, { location: location("rules/my-rules.yaml", 5, 15) });
  expect(findingText({ check: HINT, finding: there, others: [], acceptable: true }).split("\n").slice(-1)).toEqual([
    '  accept  { check: "hint", setting: "rules/my-rules.yaml: \\"EveryPod\\"", reason: "…" }',
  ]);
});

test("starts with the location, so that terminals and editors can jump to it", () => {
  const there = finding("values/loki.yaml: loki.ruler", { location: location("values/loki.yaml", 4, 3) });
  expect(findingText({ check: HINT, finding: there, others: [], acceptable: true })).toMatch(
    /^values\/loki\.yaml:4:3: warning: loki\.ruler: got 1, expected 2 \[hint\]\n {2}why /,
  );
});

test("counts the other places of a finding and names the first", () => {
  const at = (line: number) => finding(`rules/b.yaml: R${line}`, { location: location("rules/b.yaml", line) });
  const text = (others: readonly Finding[], acceptable: boolean) =>
    findingText({ check: HINT, finding: at(1), others, acceptable })
      .split("\n")
      .slice(3);
  const more = [at(2), finding("loki.wal"), at(3), at(4)];
  const accept = '  accept  { check: "hint", setting: "rules/b.yaml: R1", reason: "…" }';
  expect(text([], true)).toEqual([accept]);
  expect(text([at(1)], true)).toEqual(["  also    at 1 other place: R1 (rules/b.yaml:1:1)", accept]);
  expect(text([at(2)], true)).toEqual([
    "  also    at 1 other place (accept each by its setting): R2 (rules/b.yaml:2:1)",
    accept,
  ]);
  expect(text(more, false)).toEqual([
    "  also    at 4 other places: R2 (rules/b.yaml:2:1), loki.wal, R3 (rules/b.yaml:3:1), …",
  ]);
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
