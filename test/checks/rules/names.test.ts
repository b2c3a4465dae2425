import { stringify } from "yaml";
import { ruleDuplicate } from "../../../src/checks/rules/duplicate";
import { ruleRecordingName } from "../../../src/checks/rules/recording-name";
import { ruleRecordingNowhere } from "../../../src/checks/rules/recording-nowhere";
import { withConfiguration } from "../deployments";
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

test.each([
  ["another file", { "a.yaml": file("errors", [alert()]), "b.yaml": file("errors", [record("a:b")]) }, "rules/b.yaml"],
  [
    "the same file",
    { "a.yaml": file("errors", [alert()]) + file("errors", [record("a:b")]).replace("groups:\n", "") },
    "rules/a.yaml",
  ],
])("a group named like one in %s is told", (_, files, setting) => {
  expect(told(ruleDuplicate, files)).toEqual([
    `${setting}: a second group named "errors"; the first is in rules/a.yaml`,
  ]);
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
