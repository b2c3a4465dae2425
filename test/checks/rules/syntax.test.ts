import { ruleChecks } from "../../../src/checks";
import { ruleEvaluation } from "../../../src/checks/rules/evaluation";
import { ruleInvisibleCharacter } from "../../../src/checks/rules/invisible-character";
import { ruleForm } from "../../../src/checks/rules/rule-files";
import { ruleFunction, ruleRegexp, ruleSelector, ruleSyntax } from "../../../src/checks/rules/syntax";
import { ruleTemplate } from "../../../src/checks/rules/template";
import { ruleTemplateForm } from "../../../src/checks/rules/template-form";
import { stack } from "../stacks";
import { alert, gots, withFiles } from "./rules";

const FINE = alert('sum(rate({app="a"} |~ "a|b" | logfmt | line_format "{{.x}}" [5m])) > 1', {
  annotations: { summary: "{{ $value | humanize }}" },
});

test.each([ruleEvaluation, ruleForm, ruleFunction, ruleRegexp, ruleSelector, ruleSyntax, ruleTemplateForm])(
  "$id has nothing to say of a rule that Loki loads",
  (check) => {
    expect(gots(check, FINE)).toEqual([]);
  },
);

test("rule-form reports every problem of a file with its location", () => {
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

test("names the rule and the exact location in its query", () => {
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
  [ruleEvaluation.id, ruleEvaluation, '{app="a"} |= "error"', "a query that returns lines"],
  [
    ruleEvaluation.id,
    ruleEvaluation,
    'variants(rate({app="a"}[1m])) of ({app="a"}[1m])',
    "variants, which Loki disables",
  ],
  [ruleFunction.id, ruleFunction, 'count_over_time({app="a"}[5m]) by (app)', "count_over_time with by"],
  [
    ruleSelector.id,
    ruleSelector,
    'rate({app=~".*"}[5m])',
    "matchers that a stream without these labels also satisfies",
  ],
  [ruleRegexp.id, ruleRegexp, 'rate({app=~"("}[5m])', expect.stringContaining('"(" (RE2: ')],
  [ruleEvaluation.id, ruleEvaluation, 'rate({app="a"} |~ "(?!x)" [5m])', expect.stringContaining('"(?!x)" (RE2: ')],
])("%s (case %#) reports an expression that Loki rejects", (_, check, expr, got) => {
  expect(gots(check, alert(expr))).toEqual([got]);
});

const COUNT = 'sum(count_over_time({app="a"}[5m]))';

test.each([
  [
    `${COUNT} or 0`,
    'the number 0 beside "or"',
    "write vector(0) in place of 0; an alert also needs a comparison around it",
  ],
  [`(${COUNT} or 0) == 0`, 'the number 0 beside "or"', "write vector(0) in place of 0"],
  [`(${COUNT} or -1) == 0`, 'the number -1 beside "or"', "write (vector(0) - 1) in place of -1"],
  [`0 or ${COUNT} > 1`, 'the number 0 beside "or"', "write vector(0) in place of 0"],
  [`max(${COUNT} or (2 * 3)) > 7`, 'the number 6 beside "or"', "write vector(6) in place of 6"],
  [`${COUNT} > 1 unless (0)`, 'the number 0 beside "unless"', 'remove "unless 0"'],
  [`${COUNT} > 1 and on () 1 > bool 0`, 'the number 1 beside "and"', 'remove "and 1"'],
  ["1 or 2", 'the number 2 beside "or"', "write only one of the numbers"],
  [`${COUNT} > (1 or 2)`, 'the number 2 beside "or"', "write only one of the numbers"],
])("rule-function reports the number in %s", (expr, got, remedy) => {
  const found = ruleFunction.find(withFiles({ "a.yaml": alert(expr) }));
  expect(found).toMatchObject([{ got, remedy: expect.stringContaining(remedy) }]);
});

test.each([
  [`${COUNT} > 1 / 0`, "a calculation whose result is not a number"],
  [`${COUNT} > 10 ^ 400`, "a calculation whose result is infinite"],
  ["(0 - 1) ^ 0.5 > 1", null],
  [`${COUNT} > (1 / 0 < 1)`, null],
])("rule-evaluation reports %s, which Loki can't read again at evaluation: %s", (expr, got) => {
  expect(gots(ruleEvaluation, alert(expr))).toEqual(got === null ? [] : [got]);
});

test.each([
  ["(", 100_000],
  ["sum(", 30_000],
  ["vector(1) or ", 9_000],
  ["rate((", 20_000],
  ['rate({a="b"} | (', 8_000],
  ['{a="b"} | x = "y" , x = ', 5_000],
  ["1 ^ ", 30_000],
  ["[", 100_000],
  ["a", 200_000],
  ["\0", 1],
])("ends with a finding for %j, %i times", (part, times) => {
  expect(gots(ruleSyntax, alert(part.repeat(times)))).toHaveLength(1);
});

test.each([
  ["an annotation", { annotations: { summary: "{{ $labels.a" } }, "annotations.summary with {{ without }}"],
  ["a label", { labels: { severity: "{{ severity }}" } }, 'labels.severity with an unknown function "severity"'],
  ["a variable", { annotations: { a: "{{ $label.x }}" } }, 'annotations.a with an undeclared variable "$label"'],
])("rule-template-form reports %s that Go cannot parse", (_, rule, got) => {
  expect(gots(ruleTemplateForm, alert("vector(1)", rule))).toEqual([got]);
});

test("rule-evaluation reports a template in the query, which Loki parses at evaluation", () => {
  expect(gots(ruleEvaluation, alert('rate({app="a"} | line_format "{{ .x" [5m])'))).toEqual(["{{ without }}"]);
});

test("rule-form reports groups written as a mapping", () => {
  const text = "groups:\n  rules:\n    - alert: a\n      expr: vector(1)\n";
  expect(ruleForm.find(withFiles({ "a.yaml": text }))).toMatchObject([
    {
      got: "groups that aren't a list",
      remedy: expect.stringMatching(/^make it a list: start each group with a dash/),
    },
  ]);
});

const PROMETHEUS = "write a query on log lines; move rules on Prometheus metrics to Prometheus";

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
  ['sum by ("a") (rate({app="a"}[5))', 'the label "a" in quotes', "write a without quotes"],
])("rule-syntax reports the first problem of %s", (expr, got, remedy) => {
  expect(ruleSyntax.find(withFiles({ "a.yaml": alert(expr) }))).toMatchObject([{ got, remedy }]);
});

test("rule-function suggests no function that is similar by chance", () => {
  expect(ruleFunction.find(withFiles({ "a.yaml": alert("tide() - 1") }))).toMatchObject([
    { got: 'an unknown function "tide"', remedy: "use a function that this version of Loki supports" },
  ]);
});

const REFUSED = [
  [ruleSyntax, "sum("],
  [ruleFunction, 'count_over_time({app="a"}[5m]) by (app)'],
  [ruleSelector, 'rate({app=~".*"}[5m])'],
  [ruleRegexp, 'rate({app=~"("}[5m])'],
  [ruleEvaluation, 'rate({app="a"} | line_format "{{ .x" [5m])'],
] as const;

test.each(REFUSED.map(([check, expr]) => [check.id, expr] as const))("only %s reports %s", (id, expr) => {
  const reporting = REFUSED.filter(([check]) => gots(check, alert(expr)).length > 0);
  expect(reporting.map(([check]) => check.id)).toEqual([id]);
});

test("ignores templates in labels of a recording rule", () => {
  const text =
    "groups: [{ name: a, rules: [{ record: b, expr: vector(1), labels: { c: '{{ $labels.d', e: '{{ $labels.f }}' } }] }]";
  expect([...gots(ruleTemplateForm, text), ...gots(ruleTemplate, text)]).toEqual([]);
});

test("examines the labels of a template only if it parses", () => {
  expect(gots(ruleTemplate, alert("vector(1)", { annotations: { a: "{{ $labels.b }} {{" } }))).toEqual([]);
});

test.each(ruleChecks.map((check) => [check.id, check] as const))(
  "%s finds nothing in the rules that the project ships",
  (_, check) => {
    expect(check.find(stack())).toEqual([]);
  },
);

test("gives every rule check a unique id that begins with rule-", () => {
  const ids = ruleChecks.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.filter((id) => !/^rule(-[a-z]+)+$/.test(id))).toEqual([]);
});

test.each([
  [
    "a no-break space",
    'sum(rate({app="a"} |= "out\u00a0of memory" [5m])) > 1',
    ["a no-break space (U+00A0) in a filter"],
  ],
  ["a zero-width space", 'sum(rate({app="a"} |~ "a|b\u200b" [5m])) > 1', ["a zero-width space (U+200B) in a filter"]],
  ["a byte order mark", 'sum(rate({app="a"} != `\ufeffa` [5m])) > 1', ["a byte order mark (U+FEFF) in a filter"]],
  ["an escape", String.raw`sum(rate({app="a"} |= "out\u00a0of memory" [5m])) > 1`, []],
  ["an emoji with a joiner", 'sum(rate({app="a"} |= "👩\u200d💻" [5m])) > 1', []],
  ["visible characters", 'sum(rate({app="a"} |= "“ä” – 5 °C" [5m])) > 1', []],
])("rule-invisible-character examines %s", (_, expr, expected) => {
  expect(gots(ruleInvisibleCharacter, alert(expr))).toEqual(expected);
});
