import type { Rule, RuleGroup } from "../../src/alerting/rule-file/rule-file";
import { Duration } from "../../src/units";
import { documentText } from "../helpers/documents";
import { exampleModel } from "../helpers/example";

const PAGE = "docs/alerts.md";
const REMEDY = `edit its row in ${PAGE} ("Change a rule" on that page)`;

const alerts = exampleModel().alerting.files.flatMap(({ groups }) =>
  groups.flatMap((group) => group.rules.map((rule) => [rule.name, { group, rule }] as const)),
);

/** Returns the texts that the row of an alert has to contain, according to its rule. */
function facts(rule: Rule, { interval }: RuleGroup): readonly string[] {
  const expr = rule.expr.value;
  const severity = rule.labels.find(({ name }) => name === "severity")?.text.value ?? "";
  const filters = [...expr.matchAll(/\|= "([^"]+)"/g)].map(([, text = ""]) => text);
  const windows = [...expr.matchAll(/\[(\w+)\]/g)].map(([, window = ""]) => window);
  const threshold = Number(/> (\d+)\s*$/.exec(expr)?.[1]);
  const isFast = rule.for === null && interval?.isLessThan(Duration.minutes(1)) === true;
  return [
    `| ${severity} |`,
    ...filters,
    ...windows.map((window) => `| ${window} |`),
    ...(threshold === 0 ? [] : [`more than ${threshold} lines`]),
    ...(rule.for === null ? [] : [`for ${rule.for.duration.toSeconds() / 60} minutes`]),
    ...(isFast ? ["| in seconds |"] : ["| within a minute after that |"]),
  ];
}

test.each(alerts)("the page describes %s as its rule does", (alert, { rule, group }) => {
  const row = documentText(PAGE)
    .split("\n")
    .find((line) => line.startsWith(`| \`${alert}\``));
  const missing = facts(rule, group).filter((fact) => !row?.includes(fact));
  expect(missing.map((fact) => `${alert}: the page doesn't say "${fact}"; ${REMEDY}`)).toEqual([]);
});

test("the page describes no other alert", () => {
  const described = [...documentText(PAGE).matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name);
  expect(described.sort()).toEqual(alerts.map(([name]) => name).sort());
});
