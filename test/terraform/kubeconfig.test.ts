import { readFileSync } from "node:fs";
import { join } from "node:path";
import { kubeconfigProblems } from "../../src/terraform/kubeconfig";
import { inFolder } from "../helpers/folder";

const VALID = readFileSync(join(__dirname, "kubeconfig.yaml"), "utf8");

const FILES = {
  config: VALID,
  "home/.kube/config": VALID,
  "config.json": JSON.stringify({ contexts: [{ name: "prod", context: {} }] }),
  "empty/config": "",
  "text/config": "just text",
  "broken/config": "contexts: [",
  "other/config": "apiVersion: v1\nkind: Config\ncontexts: []\n",
};

const problems = (path: string, context: string | null = null) =>
  inFolder(FILES, (root) => kubeconfigProblems(path, context, root, join(root, "home")));

test.each(["config", "./config", "~/.kube/config", "config.json"])("accepts %s", (path) => {
  expect(problems(path)).toEqual([]);
  expect(problems(path, "prod")).toEqual([]);
});

test.each([
  ["missing", "which does not exist"],
  ["~/config", "which does not exist"],
  ["config/below", "which does not exist"],
  ["$HOME/.kube/config", "which does not exist"],
  ["home", "which is a directory"],
  ["empty/config", "which is not a YAML mapping"],
  ["text/config", "which is not a YAML mapping"],
  ["broken/config", "which is not YAML"],
  ["other/config", "which contains no context"],
])("refuses %s, %s", (path, fault) => {
  expect(problems(path)).toMatchObject([{ setting: "kubeconfig", got: `"${path}", ${fault}` }]);
});

test.each(["$HOME", "$" + "{HOME}", "~jane"])("suggests ~ for %s", (home) => {
  expect(problems(`${home}/.kube/config`)).toMatchObject([
    { remedy: expect.stringContaining('write "~/.kube/config", or leave') },
  ]);
});

test.each([
  ["prd", 'did you mean "prod"?'],
  ["elsewhere", "write one of these"],
])("refuses the context %s", (context, remedy) => {
  expect(problems("config", context)).toMatchObject([
    {
      setting: "context",
      got: `"${context}", which config does not contain`,
      expected: 'one of "prod", "staging"',
      remedy,
    },
  ]);
});
