import { ruleCheck } from "./rule-check";

export const ruleRecordingName = ruleCheck({
  id: "rule-recording-name",
  severity: "warning",
  reason: "the name of a recorded series tells its level, metric and operations, or nobody knows what it holds",
  evidence: "https://prometheus.io/docs/practices/rules/#recording-rules, which lokitool rules check asks for",
  find: ({ rule }) =>
    rule.kind === "alert" || rule.name.includes(":")
      ? []
      : [
          {
            place: rule.title.place(),
            got: `a recording rule named "${rule.name}"`,
            wanted: "level:metric:operations",
            remedy: `name it like namespace:${rule.name}:rate5m`,
          },
        ],
});
