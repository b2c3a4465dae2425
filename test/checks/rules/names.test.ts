import { stringify } from "yaml";
import { ruleDuplicate } from "../../../src/checks/rules/duplicate";
import { ruleRecordingName } from "../../../src/checks/rules/recording-name";
import { ruleRecordingNowhere } from "../../../src/checks/rules/recording-nowhere";
import { withConfiguration } from "../stacks";
import { withFiles } from "./rules";

const file = (name: string, rules: readonly object[], group: object = {}) =>
  stringify({ groups: [{ name, ...group, rules }] });
const alert = (labels: object = {}) => ({ alert: "Errors", expr: "vector(1)", labels });
const record = (name: string) => ({ record: name, expr: "vector(1)" });

const told = (check: typeof ruleDuplicate, files: Readonly<Record<string, string>>) =>
  check.find(withFiles(files)).map(({ setting, got }) => `${setting}: ${got}`);

test.each([
  [
    "another file",
    { "a.yaml": file("a", [alert()]), "b.yaml": file("b", [alert()]) },
    "rules/b.yaml",
    "rules/a.yaml:4",
  ],
  ["the same file", { "a.yaml": file("a", [alert(), alert()]) }, "rules/a.yaml", "rules/a.yaml:4"],
])("an alert named and labelled like one in %s is told", (_, files, setting, first) => {
  expect(told(ruleDuplicate, files)).toEqual([
    `${setting}: Errors: a second alert named "Errors" with the same labels; the first is at ${first}`,
  ]);
});

test.each([
  ["a label tells them apart", [alert({ severity: "a" }), alert({ severity: "b" })]],
  ["one is a recording rule", [alert(), record("Errors")]],
  ["their names differ", [alert(), { ...alert(), alert: "Other" }]],
])("two rules are none too many where %s", (_, rules) => {
  expect(told(ruleDuplicate, { "a.yaml": file("a", rules) })).toEqual([]);
});

test("labels of the group tell rules apart, too", () => {
  const files = {
    "a.yaml": file("a", [alert()], { labels: { team: "a" } }),
    "b.yaml": file("b", [alert()], { labels: { team: "b" } }),
  };
  expect(told(ruleDuplicate, files)).toEqual([]);
});

test("a group named like one in the same file is told", () => {
  const text = file("errors", [alert()]) + file("errors", [record("a:b")]).replace("groups:\n", "");
  expect(told(ruleDuplicate, { "a.yaml": text })).toEqual(['rules/a.yaml: a second group named "errors"']);
});

test("a group named like one in another file is taken: Loki knows it by its file", () => {
  const files = { "a.yaml": file("errors", [alert()]), "b.yaml": file("errors", [record("a:b")]) };
  expect(told(ruleDuplicate, files)).toEqual([]);
});

test.each([
  ["errors", ['rules/a.yaml: errors: a recording rule named "errors"']],
  ["namespace:errors:rate5m", []],
  ["namespace:errors", []],
])("of the name of a recorded series %s it is said: %j", (name, expected) => {
  expect(told(ruleRecordingName, { "a.yaml": file("a", [record(name)]) })).toEqual(expected);
});

test("a recorded series is kept nowhere without a remote write", () => {
  const files = { "a.yaml": file("a", [record("a:b"), alert()]) };
  expect(told(ruleRecordingNowhere, files)).toEqual([
    'rules/a.yaml: a:b: a recording rule "a:b", while the ruler has no remote_write',
  ]);
  const of = withConfiguration({ "ruler.remote_write": { enabled: true } });
  expect(ruleRecordingNowhere.find(withFiles(files, of))).toEqual([]);
});

test.each([
  ["vector(1)", "name it level:metric:operations, such as namespace:errors:rate5m"],
  ['sum(count_over_time({app="a"}[90s]))', "name it level:metric:operations, such as namespace:errors:count90s"],
])("a recorded series of %s gets a name that tells of it", (expr, remedy) => {
  const files = withFiles({ "a.yaml": file("a", [{ record: "errors", expr }]) });
  expect(ruleRecordingName.find(files)).toMatchObject([{ remedy }]);
});

test.each([
  ["vector(1)", "remove one of the two: their queries are identical"],
  ["vector(2)", "rename one of the two, or give it a label that distinguishes them"],
])("a second rule on %s beside one on vector(1) is told what to do", (expr, remedy) => {
  const files = withFiles({ "a.yaml": file("a", [alert(), { ...alert(), expr }]) });
  expect(ruleDuplicate.find(files)).toMatchObject([{ remedy }]);
});
