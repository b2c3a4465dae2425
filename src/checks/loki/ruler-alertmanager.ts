import type { Check } from "../check";
import { shownAt, valueAt } from "../values";
import { effectiveConfiguration } from "./effective-configuration";

export const rulerAlertmanager: Check = {
  id: "ruler-alertmanager",
  severity: "error",
  reason: "a ruler without the address of an Alertmanager evaluates every rule and tells nobody, without an error",
  evidence: "Loki 3.7.8, pkg/ruler: an empty alertmanager_url sends nothing; it stayed so for 77 days, unseen",
  find({ model, loki }) {
    const { alertmanager } = model.alerting;
    const configuration = effectiveConfiguration(loki.values);
    if (alertmanager === null || valueAt(configuration, "ruler.alertmanager_url") === alertmanager.url) return [];
    return [
      {
        setting: "Loki's configuration: ruler.alertmanager_url",
        got: shownAt(configuration, "ruler.alertmanager_url"),
        expected: `"${alertmanager.url}", the Service that "alertmanager" declares`,
        remedy:
          "leave the address to the plan, which derives it from the setting alertmanager; in a chart that is not ours the ruler's block is loki.rulerConfig, and loki.ruler is ignored",
      },
    ];
  },
};
