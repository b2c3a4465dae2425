import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { readRuleDirectory } from "../../src/alerting/rule-directory";
import { inFolder } from "../helpers/folder";
import { settingsError } from "../helpers/settings-error";

const group = (name: string) => `groups: [{ name: ${name}, rules: [{ alert: HighErrorRate, expr: vector(1) }] }]\n`;

/** Reads a rules directory with these files, besides one rule file. */
function ignored(files: Readonly<Record<string, string>>, prepare: (root: string) => void = () => undefined) {
  const inRules = Object.entries(files).map(([name, text]) => [`rules/${name}`, text] as const);
  return inFolder({ "rules/a.yaml": group("a"), ...Object.fromEntries(inRules) }, (root) => {
    prepare(root);
    return readRuleDirectory(root, "rules").ignored;
  });
}

test("reads every rule file in a directory, sorted by name", () => {
  const files = { "rules/b.yaml": group("b"), "rules/a.yml": group("a"), "rules/README.md": "# Rules" };
  expect(inFolder(files, (root) => readRuleDirectory(root, "rules"))).toMatchObject({
    files: [
      { name: "a.yml", path: "rules/a.yml", groups: [{ name: "a", rules: [{ name: "HighErrorRate" }] }], problems: [] },
      { name: "b.yaml", path: "rules/b.yaml", groups: [{ name: "b" }] },
    ],
    ignored: [],
  });
});

test("keeps the problems of an invalid file for the checks to report", () => {
  const files = { "rules/a.yaml": "alerts: []\n", "rules/b.yaml": group("b") };
  const { files: read } = inFolder(files, (root) => readRuleDirectory(root, "rules"));
  expect(read.map(({ problems }) => problems.length)).toEqual([1, 0]);
});

test.each([
  ["a missing directory", {}, '"rules", which isn\'t a directory'],
  ["a directory without a rule file", { "rules/README.md": "# Rules" }, '"rules", which contains no .yaml file'],
  [
    "a directory with other files",
    { "rules/a.txt": "rules", "rules/b.json": "{}" },
    '"rules", which contains no .yaml file (but a.txt, b.json)',
  ],
])("rejects %s", (_, files, got) => {
  expect(settingsError(() => inFolder(files, (root) => readRuleDirectory(root, "rules")))).toMatchObject({
    setting: "alerting.rules",
    got,
    remedy: "add a rule file to it, or write the path of your rules directory (relative to main.ts)",
  });
});

test("names the file with the rules if the directory has no other", () => {
  const files = { "rules/a.rules": group("a"), "rules/b.json": "{}" };
  expect(settingsError(() => inFolder(files, (root) => readRuleDirectory(root, "rules")))).toMatchObject({
    setting: "rules/a.rules",
    got: "a file that isn't deployed, with 1 rule",
    remedy: "rename the file to a.yaml",
  });
});

test.each([
  ["my rules.yaml", "my-rules.yaml"],
  [".hidden.yaml", "hidden.yaml"],
  ["alerts.YAML", "alerts.yaml"],
  ["alerts.rules", "alerts.yaml"],
  ["alerts.rules.txt", "alerts.yaml"],
  ["alerts.json", "alerts.yaml"],
  ["alerts", "alerts.yaml"],
  ["alerts.yaml.txt", "alerts.yaml"],
  ["fehler-küche.yml", "fehler-k-che.yaml"],
])("reports %s, whose rules are not deployed", (name, suggested) => {
  expect(ignored({ [name]: group("b") })).toMatchObject([
    { path: `rules/${name}`, hasRules: true, remedy: `rename the file to ${suggested}` },
  ]);
  expect(ignored({ [suggested]: group("b") })).toEqual([]);
});

test("suggests a name that no other file has", () => {
  expect(ignored({ "a.rules": group("b"), "a-2.yaml": group("c") })).toMatchObject([
    { remedy: "rename the file to a-3.yaml" },
  ]);
});

test.each([
  ["a file without rules", { "notes.txt": "hello" }, "rules/notes.txt"],
  ["a disabled file", { "old.yaml.disabled": group("b") }, "rules/old.yaml.disabled"],
  ["a backup", { "a.yaml~": group("b") }, "rules/a.yaml~"],
  ["a template", { "a.jsonnet": "{ groups: [] }" }, "rules/a.jsonnet"],
  ["a folder without rules", { "docs/notes.txt": "" }, "rules/docs"],
])("reports %s as doubtful", (_, files, path) => {
  expect(ignored(files)).toMatchObject([{ path, hasRules: false }]);
});

test("reports a folder with rules once, wherever they are in it", () => {
  const files = { "team/web/a.yaml": group("b"), "team/b.yml": group("c"), "team/README.md": "" };
  expect(ignored(files)).toMatchObject([
    { path: "rules/team", hasRules: true, got: expect.stringContaining("2 files, such as b.yml") },
  ]);
});

test("reports rules in the folder for fixtures", () => {
  expect(ignored({ "fixtures/HighErrorRate.yaml": "fires: []\n" })).toEqual([]);
  expect(ignored({ "fixtures/HighErrorRate.yaml": group("b") })).toMatchObject([{ hasRules: true }]);
});

test("reports a link that leads nowhere, and follows one that leads to a rule file", () => {
  const link = (to: string) => (root: string) => symlinkSync(to, join(root, "rules/link.yaml"));
  expect(ignored({}, link("missing.yaml"))).toMatchObject([{ got: "a link that leads nowhere", hasRules: true }]);
  expect(ignored({}, link("a.yaml"))).toEqual([]);
});

test("ends at a folder that links to itself", () => {
  const loop = (root: string) => {
    mkdirSync(join(root, "rules/loop"));
    symlinkSync("..", join(root, "rules/loop/again"));
  };
  expect(ignored({}, loop)).toEqual([]);
});

test.each(["README.md", "LICENSE", ".gitkeep", ".gitignore", ".yamllint.yaml", ".DS_Store", ".a.yaml.swp", "OWNERS"])(
  "accepts %s",
  (name) => {
    expect(ignored({ [name]: "" })).toEqual([]);
  },
);
