import { checks } from "../../../src/checks";
import { ruleMisplacedField } from "../../../src/checks/rules/misplaced-field";
import { ruleDirectory, ruleDiscardedField, ruleFileIgnored } from "../../../src/checks/rules/rule-files";
import { ruleSwallowedQuery } from "../../../src/checks/rules/swallowed-query";
import { stack, withModel } from "../stacks";
import { gots, withFiles } from "./rules";

const QUERY = 'sum by (pod) (rate({namespace="web"}[5m]))';
const file = (...lines: readonly string[]) =>
  `groups:\n  - name: g\n    rules:\n      - alert: A\n${lines.map((line) => `        ${line}\n`).join("")}`;

test.each([
  ["a folded query", ["expr: >-", `  ${QUERY} # per pod`, "  > 5"], '"# per pod", which also hides "> 5"'],
  ["a folded query with //", ["expr: >", `  ${QUERY} // why`, "  > 5", "  and x"], 'which also hides "> 5 and x"'],
  ["the first line of a query", ["expr: >", "  # Too many.", `  ${QUERY} > 5`], '"# Too many.", which also hides'],
  ["a single-quoted query", [`expr: '${QUERY} # per pod`, "  > 5'"], "which also hides"],
  ["a double-quoted query", ['expr: "vector(1) # per pod', '  > 5"'], "which also hides"],
  ["a query without quotes", ['expr: vector(1) and {a="b #1"} > 5'], 'that YAML cuts at "#1\\"} > 5"'],
])("reports the comment that hides a part of %s, and nothing else about the syntax", (_, lines, got) => {
  const text = file(...lines);
  expect(gots(ruleSwallowedQuery, text)).toEqual([expect.stringContaining(got)]);
  const syntax = checks.filter(({ id }) => ["rule-syntax", "rule-function"].includes(id));
  expect(syntax.flatMap((check) => gots(check, text))).toEqual([]);
});

test.each([
  ["in a literal query", ["expr: |", `  ${QUERY} # per pod`, "  > 5"]],
  ["at the end of a folded query", ["expr: >-", `  ${QUERY}`, "  > 5 # per pod"]],
  ["above further comments", ["expr: >-", `  ${QUERY} > 5`, "  # one", "  # two"]],
  ["in a string", ["expr: >-", '  sum(rate({namespace="web"} |= "#1" [5m]))', "  > 5"]],
  ["in a string in backticks", ["expr: >-", "  sum(rate({namespace=`web`} |= `http://x` [5m]))", "  > 5"]],
  ["before a line that YAML keeps", ["expr: >-", `  ${QUERY} # per pod`, "    > 5"]],
  ["of YAML", [`expr: ${QUERY} > 5 # per pod`]],
])("accepts a comment %s", (_, lines) => {
  expect(gots(ruleSwallowedQuery, file(...lines))).toEqual([]);
});

test.each([
  ["labels", ["labels:", "  severity: warning", "  for: 5m"], ["for: 5m inside labels"]],
  ["annotations", ["annotations: { for: 5m }"], ["for: 5m inside annotations"]],
  ["a rule that waits", ["for: 1m", "labels: { for: 5m }"], []],
  ["a label with another value", ["labels: { for: everyone }"], []],
])("looks for fields inside %s", (_, lines, expected) => {
  expect(gots(ruleMisplacedField, file(`expr: ${QUERY} > 5`, ...lines))).toEqual(expected);
});

test("reports each field that the ruler drops, and none of a shipped rule", () => {
  const text = file("expr: vector(1)", "keep_firing_for: 5m").replace("name: g", "name: g\n    labels: { a: b }");
  expect(gots(ruleDiscardedField, text)).toEqual([
    'group "g" with labels, which the ruler drops',
    'rule "A" with keep_firing_for, which the ruler drops',
  ]);
  expect(ruleDiscardedField.find(stack())).toEqual([]);
});

test("refuses an ignored file with rules, and warns of any other", () => {
  const entry = (path: string, hasRules: boolean) => ({ path, hasRules, got: "", expected: "", remedy: "" });
  const ignored = [entry("rules/a.rules", true), entry("rules/b.txt", false)];
  const checked = withModel("alerting", (alerting) => ({ ...alerting, ignored }), withFiles({}));
  expect(ruleFileIgnored.find(checked)).toMatchObject([{ setting: "rules/a.rules" }]);
  expect(ruleDirectory.find(checked)).toMatchObject([{ setting: "rules/b.txt" }]);
  expect([ruleFileIgnored, ruleDirectory].flatMap((check) => check.find(stack()))).toEqual([]);
});
