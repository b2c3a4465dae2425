import { withFiles } from "../rules/rules";
import { stack } from "../stacks";
import type { RemedyCase } from "./remedy";

/** A rule file, besides those of the stack, before and after following the remedy. */
function inFile(check: string, before: string, remedy: string, after: string): RemedyCase {
  const shipped = Object.fromEntries(stack().model.alerting.files.map(({ name, text }) => [name, text]));
  const files = (text: string) => withFiles({ ...shipped, "a.yaml": text });
  return { check, before: files(before), remedy, after: files(after) };
}

const QUERY = 'sum by (namespace) (count_over_time({namespace="web"} |= "boom" [5m]))';

/** A rule file with these lines in its group and its rule. */
function file(rule: readonly string[], group: readonly string[] = []): string {
  const indented = (lines: readonly string[], spaces: number) =>
    lines.map((line) => `${" ".repeat(spaces)}${line}\n`).join("");
  const start = `groups:\n  - name: g\n${indented(group, 4)}    rules:\n      - alert: A\n`;
  return `${start}${indented([...rule, "labels:", "  severity: warning", "annotations:", "  summary: many errors"], 8)}`;
}

const EXPR = ["expr: |", `  ${QUERY} > 5`];

/** Remedies of the checks of rule files. */
export const ruleFileRemedies: readonly RemedyCase[] = [
  inFile("rule-discarded-field", file([...EXPR, "keep_firing_for: 10m"]), "remove it", file(EXPR)),
  inFile(
    "rule-discarded-field",
    file(EXPR, ["labels: { team: web }"]),
    'move them into the labels of each rule: labels: { team: "web" }',
    file(EXPR).replace("severity: warning", "severity: warning\n          team: web"),
  ),
  inFile(
    "rule-discarded-field",
    file(EXPR, ["query_offset: 1m"]),
    "write offset 1m after each window: [5m] offset 1m",
    file(EXPR).replace("[5m]", "[5m] offset 1m"),
  ),
  inFile(
    "rule-swallowed-query",
    file(["expr: >-", `  ${QUERY} # per namespace`, "  > 5"]),
    "write expr: |- instead of expr: >-",
    file(["expr: |-", `  ${QUERY} # per namespace`, "  > 5"]),
  ),
  inFile(
    "rule-swallowed-query",
    file(["expr: >-", `  ${QUERY} # per namespace`, "  > 5"]),
    "or remove the comment",
    file(["expr: >-", `  ${QUERY}`, "  > 5"]),
  ),
  inFile(
    "rule-swallowed-query",
    file([`expr: '${QUERY} // per namespace`, "  > 5'"]),
    "write expr: | and the query below it, without the quotes and their escapes",
    file(["expr: |", `  ${QUERY} // per namespace`, "  > 5"]),
  ),
  inFile(
    "rule-swallowed-query",
    file([`expr: ${QUERY.replace("boom", "boom #1")} > 5`]),
    "write expr: | and put the query on the next line",
    file(["expr: |", `  ${QUERY.replace("boom", "boom #1")} > 5`]),
  ),
  inFile(
    "rule-misplaced-field",
    file(EXPR).replace("severity: warning", "severity: warning\n          for: 5m"),
    "indent for less, to the level of labels",
    file([...EXPR, "for: 5m"]),
  ),
  inFile(
    "rule-form",
    file(["expr: |", "", `  ${QUERY} > 5`]),
    "remove an empty line at the start of the text",
    file(EXPR),
  ),
  inFile("rule-form", `%YAML 1.2\n---\n${file(EXPR)}`, "delete the line", `---\n${file(EXPR)}`),
  inFile("rule-form", file([...EXPR, "severity: warning"]), "move severity into the labels of the rule", file(EXPR)),
  inFile("rule-form", file([`query: '${QUERY} > 5'`]), "write expr instead of query", file([`expr: '${QUERY} > 5'`])),
  inFile("rule-form", file([...EXPR, "interval: 1m"]), "move interval to the group", file(EXPR, ["interval: 1m"])),
];
