import { rulerAlertmanager } from "../../../src/checks/loki/ruler-alertmanager";
import { findings, stack, withConfiguration } from "../stacks";

const KEY = "ruler.alertmanager_url";
const RIGHT = "http://alertmanager.monitoring.svc.cluster.local:9093";

test.each([
  [undefined, "nothing"],
  ["", '""'],
  [`${RIGHT}/`, `"${RIGHT}/"`],
])("rejects the Alertmanager URL %j", (url, got) => {
  expect(findings(rulerAlertmanager, withConfiguration({ [KEY]: url }))).toEqual([
    {
      setting: "Loki's configuration: ruler.alertmanager_url",
      got,
      expected: `"${RIGHT}", the Service declared by the setting alertmanager`,
      remedy:
        "remove the address: the stack derives it from the setting alertmanager; the chart's key for the ruler's block is loki.rulerConfig, and it ignores loki.ruler",
    },
  ]);
});

test("accepts a missing URL without an Alertmanager", () => {
  expect(findings(rulerAlertmanager, stack({ alertmanager: "none" }))).toEqual([]);
});
