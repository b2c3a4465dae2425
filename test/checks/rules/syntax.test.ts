import { ruleChecks } from "../../../src/checks";
import {
  ruleForm,
  ruleFunction,
  ruleRegexp,
  ruleSelector,
  ruleSyntax,
  ruleTemplateForm,
} from "../../../src/checks/rules/syntax";
import { ruleTemplate } from "../../../src/checks/rules/template";
import { stack } from "../stacks";
import { alert, told, withFiles } from "./rules";

const FINE = alert('sum(rate({app="a"} |~ "a|b" | logfmt | line_format "{{.x}}" [5m])) > 1', {
  annotations: { summary: "{{ $value | humanize }}" },
});

test.each([ruleForm, ruleFunction, ruleRegexp, ruleSelector, ruleSyntax, ruleTemplateForm])(
  "$id has nothing to say of a rule that Loki loads",
  (check) => {
    expect(told(check, FINE)).toEqual([]);
  },
);

test("rule-form tells every problem of a file by its place", () => {
  const text =
    "groups:\n  - name: a\n    intervall: 5s\n    rules:\n      - alert: b\n        expr: vector(1)\n        for: x\n";
  expect(ruleForm.find(withFiles({ "a.yaml": text }))).toMatchObject([
    {
      setting: "rules/a.yaml",
      location: { file: "rules/a.yaml", line: 3, column: 5, endLine: 3, endColumn: 14 },
      got: 'group "a" with an unknown key "intervall"',
      remedy: 'did you mean "interval"?',
    },
    { location: { line: 7, column: 14 }, got: 'rule "b" with for: x, which isn\'t a duration' },
  ]);
});

test("a finding names the rule, and the exact place of what is wrong in its query", () => {
  const text =
    'groups:\n  - name: a\n    rules:\n      - alert: Test\n        expr: |\n          sum(\n            rates({app="a"}[5m])\n          )\n';
  expect(ruleFunction.find(withFiles({ "a.yaml": text }))).toMatchObject([
    {
      setting: "rules/a.yaml: Test",
      location: { file: "rules/a.yaml", line: 7, column: 13, endLine: 7, endColumn: 18 },
      got: 'an unknown function "rates"',
      remedy: 'did you mean "rate"?',
    },
  ]);
});

test.each([
  [ruleSyntax.id, ruleSyntax, "sum(rate({app='a'}[5m]))", "a single quote"],
  [ruleSyntax.id, ruleSyntax, 'rate({app="a"}[5])', "a range [5]"],
  [ruleSyntax.id, ruleSyntax, '{app="a"} |= "error"', "a query that returns lines"],
  [ruleSyntax.id, ruleSyntax, 'variants(rate({app="a"}[1m])) of ({app="a"}[1m])', "variants, which Loki disables"],
  [ruleFunction.id, ruleFunction, 'count_over_time({app="a"}[5m]) by (app)', "count_over_time with by"],
  [ruleSelector.id, ruleSelector, 'rate({app=~".*"}[5m])', "matchers that a stream without these labels satisfies"],
  [ruleRegexp.id, ruleRegexp, 'rate({app=~"("}[5m])', expect.stringContaining('"(" (RE2: ')],
  [ruleRegexp.id, ruleRegexp, 'rate({app="a"} |~ "(?!x)" [5m])', expect.stringContaining('"(?!x)" (RE2: ')],
])("%s (case %#) tells what Loki would refuse", (_, check, expr, got) => {
  expect(told(check, alert(expr))).toEqual([got]);
});

test.each([
  ["an annotation", { annotations: { summary: "{{ $labels.a" } }, "summary with {{ without }}"],
  ["a label", { labels: { severity: "{{ severity }}" } }, 'severity with an unknown function "severity"'],
  ["a variable", { annotations: { a: "{{ $label.x }}" } }, 'a with an undeclared variable "$label"'],
])("rule-template-form tells of %s that Go can't parse", (_, rule, got) => {
  expect(told(ruleTemplateForm, alert("vector(1)", rule))).toEqual([got]);
});

test("rule-template-form tells of a template in the query, which Loki parses only when it evaluates it", () => {
  expect(told(ruleTemplateForm, alert('rate({app="a"} | line_format "{{ .x" [5m])'))).toEqual(["{{ without }}"]);
});

test("rule-form knows a mapping of groups that was meant for a list", () => {
  const text = "groups:\n  rules:\n    - alert: a\n      expr: vector(1)\n";
  expect(ruleForm.find(withFiles({ "a.yaml": text }))).toMatchObject([
    { got: "no list of groups", remedy: 'make it a list: start each group with a dash, as in "- name: errors"' },
  ]);
});

const PROMETHEUS = "write a query of log lines; move a rule on a Prometheus metric to Prometheus";

test.each([
  ["rate(a_total[5m]) / avg_over_time(a_total[1h:5m])", '"a_total"', PROMETHEUS],
  ["log:errors:5m > 1", '"log:errors:5m"', PROMETHEUS],
  [
    'sum(max_over_time({app="a"}[1h:5m]))',
    "a range [1h:5m]",
    "write a single range, such as [5m]: LogQL has no subqueries",
  ],
  [
    'rate({app="a"}[$__auto])',
    "a range [$__auto]",
    "write a duration, such as [5m]: Grafana's variables work only in Grafana",
  ],
  ['sum by ("a") (rate({app="a"}[5))', 'the string "a"', "write the name of a label here"],
])("rule-syntax tells of %s what stands first in it", (expr, got, remedy) => {
  expect(ruleSyntax.find(withFiles({ "a.yaml": alert(expr) }))).toMatchObject([{ got, remedy }]);
});

test("rule-function names no function that resembles another by chance", () => {
  expect(ruleFunction.find(withFiles({ "a.yaml": alert("time() - 1") }))).toMatchObject([
    { got: 'an unknown function "time"', remedy: "use a function that this version of Loki has" },
  ]);
});

const REFUSED = [
  [ruleSyntax, "sum("],
  [ruleFunction, 'count_over_time({app="a"}[5m]) by (app)'],
  [ruleSelector, 'rate({app=~".*"}[5m])'],
  [ruleRegexp, 'rate({app=~"("}[5m])'],
  [ruleTemplateForm, 'rate({app="a"} | line_format "{{ .x" [5m])'],
] as const;

test.each(REFUSED.map(([check, expr]) => [check.id, expr] as const))("%s alone tells of %s", (id, expr) => {
  const tellers = REFUSED.filter(([check]) => told(check, alert(expr)).length > 0);
  expect(tellers.map(([check]) => check.id)).toEqual([id]);
});

test("labels of a recording rule are no templates", () => {
  const text =
    "groups: [{ name: a, rules: [{ record: b, expr: vector(1), labels: { c: '{{ $labels.d', e: '{{ $labels.f }}' } }] }]";
  expect([...told(ruleTemplateForm, text), ...told(ruleTemplate, text)]).toEqual([]);
});

test("what a template reads is not told before it can be parsed", () => {
  expect(told(ruleTemplate, alert("vector(1)", { annotations: { a: "{{ $labels.b }} {{" } }))).toEqual([]);
});

test.each(ruleChecks.map((check) => [check.id, check] as const))(
  "%s finds nothing in the rules that the project ships",
  (_, check) => {
    expect(check.find(stack())).toEqual([]);
  },
);

test("every check of rules has a name of its own that begins with rule-", () => {
  const ids = ruleChecks.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.filter((id) => !/^rule(-[a-z]+)+$/.test(id))).toEqual([]);
});
