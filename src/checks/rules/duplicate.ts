import { analyzedRules, type RuleAnalysis } from "../../alerting/rule-analysis";
import type { RuleFile, RuleGroup } from "../../alerting/rule-file/rule-file";
import type { Check, Finding } from "../check";
import { settingOf } from "./rule-check";

export const ruleDuplicate: Check = {
  id: "rule-duplicate",
  title: "Rules and groups have unique names",
  severity: "error",
  why: "on-call engineers cannot distinguish two rules with the same name and labels, and Loki rejects two groups with the same name in a file",
  remedy: "rename one of the two, or give it a label that distinguishes them",
  evidence:
    'with two groups of the same name in a file, Loki loads no rules; "lokitool rules check" counts duplicate rules',
  find: ({ model }) => [...sharedGroups(model.alerting.files), ...sharedNames(analyzedRules(model))],
};

function sharedGroups(files: readonly RuleFile[]): readonly Finding[] {
  const groups = files.flatMap((file) => file.groups.map((group) => ({ file, group })));
  return groups.flatMap(({ file, group }, index) => {
    const first = groups.find((other) => other.file === file && other.group.name === group.name);
    if (first === undefined || first === groups[index]) return [];
    return [sharedGroup(file, group)];
  });
}

function sharedGroup(file: RuleFile, { name, title }: RuleGroup): Finding {
  return {
    setting: file.path,
    location: title.location(),
    got: `a second group named "${name}"`,
    expected: "a unique name for each group of the file",
    remedy: "rename one of the two groups",
  };
}

function sharedNames(rules: readonly RuleAnalysis[]): readonly Finding[] {
  const seen = new Map<string, RuleAnalysis>();
  return rules.flatMap((rule) => {
    const key = identity(rule);
    const first = seen.get(key);
    if (first === undefined) seen.set(key, rule);
    return first === undefined ? [] : [sharedName(rule, first)];
  });
}

function identity({ group, rule }: RuleAnalysis): string {
  const labels = new Map([...group.labels, ...rule.labels].map(({ name, text }) => [name, text.value]));
  return JSON.stringify([rule.kind, rule.name, [...labels].sort()]);
}

function sharedName(rule: RuleAnalysis, first: RuleAnalysis): Finding {
  const { file, line } = first.rule.title.location();
  const what = rule.rule.kind === "alert" ? "alert" : "recording rule";
  return {
    setting: settingOf(rule),
    location: rule.rule.title.location(),
    got: `a second ${what} named "${rule.rule.name}" with the same labels; the first is at ${file}:${line}`,
    expected: "a unique name or label for each rule",
    remedy: isCopy(rule, first)
      ? "remove one of the two: their queries are identical"
      : "rename one of the two, or give it a label that distinguishes them",
  };
}

function isCopy(one: RuleAnalysis, other: RuleAnalysis): boolean {
  const [query, same] = [one, other].map(({ rule }) => rule.expr.value.trim());
  return query === same && one.rule.for?.text.value === other.rule.for?.text.value;
}
