import fc from "fast-check";
import type { Finding } from "../../src/checks/check";
import { isError, type Report, report } from "../../src/checks/report";
import { finding, location, sample } from "./samples";
import { stack } from "./stacks";

const EXAMPLE = stack();

function shown({ findings }: Report): readonly string[] {
  return findings.map(({ check, finding: { setting, got, location: at } }) =>
    [check.severity, at ? `${at.file}:${at.line}:${at.column}` : "main.ts", setting, check.id, got].join(" "),
  );
}

test("a check passes that finds nothing", () => {
  const [quiet, loud] = [sample("quiet"), sample("loud", [finding("a"), finding("b")])];
  expect(report([quiet, loud], EXAMPLE)).toEqual({
    findings: [
      { check: loud, finding: finding("a"), acceptable: true },
      { check: loud, finding: finding("b"), acceptable: true },
    ],
    accepted: [],
    notChecked: [],
    passed: [quiet],
  });
});

test("a check is asked about what would be deployed", () => {
  const find = jest.fn(() => []);
  report([sample("curious", [], { find })], EXAMPLE);
  expect(find.mock.calls).toEqual([[EXAMPLE]]);
});

test("a check that needs a setting is made once it is declared", () => {
  const needs = (declared: boolean) => ({ setting: "load.pods", declared: () => declared });
  const able = sample("able", [finding("a")], { needs: needs(true) });
  const unable = sample("unable", [finding("b")], { needs: needs(false) });
  expect(report([able, unable], EXAMPLE)).toEqual({
    findings: [{ check: able, finding: finding("a"), acceptable: true }],
    accepted: [],
    notChecked: [{ check: unable, setting: "load.pods" }],
    passed: [],
  });
});

test("errors come before warnings, then it goes by location, setting, check and what is there", () => {
  const warning = sample("warning", [finding("a")], { severity: "warning" });
  const values = sample("values", [
    finding("a", { location: location("values/loki.yaml", 10, 2) }),
    finding("a", { location: location("values/loki.yaml", 9, 10) }),
    finding("a", { location: location("values/loki.yaml", 9, 2) }),
    finding("z", { location: location("rules/alerts.yaml", 100) }),
  ]);
  const settings = [finding("b"), finding("a", { got: "2" }), finding("a", { got: "1" }), finding("a.b"), finding("B")];
  const all = [warning, values, sample("settings", settings), sample("other", [finding("a", { got: "3" })])];
  expect(shown(report(all, EXAMPLE))).toEqual([
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

test("the order doesn't depend on that of checks and findings", () => {
  const places = fc.option(
    fc.tuple(fc.constantFrom("a.yaml", "b.yaml"), fc.nat(120), fc.nat(120)).map(([...at]) => location(...at)),
    { nil: undefined },
  );
  const some: fc.Arbitrary<Finding> = fc
    .record({ setting: fc.constantFrom("a", "b"), got: fc.constantFrom("1", "2"), at: places })
    .map(({ setting, got, at }) => finding(setting, { got, ...(at && { location: at }) }));
  fc.assert(
    fc.property(fc.array(some), fc.array(some), (one, other) => {
      const forward = report([sample("one", one), sample("other", other)], EXAMPLE);
      const backward = report([sample("other", other.toReversed()), sample("one", one.toReversed())], EXAMPLE);
      expect(shown(backward)).toEqual(shown(forward));
    }),
  );
});

test("an error stops the synthesis, a warning doesn't", () => {
  expect(isError({ check: sample("a"), finding: finding("a"), acceptable: true })).toBe(true);
  expect(isError({ check: sample("a", [], { severity: "warning" }), finding: finding("a"), acceptable: true })).toBe(
    false,
  );
});
