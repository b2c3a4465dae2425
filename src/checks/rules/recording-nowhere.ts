import { effectiveConfiguration } from "../loki/effective-configuration";
import { valueAt } from "../values";
import { ruleCheck } from "./rule-check";

export const ruleRecordingNowhere = ruleCheck({
  id: "rule-recording-nowhere",
  severity: "error",
  reason: "Loki keeps no series itself: without a remote write its ruler reckons them and throws them away",
  evidence: "https://grafana.com/docs/loki/latest/operations/recording-rules/",
  find: ({ rule }, { loki }) =>
    rule.kind === "alert" || valueAt(effectiveConfiguration(loki.values), "ruler.remote_write.enabled") === true
      ? []
      : [
          {
            location: rule.title.location(),
            got: `a recording rule "${rule.name}", while the ruler has no remote_write`,
            expected: "a Prometheus that takes the series, or alerts alone",
            remedy: "take the rule away, or set ruler.remote_write under loki.structuredConfig in values/loki.yaml",
          },
        ],
});
