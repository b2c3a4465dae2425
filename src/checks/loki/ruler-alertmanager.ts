import type { Check } from "../check";
import { shownAt, valueAt } from "../values";
import { effectiveConfiguration } from "./effective-configuration";

export const rulerAlertmanager: Check = {
  id: "ruler-alertmanager",
  title: "The ruler sends alerts to the declared Alertmanager",
  severity: "error",
  why: "without an Alertmanager address, the ruler evaluates every rule and notifies nobody, without an error",
  remedy: "remove the address: the stack derives it from the setting alertmanager",
  evidence: "Loki 3.7.8, pkg/ruler: with an empty alertmanager_url it sends nothing; this went unnoticed for 77 days",
  find({ model, loki }) {
    const { alertmanager } = model.alerting;
    const configuration = effectiveConfiguration(loki.values);
    if (alertmanager === null || valueAt(configuration, "ruler.alertmanager_url") === alertmanager.url) return [];
    return [
      {
        setting: "Loki's configuration: ruler.alertmanager_url",
        got: shownAt(configuration, "ruler.alertmanager_url"),
        expected: `"${alertmanager.url}", the Service declared by the setting alertmanager`,
        remedy:
          "remove the address: the stack derives it from the setting alertmanager; the chart's key for the ruler's block is loki.rulerConfig, and it ignores loki.ruler",
      },
    ];
  },
};
