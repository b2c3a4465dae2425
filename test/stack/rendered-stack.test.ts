import { problemsOf } from "../../src/settings/settings-error";
import { loadStack } from "../../src/stack/rendered-stack";
import { example, ROOT } from "../helpers/example";
import { inFolder } from "../helpers/folder";
import { unchecked } from "../helpers/unchecked";

const RULES = `groups: [{ name: a, rules: [{ alert: A, expr: 'count_over_time({app="a"}[5m]) > 0' }] }]`;

test("reports refused settings, rule files and files of values together", () => {
  const files = { "values/loki.yaml": "a: [", "values/alloy.yaml": "- a", "rules/My Rules.yaml": RULES };
  const wrong = unchecked(example, { nfs: { server: "::1", path: "/srv" }, cluster: { nodes: 0 } });
  const settings = inFolder(files, (root) => problemsOf(() => loadStack(wrong, root))).map(({ setting }) => setting);
  expect(settings).toEqual([
    "nfs.server",
    "cluster.nodes",
    "rules/My Rules.yaml",
    "values/alloy.yaml",
    "values/loki.yaml:1",
  ]);
});

test("reports every broken file of values once", () => {
  const files = { "values/loki.yaml": "a: [", "values/alloy.yaml": "- a", "rules/a.yaml": RULES };
  const settings = inFolder(files, (root) => problemsOf(() => loadStack(example, root))).map(({ setting }) => setting);
  expect([...settings].sort()).toEqual(["values/alloy.yaml", "values/loki.yaml:1"]);
});

test("renders valid settings", () => {
  expect(loadStack(example, ROOT).model.namespace).toEqual({ name: "monitoring", create: false });
});
