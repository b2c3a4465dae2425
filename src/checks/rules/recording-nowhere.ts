import { effectiveConfiguration } from "../loki/effective-configuration";
import { valueAt } from "../values";
import { ruleCheck } from "./rule-check";

export const ruleRecordingNowhere = ruleCheck({
  id: "rule-recording-nowhere",
  title: "Recorded series have a destination",
  severity: "error",
  why: "Loki stores no series: without remote write, its ruler computes them and discards them",
  remedy: "remove the rule, or set ruler.remote_write",
  evidence: "https://grafana.com/docs/loki/latest/operations/recording-rules/",
  // The same text for each rule: together they are one mistake, which the report shows as one finding.
  find: ({ rule }, { loki }) =>
    rule.kind === "alert" || valueAt(effectiveConfiguration(loki.values), "ruler.remote_write.enabled") === true
      ? []
      : [
          {
            location: rule.title.location(),
            got: "a recording rule, while the ruler has no remote_write",
            expected: "a Prometheus that receives the series, or only alerts",
            remedy: "remove the rule, or set ruler.remote_write under loki.structuredConfig in values/loki.yaml",
          },
        ],
});
