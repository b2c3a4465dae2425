import { parseRuleFile, readRuleFiles } from "../../src/alerting/rule-file";
import { inFolder } from "../folder";
import { refused } from "../refused";

function group(name: string): string {
  return `groups:\n  - name: ${name}\n    rules:\n      - alert: HighErrorRate\n        expr: vector(1)\n`;
}

const parsed = (text: string) => parseRuleFile("rules/a.yaml", "a.yaml", text);

test("a rule file keeps its text and names its groups and rules", () => {
  const text = `# Why it matters.
groups:
  - name: log-alerts
    interval: 5s
    rules:
      - alert: HighErrorRate
        expr: vector(1)
        labels: { severity: warning }
      - record: errors:rate5m
        expr: |
          vector(1)
  - name: "on"
    rules: [{ alert: Drill, expr: vector(1) }]
`;
  expect(parsed(text)).toEqual({
    name: "a.yaml",
    text,
    groups: [
      { name: "log-alerts", rules: ["HighErrorRate", "errors:rate5m"] },
      { name: "on", rules: ["Drill"] },
    ],
  });
});

test.each([
  ["indentation that leads nowhere", "groups:\n  - name: a\n   rules: []\n", 3],
  ["a key that stands twice", "groups:\n  - name: a\n    name: b\n", 3],
  ["a tab for indentation", "groups:\n\t- name: a\n", 2],
  ["a second document", `${group("a")}---\n${group("b")}`, 6],
])("%s is refused by its line", (_, text, line) => {
  expect(refused(() => parsed(text))).toMatchObject({
    setting: `rules/a.yaml:${line}`,
    got: expect.not.stringContaining("column"),
  });
});

test.each([
  ["a PrometheusRule", "kind: PrometheusRule\nspec: {}\n", 'a key "kind" at the top'],
  ["a key beside the groups", `${group("a")}namespace: monitoring\n`, 'a key "namespace" at the top'],
  ["a file without groups", "groups: []\n", "no list of groups"],
  ["groups that are no list", "groups: { name: a }\n", "no list of groups"],
  ["a group that is no mapping", "groups: [a]\n", "a group without a name"],
  ["a group without a name", "groups: [{ rules: [] }]\n", "a group without a name"],
  ["a group with an empty name", group('""'), "a group without a name"],
  ["a name that YAML 1.1 reads as a flag", group("on"), "a group without a name"],
  ["a group without rules", "groups: [{ name: a }]\n", 'no list of rules of group "a"'],
  ["a rule that is no mapping", "groups: [{ name: a, rules: [b] }]\n", "a rule that is no mapping"],
  ["a rule without a name", "groups: [{ name: a, rules: [{ expr: x }] }]\n", "a rule with neither alert nor record"],
  ["a rule without expr", "groups: [{ name: a, rules: [{ alert: b }] }]\n", 'rule "b" without expr'],
  [
    "a group with a misspelt key",
    "groups: [{ name: a, intervall: 5s, rules: [{ alert: b, expr: c }] }]\n",
    'group "a" with a key "intervall"',
  ],
  [
    "a rule with a misspelt key",
    "groups: [{ name: a, rules: [{ alert: b, expr: c, lables: {} }] }]\n",
    'rule "b" with a key "lables"',
  ],
  [
    "an interval without unit",
    "groups: [{ name: a, interval: 5, rules: [{ alert: b, expr: c }] }]\n",
    'group "a" with interval: 5, which is no duration',
  ],
  [
    "a time in no unit of Prometheus",
    "groups: [{ name: a, rules: [{ alert: b, expr: c, for: 5x }] }]\n",
    'rule "b" with for: 5x, which is no duration',
  ],
  [
    "labels that are a list",
    "groups: [{ name: a, rules: [{ alert: b, expr: c, labels: [d] }] }]\n",
    'rule "b" with labels that are no texts',
  ],
  [
    "an alert that is a recording rule too",
    "groups: [{ name: a, rules: [{ alert: b, record: b, expr: c }] }]\n",
    'rule "b" with both alert and record',
  ],
  ["a rule with an empty expr", 'groups: [{ name: a, rules: [{ alert: b, expr: "" }] }]\n', 'rule "b" without expr'],
])("%s is refused by its file", (_, text, got) => {
  expect(refused(() => parsed(text))).toMatchObject({
    setting: "rules/a.yaml",
    got,
    wanted: "a Loki rule file: groups, each with a name and rules, each with alert (or record) and expr",
    remedy: 'compare it with rules/log-alerts.yaml; "lokitool rules check" reads it as Loki does',
  });
});

test("every rule file of a folder is read, in the order of their names", () => {
  const files = { "rules/b.yaml": group("b"), "rules/a.yml": group("a"), "rules/README.md": "# Rules" };
  expect(inFolder(files, (root) => readRuleFiles(root, "rules"))).toEqual([
    { name: "a.yml", text: group("a"), groups: [{ name: "a", rules: ["HighErrorRate"] }] },
    { name: "b.yaml", text: group("b"), groups: [{ name: "b", rules: ["HighErrorRate"] }] },
  ]);
});

test.each([
  ["a folder that is missing", {}, '"rules", which is no folder'],
  ["a folder without a rule file", { "rules/README.md": "# Rules" }, '"rules", which holds no .yaml file'],
])("%s is refused", (_, files, got) => {
  expect(refused(() => inFolder(files, (root) => readRuleFiles(root, "rules")))).toMatchObject({
    setting: "alerting.rules",
    got,
    wanted: "a folder with at least one rule file",
    remedy: "put a rule file into it, or name the folder that holds yours (relative to main.ts)",
  });
});

test("a file in a folder is refused by its path", () => {
  const files = { "rules/a.yaml": group("a"), "rules/b.yaml": "alerts: []\n" };
  expect(refused(() => inFolder(files, (root) => readRuleFiles(root, "rules"))).setting).toBe("rules/b.yaml");
});

test.each([
  ["another file", { "rules/a.yaml": group("errors"), "rules/b.yaml": group("errors") }, "rules/b.yaml"],
  ["the same file", { "rules/a.yaml": group("errors") + group("errors").replace("groups:\n", "") }, "rules/a.yaml"],
])("a group named like one in %s is refused", (_, files, setting) => {
  expect(refused(() => inFolder(files, (root) => readRuleFiles(root, "rules")))).toMatchObject({
    setting,
    got: 'a second group named "errors"; the first is in rules/a.yaml',
    wanted: "a name for each group that no other group has, in any file",
    remedy: "rename one of the two groups",
  });
});

test.each(["my rules.yaml", ".rules.yaml", "rules.YAML"])(
  "a file called %s is refused: no ConfigMap takes its name",
  (name) => {
    inFolder({ [`rules/${name}`]: group("a") }, (root) => {
      expect(refused(() => readRuleFiles(root, "rules"))).toMatchObject({ setting: `rules/${name}` });
    });
  },
);
