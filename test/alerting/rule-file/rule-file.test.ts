import { readRuleFile } from "../../../src/alerting/rule-file/rule-file";

const read = (text: string) => readRuleFile("rules/a.yaml", "a.yaml", text);

/** Returns the problems of a file, each with its line and column. */
function problemsOf(text: string) {
  return read(text).problems.map(({ location, got }) => `${location.line}:${location.column} ${got}`);
}

test("reads the text, groups and rules of a file", () => {
  const text = `# Why it matters.
groups:
  - name: log-alerts
    interval: 5s
    limit: 10
    query_offset: 0s
    labels: {}
    rules:
      - alert: HighErrorRate
        expr: vector(1)
        for: 5m
        keep_firing_for: 0s
        labels: { severity: warning, tier: 1 }
        annotations: { summary: "{{ $value }}" }
      - record: errors:rate5m
        expr: |
          vector(1)
  - name: on
    rules: [{ alert: Drill, expr: vector(1) }]
`;
  const file = read(text);
  expect(file).toMatchObject({ name: "a.yaml", path: "rules/a.yaml", text, problems: [], discarded: [] });
  expect(file.groups.map(({ name, interval, rules }) => [name, `${interval}`, rules.map((rule) => rule.name)])).toEqual(
    [
      ["log-alerts", "5s", ["HighErrorRate", "errors:rate5m"]],
      ["on", "null", ["Drill"]],
    ],
  );
  const [alert, record] = file.groups[0]?.rules ?? [];
  expect(alert).toMatchObject({ kind: "alert", expr: { value: "vector(1)" } });
  expect(`${alert?.for?.duration}`).toBe("5m");
  expect(alert?.labels.map(({ name, text: { value } }) => [name, value])).toEqual([
    ["severity", "warning"],
    ["tier", "1"],
  ]);
  expect(record).toMatchObject({ kind: "record", expr: { value: "vector(1)\n" }, for: null });
});

test("resolves anchors, aliases and merge keys like Go's YAML parser", () => {
  const file = read(`groups:
  - name: a
    rules:
      - &base { alert: One, expr: &query "vector(1)", labels: { severity: warning } }
      - { <<: *base, alert: Two, expr: *query }
`);
  expect(file.problems).toEqual([]);
  expect(file.groups[0]?.rules.map(({ name, expr, labels }) => [name, expr.value, labels.length])).toEqual([
    ["One", "vector(1)", 1],
    ["Two", "vector(1)", 1],
  ]);
});

const GROUP = "groups: [{ name: a, rules: [{ alert: b, expr: vector(1) }] }]\n";
const rule = (fields: string) => `groups: [{ name: a, rules: [{ ${fields} }] }]\n`;

test.each([
  ["inconsistent indentation", "groups:\n  - name: a\n   rules: []\n", 3],
  ["a duplicate key", "groups:\n  - name: a\n    name: b\n", 3],
  ["a tab for indentation", "groups:\n\t- name: a\n", 2],
  ["a second document", `${GROUP}---\n${GROUP}`, 2],
])("locates %s by its line", (_, text, line) => {
  const [problem] = read(text).problems;
  expect(problem?.location.line).toBe(line);
});

test.each([
  ["an alias without an anchor", rule("alert: b, expr: *query"), "1:47 an alias *query without an anchor"],
  ["an empty file", "", "1:1 a file without any YAML"],
  ["a file with comments only", "# a\n# b\n", "1:1 a file without any YAML"],
  ["a text", "hello\n", "1:1 a document that isn't a YAML mapping"],
  ["a list", "- a\n", "1:1 a document that isn't a YAML mapping"],
  ["a key beside the groups", `${GROUP}namespace: monitoring\n`, '2:1 the top-level key "namespace"'],
  ["groups that aren't a list", "groups: { name: a }\n", "1:9 groups that aren't a list"],
  ["a group that isn't a mapping", "groups: [a]\n", "1:10 a group that isn't a mapping"],
  ["a group without a name", "groups: [{ rules: [] }]\n", "1:10 a group without a name"],
  ["a group with an empty name", 'groups: [{ name: "", rules: [] }]\n', "1:10 a group without a name"],
  ["rules that aren't a list", "groups: [{ name: a, rules: b }]\n", "1:28 rules that aren't a list"],
  ["a rule that isn't a mapping", "groups: [{ name: a, rules: [b] }]\n", "1:29 a rule that isn't a mapping"],
  ["a rule without a name", rule("expr: x"), "1:29 a rule without alert or record"],
  ["a rule without expr", rule("alert: b"), '1:38 rule "b" without expr'],
  ["a rule with an empty expr", rule('alert: b, expr: ""'), '1:38 rule "b" without expr'],
  [
    "a group with a misspelled key",
    "groups: [{ name: a, intervall: 5s, rules: [{ alert: b, expr: c }] }]\n",
    '1:21 group "a" with an unknown key "intervall"',
  ],
  ["a rule with a misspelled key", rule("alert: b, expr: c, lables: {}"), '1:50 rule "b" with an unknown key "lables"'],
  [
    "an interval without a unit",
    "groups: [{ name: a, interval: 5, rules: [{ alert: b, expr: c }] }]\n",
    '1:31 group "a" with interval: 5, which isn\'t a duration',
  ],
  [
    "a limit that isn't a number",
    "groups: [{ name: a, limit: many, rules: [{ alert: b, expr: c }] }]\n",
    '1:28 group "a" with limit: many, which isn\'t a number',
  ],
  [
    "a duration with an unknown unit",
    rule("alert: b, expr: c, for: 5x"),
    '1:55 rule "b" with for: 5x, which isn\'t a duration',
  ],
  ["a name that isn't a string", rule("alert: [b], expr: c"), "1:38 a rule with alert that isn't a string"],
  ["a record that isn't a string", rule("record: [b], expr: c"), "1:39 a rule with record that isn't a string"],
  ["a query that isn't a string", rule("alert: b, expr: [c]"), "1:47 a rule with expr that isn't a string"],
  [
    "a label that isn't a string",
    rule("alert: b, expr: c, labels: { d: e, f: [g] }"),
    '1:66 rule "b" with labels that aren\'t strings: f is a list',
  ],
  [
    "a keep_firing_for without a unit",
    rule("alert: b, expr: c, keep_firing_for: x"),
    '1:67 rule "b" with keep_firing_for: x, which isn\'t a duration',
  ],
  [
    "an offset without a unit",
    "groups: [{ name: a, query_offset: x, rules: [{ alert: b, expr: c }] }]\n",
    '1:35 group "a" with query_offset: x, which isn\'t a duration',
  ],
  ["a quoted merge key", rule('"<<": {}, alert: b, expr: c'), '1:31 rule "b" with an unknown key "<<"'],
  ["labels that are a list", rule("alert: b, expr: c, labels: [d]"), '1:58 rule "b" with labels that aren\'t strings'],
  ["a label with a dash", rule("alert: b, expr: c, labels: { a-b: x }"), '1:60 rule "b" with labels named "a-b"'],
  [
    "an alert that is also a recording rule",
    rule("alert: b, record: c, expr: d"),
    '1:49 rule "b" with both alert and record',
  ],
  ["a recording rule with a space in its name", rule('record: "a b", expr: c'), '1:39 a recording rule named "a b"'],
  ["a recording rule with for", rule("record: b, expr: c, for: 5m"), '1:56 recording rule "b" with for'],
  [
    "a recording rule with annotations",
    rule("record: b, expr: c, annotations: { d: e }"),
    '1:66 recording rule "b" with annotations',
  ],
])("reports %s with its line and column", (_, text, expected) => {
  expect(problemsOf(text)).toContain(expected);
});

test("reports every problem of a file", () => {
  expect(
    problemsOf("groups: [{ rules: [] }, { name: a, intervall: 5s, rules: [{ alert: b, for: x }, c] }]\n"),
  ).toHaveLength(5);
});

test.each([
  ["booleans and numbers", rule("alert: on, expr: 1, labels: { a: true, b: 1.0, c: ~ }")],
  ["fields without a value", rule("alert: b, expr: c, for: ~, labels: ~, annotations:")],
  ["a document marker at the end", `${GROUP}---\n# the end\n`],
  ["a document marker at the end with a comment", `${GROUP}--- # the end\n\n`],
  ["a recording rule with a for of zero", rule("record: b, expr: c, for: 0s")],
  ["a group whose name comes last", "groups: [{ rules: [{ alert: b, expr: c }], name: a }]\n"],
  ["no groups", "groups: []\n"],
  ["a key without groups", "groups:\n"],
  ["an empty document", "---\n"],
  ["null", "~\n"],
  ["an empty mapping", "{}\n"],
  ["a group without rules", "groups: [{ name: a }]\n"],
  ["a group with an empty list of rules", "groups: [{ name: a, rules: [] }]\n"],
  ["list items without a value", "groups:\n  -\n  - name: a\n    rules:\n      -\n      - { alert: b, expr: c }\n"],
  ["a name that is a number", "groups: [{ name: 5, rules: [{ alert: 123, expr: 1 }] }]\n"],
  ["numbers for limit", "groups: [{ name: a, limit: 0x10 }, { name: b, limit: 1_000 }, { name: c, limit: -1 }]\n"],
  ["a byte order mark", `\ufeff${GROUP}`],
  ["%YAML 1.1", `%YAML 1.1\n---\n${GROUP}`],
  [
    "an anchor for later use",
    "groups: &all [{ name: a, rules: &r [{ alert: b, expr: c }] }, { name: d, rules: *r }]\n",
  ],
  [
    "a flow mapping without spaces after its quoted keys",
    'groups: [{"name":"a","rules":[{"alert":"b","expr":"c"}]}]\n',
  ],
  ["a bracket that closes at the start of a line", "groups: [\n{ name: a, rules: [\n{ alert: b, expr: c }\n]\n}\n]\n"],
  ["words that YAML 1.1 reads as booleans", rule("alert: b, expr: c, labels: { page: yes, y: n }")],
  ["a line separator in a text", rule('alert: b, expr: c, annotations: { d: "e\u2028f" }')],
  ["zero durations", rule("alert: b, expr: c, for: 0, keep_firing_for: 0s")],
])("accepts %s, like Go's YAML parser", (_, text) => {
  expect(problemsOf(text)).toEqual([]);
});

test("reports a second document and still reads the first", () => {
  const file = read(`${GROUP}---\n${GROUP}`);
  expect(file.groups).toHaveLength(1);
  expect(file.problems).toMatchObject([
    { got: "a second document, which the ruler ignores", remedy: "move it to a separate file" },
  ]);
});

test("reads no rule of a file with invalid YAML", () => {
  const file = read(`${GROUP}  - name: b\n`);
  expect(file.groups).toEqual([]);
  expect(file.problems).toHaveLength(1);
});

test("prefers the first of several merged mappings, and prefers own keys to merged ones", () => {
  const file = read(`groups:
  - name: a
    rules:
      - &one { alert: One, expr: one, for: 1m }
      - &two { alert: Two, expr: two, keep_firing_for: 2m }
      - { <<: [*one, *two], alert: Three }
`);
  expect(file.problems).toEqual([]);
  const three = file.groups[0]?.rules[2];
  expect([three?.name, three?.expr.value, `${three?.for?.duration}`]).toEqual(["Three", "one", "1m"]);
});

test("unescapes quoted strings and reads an empty value as an empty string", () => {
  const [alert] = read(rule('alert: "b", expr: "c\\td", labels: { e: ~ }')).groups[0]?.rules ?? [];
  expect([alert?.name, alert?.expr.value, alert?.labels[0]?.text.value]).toEqual(["b", "c\td", ""]);
});
