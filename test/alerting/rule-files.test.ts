import { readRuleFiles } from "../../src/alerting/rule-files";
import { inFolder } from "../helpers/folder";
import { refused } from "../helpers/refused";

const group = (name: string) => `groups: [{ name: ${name}, rules: [{ alert: HighErrorRate, expr: vector(1) }] }]\n`;

test("every rule file of a folder is read, in the order of their names", () => {
  const files = { "rules/b.yaml": group("b"), "rules/a.yml": group("a"), "rules/README.md": "# Rules" };
  expect(inFolder(files, (root) => readRuleFiles(root, "rules"))).toMatchObject([
    { name: "a.yml", path: "rules/a.yml", groups: [{ name: "a", rules: [{ name: "HighErrorRate" }] }], problems: [] },
    { name: "b.yaml", path: "rules/b.yaml", groups: [{ name: "b" }] },
  ]);
});

test("a file that the ruler can't read is kept with its problems: the checks tell them", () => {
  const files = { "rules/a.yaml": "alerts: []\n", "rules/b.yaml": group("b") };
  expect(inFolder(files, (root) => readRuleFiles(root, "rules")).map(({ problems }) => problems.length)).toEqual([
    2, 0,
  ]);
});

test.each([
  ["a folder that is missing", {}, '"rules", which is no folder'],
  ["a folder without a rule file", { "rules/README.md": "# Rules" }, '"rules", which holds no .yaml file'],
])("%s is refused", (_, files, got) => {
  expect(refused(() => inFolder(files, (root) => readRuleFiles(root, "rules")))).toMatchObject({
    setting: "alerting.rules",
    got,
    expected: "a folder with at least one rule file",
    remedy: "put a rule file into it, or name the folder that holds yours (relative to main.ts)",
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
