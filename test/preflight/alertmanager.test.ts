import type { V1Service } from "@kubernetes/client-node";
import { HttpError } from "../../src/kube/http-service";
import { type AlertmanagerEvidence, alertmanager, requestAlertmanagerStatus } from "../../src/preflight/alertmanager";
import { fault } from "./objects";

const settings = { service: "alertmanager", namespace: "monitoring", port: 9093, url: "http://a" };

function service(name: string, port = 9093): V1Service {
  return { metadata: { name }, spec: { ports: [{ port }] } };
}

function analyze(evidence: Partial<AlertmanagerEvidence>) {
  const services = [service("alertmanager")];
  return alertmanager.analyze({ alertmanager: settings, services, url: null, answer: null, ...evidence });
}

function error(status: number | null, text: string, byProxy: boolean) {
  return new HttpError("services/alertmanager:9093/proxy", status, text, byProxy);
}

const VERSION = '{"versionInfo":{"version":"0.31.1"}}';

test("is skipped without an Alertmanager", () => {
  expect(alertmanager.analyze(null)).toMatchObject({ status: "skipped" });
});

describe("the Alertmanager's Service", () => {
  test("passes beside other Services", () => {
    const services = [service("other"), service("alertmanager")];
    expect(analyze({ services, answer: VERSION })).toMatchObject({ status: "pass" });
  });

  test("fails if only a Service of another name exists, and reports that name", () => {
    const services = [service("prometheus-alertmanager"), service("loki")];
    const { status, got, next } = fault(analyze({ services }));
    expect([status, got]).toEqual(["fail", "only prometheus-alertmanager"]);
    expect(next).toBe("kubectl --namespace monitoring get services | grep -i alertmanager");
  });

  test("fails if the namespace has no similar name", () => {
    const { got, cause, next } = fault(analyze({ services: [] }));
    expect(got).toBe('no such Service in "monitoring"');
    expect([cause, next]).toEqual([
      expect.stringContaining("another namespace"),
      "kubectl get services --all-namespaces | grep -i alertmanager",
    ]);
  });

  test("fails if it does not have the port", () => {
    const { got, expected } = fault(analyze({ services: [service("alertmanager", 80)] }));
    expect([got, expected]).toEqual(["ports 80", "port 9093"]);
  });

  test("is skipped if it leads out of the cluster, unless there is a URL", () => {
    const outside = {
      metadata: { name: "alertmanager" },
      spec: { type: "ExternalName", externalName: "am.example.com" },
    };
    expect(analyze({ services: [outside] })).toMatchObject({ status: "skipped" });
    const url = "https://am.example.com";
    expect(analyze({ services: [outside], url, answer: VERSION })).toMatchObject({ status: "pass" });
  });
});

describe("the answer of the Alertmanager's Service", () => {
  test("passes with Alertmanager's version", () => {
    expect(analyze({ answer: VERSION })).toMatchObject({ detail: "Alertmanager 0.31.1" });
  });

  test.each(["<html>", "{}", '{"versionInfo":{}}', "[]"])("is that of another program if its body is %s", (answer) => {
    expect(fault(analyze({ answer })).cause).toContain("Another program than an Alertmanager");
  });

  test.each([
    [503, 'no endpoints available for service "alertmanager"', true, "No pod of the Alertmanager is ready"],
    [
      404,
      '{"kind":"Status","apiVersion":"v1","message":"services not found"}',
      true,
      "No pod of the Alertmanager is ready",
    ],
    [503, "error trying to reach service: connection refused", true, "target port"],
    [404, "404 page not found", false, "path prefix"],
    [401, "Unauthorized", false, "with a password"],
    [400, "Client sent an HTTP request to an HTTPS server.", false, "over TLS"],
  ])("has one cause if it is %d %s", (status, text, byProxy, cause) => {
    expect(fault(analyze({ answer: error(status, text, byProxy) })).cause).toContain(cause);
  });

  test.each([
    [503, "error trying to reach service: dial tcp 10.0.3.7:9093: i/o timeout"],
    [503, "error trying to reach service: dial tcp 10.0.3.7:9093: connect: no route to host"],
    [null, "no answer in time"],
  ])("only warns if it is %p %s, because the control plane may be outside the pod network", (status, text) => {
    const { status: outcome, cause, next } = fault(analyze({ answer: error(status, text, true) }));
    expect(outcome).toBe("warn");
    expect(cause).toContain("Loki is inside, and may reach the Alertmanager");
    expect(next).toContain("--alertmanager-url");
  });

  test("is reported with the API server's message, not its JSON", () => {
    const text = JSON.stringify({ kind: "Status", apiVersion: "v1", message: "connection refused" });
    expect(fault(analyze({ answer: error(503, text, true) })).got).toBe("no answer: connection refused");
  });

  test.each([
    [403, true],
    [null, false],
  ])("is not analyzed if the Alertmanager never received the request (%p)", async (status, byProxy) => {
    const denied = error(status, "", byProxy);
    await expect(
      requestAlertmanagerStatus({ at: "", request: () => Promise.reject(denied) }, new AbortController().signal),
    ).rejects.toBe(denied);
  });
});
