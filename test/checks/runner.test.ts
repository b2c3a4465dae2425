import fc from "fast-check";
import type { Finding } from "../../src/checks/check";
import { findingText } from "../../src/checks/reporters/text";
import { checkStack, isError, type Report, type ReportedFinding } from "../../src/checks/runner";
import type { AcceptSettings } from "../../src/settings/acceptance";
import { problemsOf } from "../../src/settings/settings-error";
import { settingsError } from "../helpers/settings-error";
import { finding, location, sample } from "./samples";
import { stack } from "./stacks";

const EXAMPLE = stack();

function shown({ findings }: Report): readonly string[] {
  return findings.map(({ check, finding: { setting, got, location: at } }) =>
    [check.severity, at ? `${at.file}:${at.line}:${at.column}` : "main.ts", setting, check.id, got].join(" "),
  );
}

test("passes a check without findings", () => {
  const [quiet, loud] = [sample("quiet"), sample("loud", [finding("a"), finding("b")])];
  expect(checkStack([quiet, loud], EXAMPLE)).toEqual({
    findings: [{ check: loud, finding: finding("a"), others: [finding("b")], acceptable: true }],
    accepted: [],
    skipped: [],
    passed: [quiet],
  });
});

test("gives every check the rendered stack", () => {
  const find = jest.fn(() => []);
  checkStack([sample("curious", [], { find })], EXAMPLE);
  expect(find.mock.calls).toEqual([[EXAMPLE]]);
});

test("skips a check until its setting is declared", () => {
  const needs = (declared: boolean) => ({ setting: "load.pods", declared: () => declared });
  const able = sample("able", [finding("a")], { needs: needs(true) });
  const unable = sample("unable", [finding("b")], { needs: needs(false) });
  expect(checkStack([able, unable], EXAMPLE)).toEqual({
    findings: [{ check: able, finding: finding("a"), others: [], acceptable: true }],
    accepted: [],
    skipped: [{ check: unable, setting: "load.pods" }],
    passed: [],
  });
});

/** Findings that differ in their remedy, so that they are not shown as one. */
function distinct(findings: readonly Finding[]): readonly Finding[] {
  return findings.map((one, index) => ({ ...one, remedy: `write ${index}` }));
}

test("sorts errors before warnings, then by location, setting, check and got", () => {
  const warning = sample("warning", [finding("a")], { severity: "warning" });
  const values = sample(
    "values",
    distinct([
      finding("a", { location: location("values/loki.yaml", 10, 2) }),
      finding("a", { location: location("values/loki.yaml", 9, 10) }),
      finding("a", { location: location("values/loki.yaml", 9, 2) }),
      finding("z", { location: location("rules/alerts.yaml", 100) }),
    ]),
  );
  const settings = [finding("b"), finding("a", { got: "2" }), finding("a", { got: "1" }), finding("a.b"), finding("B")];
  const all = [warning, values, sample("settings", distinct(settings)), sample("other", [finding("a", { got: "3" })])];
  expect(shown(checkStack(all, EXAMPLE))).toEqual([
    "error main.ts B settings 1",
    "error main.ts a other 3",
    "error main.ts a settings 1",
    "error main.ts a settings 2",
    "error main.ts a.b settings 1",
    "error main.ts b settings 1",
    "error rules/alerts.yaml:100:1 z values 1",
    "error values/loki.yaml:9:2 a values 1",
    "error values/loki.yaml:9:10 a values 1",
    "error values/loki.yaml:10:2 a values 1",
    "warning main.ts a warning 1",
  ]);
});

test("sorts independently of the order of checks and findings", () => {
  const places = fc.option(
    fc.tuple(fc.constantFrom("a.yaml", "b.yaml"), fc.nat(120), fc.nat(120)).map(([...at]) => location(...at)),
    { nil: undefined },
  );
  const some: fc.Arbitrary<Finding> = fc
    .record({ setting: fc.constantFrom("a", "b"), got: fc.constantFrom("1", "2"), at: places })
    .map(({ setting, got, at }) => finding(setting, { got, ...(at && { location: at }) }));
  fc.assert(
    fc.property(fc.array(some), fc.array(some), (one, other) => {
      const forward = checkStack([sample("one", one), sample("other", other)], EXAMPLE);
      const backward = checkStack([sample("other", other.toReversed()), sample("one", one.toReversed())], EXAMPLE);
      expect(shown(backward)).toEqual(shown(forward));
    }),
  );
});

test("treats only errors as errors", () => {
  expect(isError({ check: sample("a"), finding: finding("a"), others: [], acceptable: true })).toBe(true);
  expect(
    isError({ check: sample("a", [], { severity: "warning" }), finding: finding("a"), others: [], acceptable: true }),
  ).toBe(false);
});

const LOUD = sample("loud", [finding("b"), finding("a")]);
const OTHER = sample("other", [finding("a")]);
const QUIET = sample("quiet");
const CHECKS = [LOUD, OTHER, QUIET];

function reported(...accept: readonly AcceptSettings[]) {
  const { findings, accepted, passed } = checkStack(CHECKS, stack({ accept }));
  return {
    findings: findings.map((found) => `${found.check.id} ${found.finding.setting}`),
    accepted: accepted.map(
      ({ check, finding, others, reason }) =>
        `${check.id} ${finding.setting}${others.length === 0 ? "" : ` and ${others.length} more`}: ${reason}`,
    ),
    passed: passed.map(({ id }) => id),
  };
}

test("accepts every finding of a check without a setting", () => {
  expect(reported({ check: "loud", reason: "it is a test cluster" })).toEqual({
    findings: ["other a"],
    accepted: ["loud a and 1 more: it is a test cluster"],
    passed: ["quiet"],
  });
});

test("accepts only the named check's finding at a setting", () => {
  expect(reported({ check: "loud", setting: "a", reason: "so it is" })).toEqual({
    findings: ["other a", "loud b"],
    accepted: ["loud a: so it is"],
    passed: ["quiet"],
  });
});

test("takes the reason of the first matching acceptance and counts both as used", () => {
  const whole = { check: "loud", reason: "all of it" };
  expect(reported({ check: "loud", setting: "b", reason: "this one" }, whole)).toMatchObject({
    findings: ["other a"],
    accepted: ["loud a: all of it", "loud b: this one"],
  });
});

const UNUSED = {
  id: "accept-unused",
  severity: "warning",
  why: "an acceptance that matches nothing may later hide an unreviewed finding",
  evidence: "unused suppressions outlive their reasons in every linter",
};

test.each([
  [{ check: "quiet", reason: "once" }, "an acceptance of quiet, which matches no finding"],
  [{ check: "quiet", setting: "a", reason: "once" }, 'an acceptance of quiet at "a", which matches no finding'],
])("warns about the unused acceptance %j", (acceptance, got) => {
  const used = { check: "other", reason: "it is used" };
  const [unused] = checkStack(CHECKS, stack({ accept: [used, acceptance] })).findings.slice(-1);
  expect(unused?.finding).toEqual({
    setting: "accept[1]",
    got,
    expected: "the check and setting of a finding",
    remedy: "delete it",
  });
  expect(unused?.check).toMatchObject(UNUSED);
  expect(unused?.acceptable).toBe(false);
  expect(unused?.check.find(stack())).toEqual([]);
});

const EVERY_POD = finding("rules/my-rules.yaml: EveryPod", { location: location("rules/my-rules.yaml", 5, 15) });
const ANY_ERROR = finding("rules/my-rules.yaml: AnyError", { location: location("rules/my-rules.yaml", 9, 15) });
const RULES = sample("rules", [ANY_ERROR, EVERY_POD]);

function unusedRemedies(...accept: readonly AcceptSettings[]) {
  const { findings } = checkStack([RULES], stack({ accept }));
  return findings.filter(({ check }) => check.id === UNUSED.id).map(({ finding: { remedy } }) => remedy);
}

test("suggests the nearest finding for an unused acceptance", () => {
  const printed = { check: "rules", setting: "rules/my-rules.yaml:5:15: EveryPod", reason: "one alert a pod" };
  expect(unusedRemedies(printed)).toEqual([
    'use setting: "rules/my-rules.yaml: EveryPod" if you mean that finding, or delete it',
  ]);
});

test("prints a line that accepts the finding", () => {
  const [printed = ""] = checkStack([RULES], stack()).findings.map(findingText);
  const [, check = "", setting = ""] =
    /^ {2}accept {2}\{ check: (".*"), setting: (".*"), reason: "…" \}$/m.exec(printed) ?? [];
  const accept = [{ check: JSON.parse(check), setting: JSON.parse(setting), reason: "so it is" }];
  expect(checkStack([RULES], stack({ accept }))).toMatchObject({
    findings: [{ finding: ANY_ERROR }],
    accepted: [{ finding: EVERY_POD }],
  });
});

test("suggests no finding that is already accepted", () => {
  const all = { check: "rules", reason: "they are meant" };
  expect(unusedRemedies(all, { check: "rules", setting: "rules/old.yaml: EveryPod", reason: "once" })).toEqual([
    "delete it",
  ]);
});

const LATE = finding("c", { location: location("rules/c.yaml", 9) });
const SAME = ["b", "c", "a"].map((name) => finding(name, { location: location(`rules/${name}.yaml`, 3) }));
const MANY = sample("many", [LATE, ...SAME, finding("d", { expected: "3" })]);

function places(accept: readonly AcceptSettings[], checks = [MANY]) {
  const { findings, accepted } = checkStack(checks, stack({ accept }));
  const settings = ({ finding: one, others }: ReportedFinding) => [one, ...others].map(({ setting }) => setting);
  return { findings: findings.map(settings), accepted: accepted.map(settings) };
}

test("reports equal findings of a check as one, in the order of their places", () => {
  expect(places([])).toEqual({ findings: [["d"], ["a", "b", "c", "c"]], accepted: [] });
  expect(places([], [MANY, sample("more", SAME)]).findings).toEqual([["d"], ["a", "b", "c", "c"], ["a", "b", "c"]]);
});

test("accepts each place of equal findings by its setting", () => {
  const reason = "it is meant";
  expect(places([{ check: "many", setting: "c", reason }])).toEqual({
    findings: [["d"], ["a", "b"]],
    accepted: [["c", "c"]],
  });
  expect(places(["b", "a"].map((setting) => ({ check: "many", setting, reason })))).toEqual({
    findings: [["d"], ["c", "c"]],
    accepted: [["a", "b"]],
  });
  expect(places(["b", "a"].map((setting) => ({ check: "many", setting, reason: `${setting} is meant` })))).toEqual({
    findings: [["d"], ["c", "c"]],
    accepted: [["a"], ["b"]],
  });
});

const FATAL = sample("fatal", [finding("a")], { acceptable: false });

test.each([undefined, "a"])("refuses to accept a finding that certainly stops Loki (setting %s)", (setting) => {
  const accept = [{ check: "fatal", reason: "it is fine", ...(setting && { setting }) }];
  expect(settingsError(() => checkStack([FATAL], stack({ accept })))).toEqual({
    setting: "accept[0].check",
    got: `"fatal", whose findings can't be accepted`,
    expected: "a check whose findings can be intended",
    why: "fatal matters",
    remedy: "delete the acceptance, and follow the remedy of the finding",
  });
});

test("offers no acceptance for a finding that certainly stops Loki", () => {
  const [fatal, loud] = [FATAL, sample("loud", [finding("a")])].map((check) =>
    checkStack([check], EXAMPLE).findings.map(findingText).join(),
  );
  expect(fatal).not.toContain("accept");
  expect(loud).toContain('accept  { check: "loud"');
});

test("ignores the unused acceptance of a skipped check", () => {
  const needs = { setting: "cluster.quota", declared: () => false };
  const unable = sample("unable", [finding("a")], { needs });
  const { findings, accepted, skipped } = checkStack(
    [unable, QUIET],
    stack({ accept: [{ check: "unable", reason: "it may be needed" }] }),
  );
  expect({ findings, accepted }).toEqual({ findings: [], accepted: [] });
  expect(skipped).toHaveLength(1);
});

test("rejects an unknown check and suggests the nearest", () => {
  const accept = [
    { check: "loud", reason: "it is loud" },
    { check: "queit", reason: "it is quiet" },
  ];
  expect(settingsError(() => checkStack(CHECKS, stack({ accept })))).toEqual({
    setting: "accept[1].check",
    got: '"queit"',
    expected: "the id of a check (docs/checks.md lists them)",
    why: "it accepts nothing, and the finding still stops the synthesis",
    remedy: 'did you mean "quiet"?',
  });
});

test("rejects every acceptance that can't be one", () => {
  const accept = ["loud", "queit", "fatal", "lodu"].map((check) => ({ check, reason: "it is meant" }));
  const settings = problemsOf(() => checkStack([...CHECKS, FATAL], stack({ accept }))).map(({ setting }) => setting);
  expect(settings).toEqual(["accept[1].check", "accept[2].check", "accept[3].check"]);
});
