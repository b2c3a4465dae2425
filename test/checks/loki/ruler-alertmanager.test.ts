import { rulerAlertmanager } from "../../../src/checks/loki/ruler-alertmanager";
import { findings, stack, withConfiguration } from "../stacks";

const KEY = "ruler.alertmanager_url";
const RIGHT = "http://alertmanager.monitoring.svc.cluster.local:9093";

test.each([
  [undefined, "nothing"],
  ["", '""'],
  [`${RIGHT}/`, `"${RIGHT}/"`],
])("a ruler that is told of %j is refused", (url, got) => {
  expect(findings(rulerAlertmanager, withConfiguration({ [KEY]: url }))).toEqual([
    {
      setting: "Loki's configuration: ruler.alertmanager_url",
      got,
      expected: `"${RIGHT}", the Service that "alertmanager" declares`,
      remedy:
        "leave the address to the plan, which derives it from the setting alertmanager; in a chart that is not ours the ruler's block is loki.rulerConfig, and loki.ruler is ignored",
    },
  ]);
});

test("where nobody shall be told, a ruler needs no address", () => {
  expect(findings(rulerAlertmanager, stack({ alertmanager: "none" }))).toEqual([]);
});
