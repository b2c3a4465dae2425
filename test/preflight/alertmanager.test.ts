import type { V1Service } from "@kubernetes/client-node";
import { HttpError } from "../../src/kube/http-service";
import { judgeFailure, judgeServices, judgeStatus } from "../../src/preflight/alertmanager/judgement";
import { fault } from "./objects";

const expected = { service: "alertmanager", namespace: "monitoring", port: 9093, url: "http://a" };

function service(name: string, port = 9093): V1Service {
  return { metadata: { name }, spec: { ports: [{ port }] } };
}

function failure(status: number | null, text: string, byProxy: boolean) {
  return new HttpError("services/alertmanager:9093/proxy", status, text, byProxy);
}

describe("the Alertmanager's Service", () => {
  test("is worth asking where it has the port", () => {
    expect(judgeServices([service("other"), service("alertmanager")], expected, null)).toBeNull();
  });

  test("is shown under the name that it has where it has another one", () => {
    const { status, found, next } = fault(
      judgeServices([service("prometheus-alertmanager"), service("loki")], expected, null),
    );
    expect([status, found]).toEqual(["broken", "only prometheus-alertmanager"]);
    expect(next).toContain("kubectl get services -A");
  });

  test("is missing where nothing in the namespace sounds like it", () => {
    expect(fault(judgeServices([], expected, null)).found).toBe('no Service in "monitoring" is called so');
  });

  test("is wrong without the port", () => {
    const { found, expected: port } = fault(judgeServices([service("alertmanager", 80)], expected, null));
    expect([found, port]).toEqual(["ports 80", "port 9093"]);
  });

  test("can't be asked where it leads out of the cluster, but by a URL", () => {
    const outside = {
      metadata: { name: "alertmanager" },
      spec: { type: "ExternalName", externalName: "am.example.com" },
    };
    expect(judgeServices([outside], expected, null)).toMatchObject({ status: "not-measured" });
    expect(judgeServices([outside], expected, "https://am.example.com")).toBeNull();
  });
});

describe("what answers there", () => {
  test("is an Alertmanager where it tells its version", () => {
    expect(judgeStatus('{"versionInfo":{"version":"0.31.1"}}', expected)).toMatchObject({
      figure: "Alertmanager 0.31.1",
    });
  });

  test.each(["<html>", "{}", '{"versionInfo":{}}', "[]"])("is something else where it says %s", (answer) => {
    expect(fault(judgeStatus(answer, expected)).cause).toContain("Something else than an Alertmanager");
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
    [404, "404 page not found", false, "below a path"],
    [401, "Unauthorized", false, "with a password"],
    [400, "Client sent an HTTP request to an HTTPS server.", false, "over TLS"],
  ])("is explained for %d %s", (status, text, byProxy, cause) => {
    expect(fault(judgeFailure(failure(status, text, byProxy), expected)).cause).toContain(cause);
  });

  test.each([
    [503, "error trying to reach service: dial tcp 10.0.3.7:9093: i/o timeout"],
    [503, "error trying to reach service: dial tcp 10.0.3.7:9093: connect: no route to host"],
    [null, "nothing in time"],
  ])("may be there where only the control plane doesn't get to it (%p %s)", (status, text) => {
    const { status: judged, cause, next } = fault(judgeFailure(failure(status, text, true), expected));
    expect(judged).toBe("doubtful");
    expect(cause).toContain("Loki, which is in it, may well reach the Alertmanager");
    expect(next).toContain("--alertmanager-url");
  });

  test("is told in the API server's words, and not in its JSON", () => {
    const text = JSON.stringify({ kind: "Status", apiVersion: "v1", message: "connection refused" });
    expect(fault(judgeFailure(failure(503, text, true), expected)).found).toBe("no answer: connection refused");
  });

  test.each([
    [403, true],
    [null, false],
  ])("is not judged where the API server has refused or isn't there (%p)", (status, byProxy) => {
    const refused = failure(status, "", byProxy);
    expect(() => judgeFailure(refused, expected)).toThrow(refused);
  });
});
