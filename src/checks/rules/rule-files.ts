import type { RuleFileProblem } from "../../alerting/rule-file/located-text";
import type { RuleFile } from "../../alerting/rule-file/rule-file";
import type { Model } from "../../model";
import type { Check, Finding } from "../check";

export const ruleForm: Check = {
  id: "rule-form",
  title: "Loki can load every rule file",
  severity: "error",
  acceptable: false,
  why: "one rule file that the ruler cannot read prevents all rules in all files from loading, and nobody is notified",
  remedy: "correct the field that the finding names",
  evidence:
    "https://github.com/grafana/loki/blob/v3.7.8/pkg/ruler/grouploader.go parses it strictly, with https://github.com/yaml/go-yaml/tree/v3.0.4",
  find: ({ model }) => inFiles(model, ({ problems }) => problems),
};

export const ruleDiscardedField: Check = {
  id: "rule-discarded-field",
  title: "Rule files contain only fields that the ruler keeps",
  severity: "warning",
  why: "the ruler accepts the field, drops it, and reports nothing",
  remedy: "remove the field, and reach its effect in another way",
  evidence: "https://github.com/grafana/loki/blob/v3.7.8/pkg/ruler/rulespb/compat.go copies none of these fields",
  find: ({ model }) => inFiles(model, ({ discarded }) => discarded),
};

export const ruleFileIgnored: Check = {
  id: "rule-file-ignored",
  title: "Every file with rules is deployed",
  severity: "error",
  why: "the stack deploys only .yaml and .yml files of the directory itself, so these rules never fire",
  remedy: "rename the file, or move it",
  evidence: "Kubernetes allows only letters, digits, dots, dashes and underscores in the keys of a ConfigMap",
  find: ({ model }) => ignoredFiles(model, true),
};

export const ruleDirectory: Check = {
  id: "rule-directory",
  title: "The rules directory contains nothing but rule files",
  severity: "warning",
  why: "nothing reads the file, while its place suggests that its rules are in effect",
  remedy: "move it out of the directory",
  evidence: "README and other Markdown files, the settings of Git and of editors, and a folder fixtures are accepted",
  find: ({ model }) => ignoredFiles(model, false),
};

function ignoredFiles({ alerting }: Model, withRules: boolean): readonly Finding[] {
  return alerting.ignored
    .filter(({ hasRules }) => hasRules === withRules)
    .map(({ path, got, expected, remedy }) => ({ setting: path, got, expected, remedy }));
}

function inFiles({ alerting }: Model, problems: (file: RuleFile) => readonly RuleFileProblem[]): readonly Finding[] {
  return alerting.files.flatMap((file) => problems(file).map((problem) => ({ setting: file.path, ...problem })));
}
