import { type AlertmanagerModel, alertmanagerHelp, resolveAlertmanager } from "../../src/alerting/model";
import type { Settings } from "../../src/settings/settings";
import { SettingsReader } from "../../src/settings/settings-reader";
import { objectName } from "../../src/settings/validators";
import { settingsError, wrongType } from "../helpers/settings-error";

const resolved = (alertmanager: unknown) =>
  SettingsReader.read<Pick<Settings, "alertmanager">, AlertmanagerModel | null>({ alertmanager }, "", (reader) =>
    reader.objectOrNone("alertmanager", (part) => resolveAlertmanager(part, "cluster.local"), alertmanagerHelp),
  );

test("resolves the URL of Alertmanager's Service in the cluster", () => {
  expect(resolved({ service: "alertmanager", namespace: "monitoring" })).toEqual({
    service: "alertmanager",
    namespace: "monitoring",
    port: 9093,
    url: "http://alertmanager.monitoring.svc.cluster.local:9093",
  });
  expect(resolved({ service: "alertmanager", namespace: "monitoring", port: 80 })?.url).toBe(
    "http://alertmanager.monitoring.svc.cluster.local:80",
  );
});

test('accepts an explicit "none"', () => {
  expect(resolved("none")).toBeNull();
});

test.each([
  ["nothing", undefined],
  ["nothing", null],
  ['""', ""],
])("rejects an omitted Alertmanager (%s)", (got, alertmanager) => {
  expect(settingsError(() => resolved(alertmanager))).toMatchObject({
    setting: "alertmanager",
    got,
    expected: 'a Service, as { service, namespace, port }, or "none"',
    remedy: 'write the Service that "kubectl get service -A" shows for Alertmanager, or "none" to send no alerts',
  });
});

test.each(["None", "NONE", "off", "no", false])('rejects %j, and suggests "none"', (alertmanager) => {
  expect(settingsError(() => resolved(alertmanager))).toMatchObject({
    setting: "alertmanager",
    expected: 'a Service, as { service, namespace, port }, or "none"',
    remedy: 'write alertmanager: "none"',
  });
});

const SERVICE = 'service: "alertmanager", namespace: "alerting"';

test.each([
  ["http://alertmanager.alerting.svc:9093", `{ ${SERVICE}, port: 9093 }`],
  ["http://alertmanager.alerting.svc.cluster.local:9094/alertmanager/", `{ ${SERVICE}, port: 9094 }`],
  ["https://alertmanager.alerting", `{ ${SERVICE} }`],
  ["alertmanager.alerting.svc:9093", `{ ${SERVICE}, port: 9093 }`],
  ["alertmanager.alerting:9093", `{ ${SERVICE}, port: 9093 }`],
  ["svc/prometheus-alertmanager", '{ service: "prometheus-alertmanager", namespace: "monitoring" }'],
  ["prometheus-alertmanager", '{ service: "prometheus-alertmanager", namespace: "monitoring" }'],
  ["http://alertmanager:9093", '{ service: "alertmanager", namespace: "monitoring", port: 9093 }'],
])("reads the Service from %s", (alertmanager, code) => {
  const error = settingsError(() => resolved(alertmanager));
  expect(error.expected).toBe('an object of settings, as { service, namespace, port }, or "none"');
  expect(error.remedy).toBe(
    `write alertmanager: ${code}, or alertmanager: "none" ("kubectl get service -A" shows the Service)`,
  );
});

test.each(["https://alerts.example.com", "10.0.0.7:9093", "http://localhost:9093", "[::1]:9093", "a b", true, []])(
  "reads no Service from %j",
  (alertmanager) => {
    const error = settingsError(() => resolved(alertmanager));
    expect(error.expected).toBe('an object of settings, as { service, namespace, port }, or "none"');
    expect(error.remedy).toMatch(
      /^write alertmanager: \{ … \} with the keys that you need, or alertmanager: "none" \(/,
    );
  },
);

test.each([
  ["alertmanager.service", "nothing", { namespace: "monitoring" }],
  ["alertmanager.service", '""', { service: "", namespace: "monitoring" }],
  ["alertmanager.namespace", "nothing", { service: "alertmanager" }],
])("rejects %s if it is %s", (setting, got, alertmanager) => {
  const { expected, remedy } = objectName;
  expect(settingsError(() => resolved(alertmanager))).toMatchObject({ setting, got, expected, remedy });
});

test("reads the Service from an address under another key", () => {
  const error = settingsError(() => resolved({ url: "http://alertmanager.alerting.svc:9093" }));
  expect(error).toMatchObject({ setting: "alertmanager.url", got: "an unknown setting" });
  expect(error.remedy).toBe('write alertmanager: { service: "alertmanager", namespace: "alerting", port: 9093 }');
});

test("reads the Service from an address in its place", () => {
  const service = "http://alertmanager.alerting.svc:9093";
  expect(settingsError(() => resolved({ service, namespace: "alerting" }))).toMatchObject({
    setting: "alertmanager.service",
    remedy: 'write alertmanager: { service: "alertmanager" }',
  });
});

test("accepts only ports from 1 to 65535", () => {
  const at = { service: "alertmanager", namespace: "monitoring" };
  const expected = "a whole number from 1 to 65535";
  expect(settingsError(() => resolved({ ...at, port: 0 }))).toMatchObject(
    wrongType(expected, "alertmanager.port", "0"),
  );
  expect(settingsError(() => resolved({ ...at, port: "9093" }))).toMatchObject(
    wrongType(expected, "alertmanager.port", '"9093"', "alertmanager: { port: 9093 }"),
  );
});
