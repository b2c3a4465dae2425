import { resolveAlertmanager } from "../../src/alerting/model";
import { objectName } from "../../src/settings/validators";
import { refused, wrongType } from "../helpers/refused";

const resolved = (alertmanager: unknown) => resolveAlertmanager(alertmanager, "cluster.local");

test("an Alertmanager is its Service's address in the cluster", () => {
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

test('"none" said aloud is nobody', () => {
  expect(resolved("none")).toBeNull();
});

test.each([
  ["nothing", undefined],
  ["an empty text", ""],
])("nobody by omission (%s) is refused", (got, alertmanager) => {
  expect(refused(() => resolved(alertmanager))).toMatchObject({
    setting: "alertmanager",
    got,
    expected: 'a Service, as { service, namespace, port }, or "none"',
    remedy: 'write the Service that "kubectl get service -A" shows for Alertmanager, or "none" if nobody shall be told',
  });
});

test.each([
  ['"None"', "None"],
  ["null", null],
])("%s is no Service", (got, alertmanager) => {
  expect(refused(() => resolved(alertmanager))).toMatchObject(
    wrongType("a section of settings in braces", "alertmanager", got),
  );
});

test.each([
  ["alertmanager.service", "nothing", {}],
  ["alertmanager.service", '""', { service: "", namespace: "monitoring" }],
  ["alertmanager.namespace", "nothing", { service: "alertmanager" }],
])("%s is not taken from %s", (setting, got, alertmanager) => {
  const { expected, remedy } = objectName;
  expect(refused(() => resolved(alertmanager))).toMatchObject({ setting, got, expected, remedy });
});

test("a port is a whole number up to 65535", () => {
  const at = { service: "alertmanager", namespace: "monitoring" };
  const expected = "a whole number from 1 to 65535";
  expect(refused(() => resolved({ ...at, port: 0 }))).toMatchObject(wrongType(expected, "alertmanager.port", "0"));
  expect(refused(() => resolved({ ...at, port: "9093" }))).toMatchObject(
    wrongType(expected, "alertmanager.port", '"9093"'),
  );
});
