import { analyzedRules, type RuleAnalysis } from "../../alerting/rule-analysis";
import type { LocatedText } from "../../alerting/rule-file/located-text";
import type { Check, Finding } from "../check";
import { settingOf } from "./rule-check";

export const ruleDuplicate: Check = {
  id: "rule-duplicate",
  title: "Rules have unique names",
  severity: "error",
  why: "Alertmanager and on-call engineers cannot distinguish two rules with the same name and labels",
  remedy: "rename one of the two, or give it a label that distinguishes them",
  evidence: '"lokitool rules check" counts duplicate rules; Loki 3.7.8 restores the state of both from the first query',
  find: ({ model }) => repeated(analyzedRules(model), identity).map(sharedName),
};

export const ruleGroupName: Check = {
  id: "rule-group-name",
  title: "Groups of a file have unique names",
  severity: "error",
  why: "with two groups of the same name in a file, Loki loads no rule of any file",
  remedy: "rename one of the two groups",
  evidence: "https://github.com/grafana/loki/blob/v3.7.8/pkg/ruler/compat.go (ValidateGroups)",
  acceptable: false,
  find: ({ model }) =>
    model.alerting.files.flatMap(({ path, groups }) =>
      repeated(groups, ({ name }) => name).map(([, second, ...more]) => ({
        setting: path,
        location: second.title.location(),
        got: `${more.length === 0 ? "a second group" : `${more.length + 2} groups`} named "${second.name}"`,
        expected: "a unique name for each group of the file",
        remedy: "rename one of the two groups",
      })),
    ),
};

type Repeated<T> = readonly [first: T, second: T, ...more: T[]];

/** The items with the same key as another one, by key. */
export function repeated<T>(items: readonly T[], keyOf: (item: T) => string): readonly Repeated<T>[] {
  const byKey = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const same = byKey.get(key);
    if (same === undefined) byKey.set(key, [item]);
    else same.push(item);
  }
  return [...byKey.values()].flatMap(([first, second, ...more]) =>
    first === undefined || second === undefined ? [] : [[first, second, ...more] as const],
  );
}

/** The name and labels of a rule, as text. */
export function identity({ rule }: RuleAnalysis): string {
  const labels = new Map(rule.labels.map(({ name, text }) => [name, text.value]));
  return JSON.stringify([rule.kind, rule.name, [...labels].sort()]);
}

/** One finding for all rules with the same name and labels. */
function sharedName([first, second, ...more]: Repeated<RuleAnalysis>): Finding {
  const what = second.rule.kind === "alert" ? "alert" : "recording rule";
  const count = more.length === 0 ? `a second ${what}` : `${more.length + 2} ${what}s`;
  const isCopied = [second, ...more].every((rule) => isCopy(rule, first));
  return {
    setting: settingOf(second),
    location: second.rule.title.location(),
    got: `${count} named "${second.rule.name}" with the same labels; the first is at ${place(first.rule.title)}${others(more)}`,
    expected: "a unique name or label for each rule",
    remedy: isCopied ? removal(more.length) : renaming(more.length),
  };
}

function renaming(more: number): string {
  return more === 0
    ? "rename one of the two, or give it a label that distinguishes them"
    : "give each a name of its own, or a label that distinguishes it";
}

function removal(more: number): string {
  return more === 0
    ? "remove one of the two: their queries are identical"
    : "keep one and remove the others: their queries are identical";
}

const SHOWN = 2;

function others(more: readonly RuleAnalysis[]): string {
  if (more.length === 0) return "";
  const places = more.slice(0, SHOWN).map(({ rule }) => place(rule.title));
  const rest = more.length > SHOWN ? ` and ${more.length - SHOWN} more places` : "";
  return `, others at ${places.join(", ")}${rest}`;
}

/** The file and line of a text. */
export function place(text: LocatedText): string {
  const { file, line } = text.location();
  return `${file}:${line}`;
}

function isCopy(one: RuleAnalysis, other: RuleAnalysis): boolean {
  const [query, same] = [one, other].map(({ rule }) => rule.expr.value.trim());
  return query === same && one.rule.for?.text.value === other.rule.for?.text.value;
}
