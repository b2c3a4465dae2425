import { readRuleFile } from "../../../src/alerting/rule-file/rule-file";

const read = (text: string) => readRuleFile("rules/a.yaml", "a.yaml", text);

/** A file with one rule with these lines below its name. */
const rule = (...lines: readonly string[]) =>
  `groups:\n  - name: g\n    rules:\n      - alert: A\n${lines.map((line) => `        ${line}\n`).join("")}`;
const annotation = (line: string) => rule("expr: vector(1)", "annotations:", `  ${line}`);
const inGroup = (line: string, ruleLine = "for: 1m") =>
  `groups:\n  - name: g\n    ${line}\n    rules:\n      - alert: A\n        expr: vector(1)\n        ${ruleLine}\n`;

/** A mistake, what is said about it, and the file after following the remedy. */
type Case = readonly [before: string, got: string, remedy: string, after: string];

const QUOTE = "put the whole value in quotes: ";
const BLOCK = "write expr: | and put the query on the next line, indented by two more spaces";
const QUERY = 'sum(rate({app="x"}[5m])) > 1';

const yaml: readonly Case[] = [
  ["groups:\n\t- name: g\n", "a tab in the indentation", "two spaces per level", "groups:\n  - name: g\n"],
  ["groups:\n  -\tname: g\n", "a tab after a dash", "replace the tab by one space", "groups:\n  - name: g\n"],
  [
    annotation("summary: {{ $value }} errors"),
    "a value that starts with {{",
    `${QUOTE}summary: "{{ $value }} errors"`,
    annotation('summary: "{{ $value }} errors"'),
  ],
  [
    annotation("summary: {{ $labels.pod }}"),
    "summary is a mapping",
    "put the value in quotes: summary: '{{ $labels.pod }}'",
    annotation("summary: '{{ $labels.pod }}'"),
  ],
  [
    annotation('summary: {{ $x }} is "bad"'),
    "a value that starts with {{",
    `summary: '{{ $x }} is "bad"'`,
    annotation(`summary: '{{ $x }} is "bad"'`),
  ],
  [
    annotation("summary: Error: too many"),
    'a value with ": " in it',
    `${QUOTE}summary: "Error: too many"`,
    annotation('summary: "Error: too many"'),
  ],
  [
    annotation('summary: "a" b'),
    "text after the closing quote",
    `${QUOTE}summary: '"a" b'`,
    annotation(`summary: '"a" b'`),
  ],
  [
    annotation("summary: 'it's bad'"),
    "text after the closing quote",
    `${QUOTE}summary: "it's bad"`,
    annotation('summary: "it\'s bad"'),
  ],
  [
    rule("expr: vector(1)", "annotations:", '  summary: "open', '  description: "b"'),
    "a value whose quote \" isn't closed",
    'add " at the end of line 7',
    rule("expr: vector(1)", "annotations:", '  summary: "open"', '  description: "b"'),
  ],
  [annotation("summary: 'open"), "a value whose quote ' isn't closed", "line 7", annotation("summary: 'open'")],
  [annotation("summary: @team"), "starts with @", `${QUOTE}summary: "@team"`, annotation('summary: "@team"')],
  [annotation("summary: %d more"), "starts with %", `${QUOTE}summary: "%d more"`, annotation('summary: "%d more"')],
  [annotation("summary: `a` b"), "starts with `", `${QUOTE}summary: "\`a\` b"`, annotation('summary: "`a` b"')],
  [annotation("summary: *a* b"), "starts with *", `${QUOTE}summary: "*a* b"`, annotation('summary: "*a* b"')],
  [
    annotation("summary: > 5 lines"),
    "starts with >",
    `${QUOTE}summary: "> 5 lines"`,
    annotation('summary: "> 5 lines"'),
  ],
  [annotation("summary: [a] b"), "starts with [", `${QUOTE}summary: "[a] b"`, annotation('summary: "[a] b"')],
  [annotation("summary: [a]"), "summary is a list", "summary: '[a]'", annotation("summary: '[a]'")],
  [annotation("summary: *a"), "an alias *a without an anchor", "put the value in quotes", annotation('summary: "*a"')],
  [annotation('summary: "\\d"'), "the escape \\d", "write \\\\d", annotation('summary: "\\\\d"')],
  [annotation('summary: "a\\/b"'), "the escape \\/", "write / without", annotation('summary: "a/b"')],
  [
    annotation('summary: "\\u12"'),
    "the escape \\u12 without 4",
    "write all 4 digits",
    annotation('summary: "\\u0012"'),
  ],
  [
    annotation('summary: "\\ud83d\\ude00 boom"'),
    "the escape \\ud83d, which is half of a character",
    "write \\U0001F600 instead of \\ud83d\\ude00",
    annotation('summary: "\\U0001F600 boom"'),
  ],
  [annotation("summary: a\x01b"), "a control character (U+0001)", "delete the character", annotation("summary: ab")],
  [annotation("summary: a\x7fb"), "a control character (U+007F)", "delete the character", annotation("summary: ab")],
  ["%YAML 1.2\n---\ngroups: []\n", "the directive %YAML 1.2", "delete the line", "---\ngroups: []\n"],
  ["%FOO\n---\ngroups: []\n", "a line that starts with %", "delete the line", "---\ngroups: []\n"],
  ["%YAML 1.1\ngroups: []\n", "a directive without the line ---", "delete the directive", "groups: []\n"],
  [rule('expr: {app="x"} |= "y"'), "a query that starts with {", BLOCK, rule("expr: |", '  {app="x"} |= "y"')],
  [rule('expr: {app="x"}'), "expr that isn't a string", "below expr: |", rule("expr: |", '  {app="x"}')],
  [rule(`expr: | ${QUERY}`), "a query that starts with |", BLOCK, rule("expr: |", `  ${QUERY}`)],
  [rule(`expr: "${QUERY}"`), 'a query that starts with "', BLOCK, rule("expr: |", `  ${QUERY}`)],
  [
    rule("expr: vector(1) # why", "  > 0"),
    "a comment that ends the value of expr",
    "write expr: | and put all of its text below",
    rule("expr: |", "  vector(1) # why", "  > 0"),
  ],
  [rule("expr: vector(1)", "> 0"), "neither", "write expr: | and", rule("expr: |", "  vector(1)", "  > 0")],
  [
    rule("expr: |", "vector(1)", "for: 5m"),
    "a text that isn't indented more than its key expr",
    "indent the text by 10 spaces",
    rule("expr: |", "  vector(1)", "for: 5m"),
  ],
  [
    "groups:\n  - name: g\n  rules: []\n",
    "rules with 2 spaces below a list whose items have 4",
    "indent line 3 by 4 spaces",
    "groups:\n  - name: g\n    rules: []\n",
  ],
  [
    "groups:\n  - name: g\n      rules: []\n",
    "rules, indented by 6 spaces, below name",
    "indent line 3 by 4 spaces",
    "groups:\n  - name: g\n    rules: []\n",
  ],
  [
    "groups:\n  -name: g\n   rules: []\n",
    "-name without a space",
    "- name: g",
    "groups:\n  - name: g\n    rules: []\n",
  ],
  [rule("expr:vector(1)"), "expr:vector(1) without a space", "expr: vector(1)", rule("expr: vector(1)")],
  [
    "groups:\n  - name:g\n    rules: []\n",
    "name:g without a space",
    "name: g",
    "groups:\n  - name: g\n    rules: []\n",
  ],
  [
    "groups:\n  - name: g\n    rules: - alert: A\n",
    "a list that starts on the line of its key",
    "move the dash to the next line",
    rule("expr: vector(1)"),
  ],
  [
    rule("expr: vector(1)", "for: 5m", "for: 10m"),
    'a second key "for" in the same mapping; the first is on line 6',
    "remove one of the two",
    rule("expr: vector(1)", "for: 10m"),
  ],
  [
    rule("expr: vector(1)", "labels: {a: b", "annotations: {c: d}"),
    "a mapping whose bracket isn't closed",
    "add } at the end of line 6",
    rule("expr: vector(1)", "labels: {a: b}", "annotations: {c: d}"),
  ],
  [
    rule("expr: vector(1)", "labels: {a: b}}"),
    "} without an opening",
    "delete the }",
    rule("expr: vector(1)", "labels: {a: b}"),
  ],
  [
    rule("expr: vector(1)", "labels: {a: b c: d}"),
    "two items of a mapping without a comma",
    "write a comma",
    rule("expr: vector(1)", "labels: {a: b, c: d}"),
  ],
  [
    rule("expr: vector(1)", "labels: [a: b]"),
    "labels that aren't strings",
    'write each as name: "value"',
    rule("expr: vector(1)", "labels:", '  a: "b"'),
  ],
  [
    rule("expr: vector(1)", "labels:", "  severity:warning"),
    "labels that aren't strings",
    'severity: "warning"',
    rule("expr: vector(1)", "labels:", '  severity: "warning"'),
  ],
  [
    rule("expr: vector(1)", "\u00a0for: 5m"),
    "a no-break space (U+00A0)",
    "write for,",
    rule("expr: vector(1)", "for: 5m"),
  ],
  [
    rule("expr: vector(1)", "for: 5m\u200b"),
    "a zero-width space (U+200B)",
    "write for: 5m",
    rule("expr: vector(1)", "for: 5m"),
  ],
  [
    rule("expr: vector(1)", "for： 5m"),
    "a full-width : (U+FF1A)",
    "replace each of them by :",
    rule("expr: vector(1)", "for: 5m"),
  ],
  [
    annotation("summary: “Error: x”"),
    "a typographic double quote (U+201C)",
    'replace each of them by "',
    annotation('summary: "Error: x"'),
  ],
  [
    `${rule("expr: vector(1)")}---\ngroups: []\n`,
    "a second document",
    "move it to a separate file",
    rule("expr: vector(1)"),
  ],
  ["  groups: []\nother: x\n", "text after the end", "indent it like groups, or move", "  groups: []\n"],
  [
    rule("expr: |", "", "  vector(1)"),
    "several lines under expr that start with an empty line",
    "remove an empty line at the start of the text",
    rule("expr: |", "  vector(1)"),
  ],
  [
    annotation('summary: "\\ta\\nb"'),
    "under summary that start with a tab",
    "remove a tab",
    annotation('summary: "a\\nb"'),
  ],
  ["groups: &a [*a]\n", "an alias *a inside the value with the anchor &a", "write the value itself", "groups: []\n"],
  ["groups:\n  - <<: 5\n    name: g\n", "a merge key <<", "remove the key", "groups:\n  - name: g\n"],
  [annotation("summary: !!float x"), '"x" with the tag !!float', "remove the tag", annotation("summary: x")],
];

const keys: readonly Case[] = [
  [
    inGroup("for: 5m", "labels: {}"),
    'unknown key "for"',
    "move for to each rule of the group",
    inGroup("limit: 0", "for: 5m"),
  ],
  [inGroup("annotations: {a: b}"), '"annotations"', "to each rule", inGroup("limit: 0", "annotations: {a: b}")],
  [inGroup("severity: x"), '"severity"', "into the labels of each rule", inGroup("limit: 0", "labels: {severity: x}")],
  [inGroup("source_tenants: [a]"), '"source_tenants"', "it belongs to Mimir's ruler", inGroup("limit: 0")],
  [inGroup("partial_response_strategy: abort"), '"partial_response_strategy"', "Thanos's ruler", inGroup("limit: 0")],
  [inGroup("intervall: 5m"), '"intervall"', 'did you mean "interval"?', inGroup("interval: 5m")],
  [inGroup("interval: 5"), "interval: 5, which isn't a duration", "interval: 5m for minutes", inGroup("interval: 5m")],
  [inGroup("limit: '5'"), "limit: '5', which isn't a number", "limit: 10", inGroup("limit: 10")],
  [
    rule("expr: vector(1)", "severity: x"),
    '"severity"',
    "below labels:",
    rule("expr: vector(1)", "labels:", "  severity: x"),
  ],
  [rule("expr: vector(1)", "summary: x"), '"summary"', "below annotations:", annotation("summary: x")],
  [rule("expr: vector(1)", "interval: 1m"), '"interval"', "move interval to the group", inGroup("interval: 1m")],
  [rule("query: vector(1)"), '"query"', "write expr instead of query", rule("expr: vector(1)")],
  [rule("expr: vector(1)", "duration: 5m"), '"duration"', "write for instead", rule("expr: vector(1)", "for: 5m")],
  [rule("labels:", "  expr: vector(1)"), 'rule "A" without expr', "indent expr less", rule("expr: vector(1)")],
  [
    rule("expr: vector(1)", "labels:", "  annotations:", "    a: b"),
    "annotations is a mapping",
    "indent annotations less, to the level of labels",
    rule("expr: vector(1)", "labels:", "annotations:", "    a: b"),
  ],
  [
    "groups:\n  - name: g\n    rules:\n      - name: A\n        expr: vector(1)\n",
    '"name"',
    "write alert instead of name",
    rule("expr: vector(1)"),
  ],
  [
    "groups:\n  - name: g\n    rules:\n      - record_name: a:b\n        expr: vector(1)\n",
    '"record_name"',
    "write record instead of record_name",
    "groups:\n  - name: g\n    rules:\n      - record: a:b\n        expr: vector(1)\n",
  ],
  ["groups:\n  groups:\n    - name: g\n", "groups inside groups", "delete one of the two", "groups:\n    - name: g\n"],
  ["groups:\n  - groups:\n    - name: g\n", "groups inside a group", "delete the outer", "groups:\n    - name: g\n"],
  ["{{- if .Values.alerts }}\ngroups: []\n{{- end }}\n", "a line of a template", "helm template", "groups: []\n"],
  ["{% raw %}\ngroups: []\n", "a line of a template: {% raw %}", "render the template", "groups: []\n"],
  ["Groups: []\n", 'top-level key "Groups"', "write groups instead of Groups", "groups: []\n"],
  ["namespace: x\ngroups: []\n", 'top-level key "namespace"', "remove namespace", "groups: []\n"],
];

const RULES = "- alert: A\n  expr: vector(1)\n";
const indented = (text: string, spaces: number) => text.replace(/^(?=.)/gm, " ".repeat(spaces));
const SPEC = "groups:\n  - name: g\n    rules: []\n";
const kubernetes = (kind: string, rest: string) => `apiVersion: x/v1\nkind: ${kind}\nmetadata: {name: x}\n${rest}`;

const foreign: readonly Case[] = [
  ...["PrometheusRule", "AlertingRule", "RecordingRule", "LokiRule", "VMRule"].map(
    (kind): Case => [
      kubernetes(kind, `spec:\n${indented(SPEC, 2)}`),
      `a Kubernetes object of kind ${kind}`,
      "keep only groups and what is below it, and indent it so that groups has no spaces before it",
      SPEC,
    ],
  ),
  [kubernetes("PrometheusRule", SPEC), "of kind PrometheusRule with groups", "delete apiVersion, kind, metadata", SPEC],
  [
    kubernetes("ConfigMap", `data:\n  web.yaml: |\n${indented(SPEC, 4)}`),
    "a Kubernetes object of kind ConfigMap",
    "save the text below data: web.yaml as the file web.yaml, without its indentation",
    SPEC,
  ],
  [
    kubernetes("Secret", `stringData:\n  web.yaml: |\n${indented(SPEC, 4)}`),
    "a Kubernetes object of kind Secret",
    "save the text below stringData: web.yaml as the file web.yaml, without its indentation",
    SPEC,
  ],
  [
    kubernetes("List", `items:\n  - kind: PrometheusRule\n    spec:\n${indented(SPEC, 6)}`),
    "a Kubernetes object of kind List",
    "with the groups below the item's spec",
    SPEC,
  ],
  [`serverFiles:\n  alerts:\n${indented(SPEC, 4)}`, "groups below serverFiles > alerts", "keep only groups", SPEC],
  [`loki:\n  a.yaml: |\n${indented(SPEC, 4)}`, "groups below loki > a.yaml", "keep only the text below a.yaml", SPEC],
  [indented(SPEC, 0).replace("groups:\n", ""), "a list of groups", 'write the line "groups:" above the list', SPEC],
  [RULES, "a list of rules", "indent the list by two spaces", `groups:\n- name: g\n  rules:\n${indented(RULES, 2)}`],
  [
    `name: g\nrules:\n${RULES}`,
    "a single group",
    'write the line "groups:" above it, put "- " before its first key, and indent the other lines by two spaces',
    `groups:\n- name: g\n  rules:\n${indented(RULES, 2)}`,
  ],
  ["alert: A\nexpr: vector(1)\n", "a single rule", 'put "  - " before its first key', rule("expr: vector(1)")],
  [
    `groups:\n${indented(RULES, 2)}`,
    "rules directly below groups",
    "indent the list of rules by four more spaces",
    `groups:\n  - name: g\n    rules:\n${indented(RULES, 6)}`,
  ],
];

test.each([...yaml, ...keys, ...foreign].map((one, index) => [`${one[1]} (${index})`, ...one] as const))(
  "explains one mistake with one problem, whose remedy works: %s",
  (_, before, got, remedy, after) => {
    expect(read(before).problems).toMatchObject([
      { got: expect.stringContaining(got), remedy: expect.stringContaining(remedy) },
    ]);
    expect(read(after).problems).toEqual([]);
  },
);

test.each([
  ["an object without groups", kubernetes("Deployment", "spec: {}\n"), "which contains no groups"],
  [
    "an export of Grafana",
    "apiVersion: 1\ngroups:\n  - orgId: 1\n    folder: f\n    rules:\n      - uid: a\n        title: b\n        data: []\n",
    "Grafana's own format",
  ],
  ["a configuration of Prometheus", "scrape_configs: []\n", "a configuration of Prometheus"],
  ["a test of promtool", "rule_files: []\ntests: []\n", "a unit test of promtool"],
])("tells the user to move %s", (_, text, got) => {
  expect(read(text).problems).toMatchObject([
    { got: expect.stringContaining(got), remedy: expect.stringContaining("move the file out of the directory") },
  ]);
});

test.each([
  ["a group's labels", inGroup("labels: {team: a, tier: 1}"), 'labels: { team: "a", tier: "1" }'],
  ["a group's query_offset", inGroup("query_offset: 1m"), "offset 1m after each window"],
  ["keep_firing_for", rule("expr: vector(1)", "keep_firing_for: 1h"), "count over a longer window"],
])("reports %s, which the ruler drops", (_, text, remedy) => {
  const { problems, discarded } = read(text);
  expect(problems).toEqual([]);
  expect(discarded).toMatchObject([{ remedy: expect.stringContaining(remedy) }]);
});

test("ends at a file that its aliases multiply", () => {
  const levels = Array.from({ length: 30 }, (_, level) => `&a${level + 1} [${`*a${level}, `.repeat(9)}]`);
  const text = `groups: [&a0 [x], ${levels.join(", ")}]\n`;
  expect(read(text).problems).toMatchObject([{ got: expect.stringContaining("aliases that multiply the file") }]);
});

test("ends at a self-reference in a merge", () => {
  expect(read("groups:\n  - &a\n    name: g\n    <<: *a\n").problems).toMatchObject([
    { got: expect.stringContaining("inside the value") },
  ]);
});

test.each([
  ["brackets", "[".repeat(100_000)],
  ["mappings", "{a: ".repeat(50_000)],
  ["dashes", "- ".repeat(50_000)],
  ["blocks", Array.from({ length: 2_000 }, (_, level) => `${" ".repeat(level)}a:\n`).join("")],
])("ends at deeply nested %s", (_, text) => {
  expect(read(text).problems).toMatchObject([{ got: expect.stringContaining("more than 200 levels") }]);
});
