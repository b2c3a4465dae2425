import { stringify } from "yaml";
import { ruleDuplicate, ruleGroupName } from "../../../src/checks/rules/duplicate";
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
    'rules/a.yaml: a:b: a recording rule "a:b", while the ruler has no remote_write',
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
