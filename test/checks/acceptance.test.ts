import { findingText } from "../../src/checks/output/text";
import { report } from "../../src/checks/report";
import type { AcceptSettings } from "../../src/settings/acceptance";
import { refused } from "../helpers/refused";
import { finding, location, sample } from "./samples";
import { stack } from "./stacks";

const LOUD = sample("loud", [finding("b"), finding("a")]);
const OTHER = sample("other", [finding("a")]);
const QUIET = sample("quiet");
const CHECKS = [LOUD, OTHER, QUIET];

function reported(...accept: readonly AcceptSettings[]) {
  const { findings, accepted, passed } = report(CHECKS, stack({ accept }));
  return {
    findings: findings.map((found) => `${found.check.id} ${found.finding.setting}`),
    accepted: accepted.map((found) => `${found.check.id} ${found.finding.setting}: ${found.reason}`),
    passed: passed.map(({ id }) => id),
  };
}

test("every finding of a check is accepted where no setting is named", () => {
  expect(reported({ check: "loud", reason: "it is a test cluster" })).toEqual({
    findings: ["other a"],
    accepted: ["loud a: it is a test cluster", "loud b: it is a test cluster"],
    passed: ["quiet"],
  });
});

test("the finding at one setting is accepted where it is named, of that check alone", () => {
  expect(reported({ check: "loud", setting: "a", reason: "so it is" })).toEqual({
    findings: ["other a", "loud b"],
    accepted: ["loud a: so it is"],
    passed: ["quiet"],
  });
});

test("the first acceptance that fits gives the reason, and the second is used as well", () => {
  const whole = { check: "loud", reason: "all of it" };
  expect(reported({ check: "loud", setting: "b", reason: "this one" }, whole)).toMatchObject({
    findings: ["other a"],
    accepted: ["loud a: all of it", "loud b: this one"],
  });
});

const UNUSED = {
  id: "accept-unused",
  severity: "warning",
  reason: "an acceptance that accepts nothing would one day accept what nobody has looked at",
  evidence: "how suppressions of every linter rot",
};

test.each([
  [{ check: "quiet", reason: "once" }, "an acceptance of quiet, which finds nothing there"],
  [{ check: "quiet", setting: "a", reason: "once" }, 'an acceptance of quiet at "a", which finds nothing there'],
])("an acceptance that accepts nothing is a warning: %j", (acceptance, got) => {
  const used = { check: "other", reason: "it is used" };
  const [unused] = report(CHECKS, stack({ accept: [used, acceptance] })).findings.slice(-1);
  expect(unused?.finding).toEqual({
    setting: "accept[1]",
    got,
    expected: "acceptances of what is found",
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
  const { findings } = report([RULES], stack({ accept }));
  return findings.filter(({ check }) => check.id === UNUSED.id).map(({ finding: { remedy } }) => remedy);
}

test("an acceptance beside its finding is told the finding's name", () => {
  const printed = { check: "rules", setting: "rules/my-rules.yaml:5:15: EveryPod", reason: "one alert a pod" };
  expect(unusedRemedies(printed)).toEqual([
    'write setting: "rules/my-rules.yaml: EveryPod" if you mean that finding, or delete it',
  ]);
});

test("the acceptance that a finding ends with accepts it", () => {
  const [printed = ""] = report([RULES], stack()).findings.map(findingText);
  const [, check = "", setting = ""] =
    /^ {2}accept {3}\{ check: (".*"), setting: (".*"), reason: "…" \}$/m.exec(printed) ?? [];
  const accept = [{ check: JSON.parse(check), setting: JSON.parse(setting), reason: "so it is" }];
  expect(report([RULES], stack({ accept }))).toMatchObject({
    findings: [{ finding: ANY_ERROR }],
    accepted: [{ finding: EVERY_POD }],
  });
});

test("an acceptance isn't told of findings that are accepted", () => {
  const all = { check: "rules", reason: "they are meant" };
  expect(unusedRemedies(all, { check: "rules", setting: "rules/old.yaml: EveryPod", reason: "once" })).toEqual([
    "delete it",
  ]);
});

test("an acceptance of a check that could not be made may yet be needed", () => {
  const needs = { setting: "cluster.quota", declared: () => false };
  const unable = sample("unable", [finding("a")], { needs });
  const { findings, accepted, notChecked } = report(
    [unable, QUIET],
    stack({ accept: [{ check: "unable", reason: "it may be needed" }] }),
  );
  expect({ findings, accepted }).toEqual({ findings: [], accepted: [] });
  expect(notChecked).toHaveLength(1);
});

test("an acceptance of a check that there isn't is refused, with the nearest that there is", () => {
  const accept = [
    { check: "loud", reason: "it is loud" },
    { check: "queit", reason: "it is quiet" },
  ];
  expect(refused(() => report(CHECKS, stack({ accept })))).toEqual({
    setting: "accept[1].check",
    got: '"queit"',
    expected: "the name of a check (docs/checks.md lists them)",
    because: "it would accept nothing, and the finding would stop the plan all the same",
    remedy: 'did you mean "quiet"?',
  });
});
