import type { Check } from "../check";

export const ruleForm: Check = {
  id: "rule-form",
  severity: "error",
  reason: "one rule file that the ruler can't read keeps every rule of every file from loading, and nobody is told",
  evidence: "https://github.com/grafana/loki/blob/v3.7.8/pkg/ruler/grouploader.go reads it strictly",
  find: ({ model }) =>
    model.alerting.files.flatMap(({ path, problems }) =>
      problems.map(({ location, got, remedy }) => ({
        setting: path,
        location,
        got,
        expected: "a Loki rule file: groups, each with a name and rules, each with alert (or record) and expr",
        remedy,
      })),
    ),
};
