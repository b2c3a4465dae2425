import { createdNamespace } from "../../../src/checks/stack/created-namespace";
import type { Settings } from "../../../src/settings/settings";
import { findings, stack } from "../stacks";

const settingsOf = (settings: Partial<Settings>) =>
  findings(createdNamespace, stack(settings)).map(({ setting }) => setting);

const created = { name: "logs", create: true };
const inLogs = { service: "alertmanager", namespace: "logs" };

test("finds nothing in the example, which uses an existing namespace", () => {
  expect(findings(createdNamespace, stack())).toEqual([]);
});

test.each<[string, Partial<Settings>, readonly string[]]>([
  ["Grafana by default", { namespace: created }, ["grafana.namespace"]],
  ["Grafana by default, with empty settings", { namespace: created, grafana: {} }, ["grafana.namespace"]],
  ["Grafana in the default namespace", { namespace: { create: true }, alertmanager: "none" }, ["grafana.namespace"]],
  ["nothing: Grafana is elsewhere", { namespace: created, grafana: { namespace: "grafana" } }, []],
  ["nothing: the user named the namespace for Grafana", { namespace: created, grafana: { namespace: "logs" } }, []],
  ["nothing: the namespace exists", { namespace: { name: "logs", create: false } }, []],
  [
    "an Alertmanager that is not looked up",
    { namespace: created, grafana: { namespace: "grafana" }, alertmanager: inLogs, terraform: { lookUps: false } },
    ["alertmanager.namespace"],
  ],
  [
    "nothing: Alertmanager's namespace exists",
    { namespace: { name: "logs", create: false }, alertmanager: inLogs, terraform: { lookUps: false } },
    [],
  ],
])("in a created namespace, expects %s", (_, settings, expected) => {
  expect(settingsOf(settings)).toEqual(expected);
});
