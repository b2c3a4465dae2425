import { stringify } from "yaml";
import { ruleDuplicate, ruleGroupName } from "../../../src/checks/rules/duplicate";
import { ruleMeaning } from "../../../src/checks/rules/meaning";
import { ruleRecordingName } from "../../../src/checks/rules/recording-name";
import { ruleRecordingNowhere } from "../../../src/checks/rules/recording-nowhere";
import { withConfiguration } from "../stacks";
import { withFiles } from "./rules";

const file = (name: string, rules: readonly object[], group: object = {}) =>
  stringify({ groups: [{ name, ...group, rules }] });
const alert = (labels: object = {}) => ({ alert: "Errors", expr: "vector(1)", labels });
const record = (name: string) => ({ record: name, expr: "vector(1)" });

const gots = (check: typeof ruleDuplicate, files: Readonly<Record<string, string>>) =>
  check.find(withFiles(files)).map(({ setting, got }) => `${setting}: ${got}`);

test.each([
  [
    "another file",
    { "a.yaml": file("a", [alert()]), "b.yaml": file("b", [alert()]) },
    "rules/b.yaml",
    "rules/a.yaml:4",
  ],
  ["the same file", { "a.yaml": file("a", [alert(), alert()]) }, "rules/a.yaml", "rules/a.yaml:4"],
])("reports an alert with the name and labels of one in %s", (_, files, setting, first) => {
  expect(gots(ruleDuplicate, files)).toEqual([
    `${setting}: Errors: a second alert named "Errors" with the same labels; the first is at ${first}`,
  ]);
});

test.each([
  ["a label distinguishes them", [alert({ severity: "a" }), alert({ severity: "b" })]],
  ["one is a recording rule", [alert(), record("Errors")]],
  ["their names differ", [alert(), { ...alert(), alert: "Other" }]],
])("accepts two rules if %s", (_, rules) => {
  expect(gots(ruleDuplicate, { "a.yaml": file("a", rules) })).toEqual([]);
});

test("reports two rules that only the labels of their groups distinguish, because the ruler drops these", () => {
  const files = {
    "a.yaml": file("a", [alert()], { labels: { team: "a" } }),
    "b.yaml": file("b", [alert()], { labels: { team: "b" } }),
  };
  expect(gots(ruleDuplicate, files)).toHaveLength(1);
});

test("reports two groups of one name in a file", () => {
  const text = file("errors", [alert()]) + file("errors", [record("a:b")]).replace("groups:\n", "");
  expect(gots(ruleGroupName, { "a.yaml": text })).toEqual(['rules/a.yaml: a second group named "errors"']);
});

test("reports a thousand equal alerts and groups once each", () => {
  const rules = Array.from({ length: 1000 }, () => alert());
  expect(gots(ruleDuplicate, { "a.yaml": file("a", rules) })).toEqual([
    'rules/a.yaml: Errors: 1000 alerts named "Errors" with the same labels; the first is at rules/a.yaml:4, others at rules/a.yaml:10, rules/a.yaml:13 and 996 more places',
  ]);
  const groups = Array.from({ length: 1000 }, () => ({ name: "a", rules: [alert()] }));
  expect(gots(ruleGroupName, { "a.yaml": stringify({ groups }) })).toEqual(['rules/a.yaml: 1000 groups named "a"']);
});

describe("rule-meaning", () => {
  const of = (selector: string, labels: object, filter = "") => ({
    alert: "Errors",
    expr: `sum by (namespace) (rate({${selector}} ${filter} [5m])) > 5`,
    labels,
  });
  const warning = of('namespace="a"', { severity: "warning" });

  test.each([
    ["other streams", of('job="kubernetes-events"', { severity: "critical" }), 1],
    ["other streams in a group of labels", of('container="b"', { severity: "critical", priority: "1" }), 1],
    [
      "another threshold",
      { ...warning, expr: warning.expr.replace("> 5", "> 50"), labels: { severity: "critical" } },
      0,
    ],
    ["another window", { ...warning, expr: warning.expr.replace("5m", "1h"), labels: { severity: "critical" } }, 0],
    ["a part of the streams", of('namespace="a", container="b"', { severity: "critical" }), 0],
    ["one more filter", of('namespace="a"', { severity: "critical" }, '|= "x"'), 0],
    ["a label that distinguishes them", of('container="b"', { severity: "critical", team: "b" }), 0],
    ["other values of a label", of('namespace="b"', { severity: "critical" }), 0],
    ["the same labels, which are a duplicate", of('container="b"', { severity: "warning" }), 0],
    ["no streams", { alert: "Errors", expr: "vector(1)", labels: { severity: "critical" } }, 0],
  ])("examines two alerts of one name if one has %s (%j warnings)", (_, second, warnings) => {
    expect(gots(ruleMeaning, { "a.yaml": file("a", [warning]), "b.yaml": file("b", [second]) })).toHaveLength(warnings);
  });

  test.each([
    ["other filters", '|= "timeout"', 1],
    ["a further filter", '|= "boom" |= "timeout"', 0],
    ["a parser and a level", '| json | level="fatal"', 1],
  ])("compares %s with a filter of the same streams (%j warnings)", (_, filter, warnings) => {
    const rules = [
      of('namespace="a"', { severity: "warning" }, '|= "boom"'),
      of('namespace="a"', { severity: "critical" }, filter),
    ];
    expect(gots(ruleMeaning, { "a.yaml": file("a", rules) })).toHaveLength(warnings);
  });

  test("reports a name once", () => {
    const others = ["b", "c", "d"].map((name) => of(`container="${name}"`, { severity: name }));
    expect(gots(ruleMeaning, { "a.yaml": file("a", [warning, ...others]) })).toEqual([
      'rules/a.yaml: Errors: the name "Errors" for {container="b"} and 2 more queries, and at rules/a.yaml:4 for {namespace="a"}',
    ]);
  });
});

test("accepts two groups of one name in different files", () => {
  const files = { "a.yaml": file("errors", [alert()]), "b.yaml": file("errors", [record("a:b")]) };
  expect(gots(ruleGroupName, files)).toEqual([]);
});

test.each([
  ["errors", ['rules/a.yaml: errors: a recording rule named "errors"']],
  ["namespace:errors:rate5m", []],
  ["namespace:errors", []],
])("checks the name of a recorded series: %s (%j)", (name, expected) => {
  expect(gots(ruleRecordingName, { "a.yaml": file("a", [record(name)]) })).toEqual(expected);
});

test("reports a recording rule without remote write", () => {
  const files = { "a.yaml": file("a", [record("a:b"), alert()]) };
  expect(gots(ruleRecordingNowhere, files)).toEqual([
    "rules/a.yaml: a:b: a recording rule, while the ruler has no remote_write",
  ]);
  const of = withConfiguration({ "ruler.remote_write": { enabled: true } });
  expect(ruleRecordingNowhere.find(withFiles(files, of))).toEqual([]);
});

test.each([
  ["vector(1)", "name it level:metric:operations, such as namespace:errors:rate5m"],
  ['sum(count_over_time({app="a"}[90s]))', "name it level:metric:operations, such as namespace:errors:count90s"],
])("suggests a name for a recorded series of %s", (expr, remedy) => {
  const files = withFiles({ "a.yaml": file("a", [{ record: "errors", expr }]) });
  expect(ruleRecordingName.find(files)).toMatchObject([{ remedy }]);
});

test.each([
  ["vector(1)", "remove one of the two: their queries are identical"],
  ["vector(2)", "rename one of the two, or give it a label that distinguishes them"],
])("suggests how to distinguish a second rule on %s", (expr, remedy) => {
  const files = withFiles({ "a.yaml": file("a", [alert(), { ...alert(), expr }]) });
  expect(ruleDuplicate.find(files)).toMatchObject([{ remedy }]);
});
