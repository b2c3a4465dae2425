import type { V1Node } from "@kubernetes/client-node";
import { FIRING, markerLine } from "../../../src/alerting/log-path-drill";
import { HttpError, type HttpService, type ServiceRequest } from "../../../src/kube/http-service";
import { agentLabels } from "../../../src/verify/agents";
import { LogPathDrill } from "../../../src/verify/log-path-drill/drill";
import { DRILL_LABEL, drillPod } from "../../../src/verify/log-path-drill/drill-pods";
import { exampleModel } from "../../helpers/example";
import { answered, FakePods } from "../fake-pods";
import { node, pod } from "../objects";

const model = exampleModel();
const { signal } = new AbortController();
const ALL = [node("node-1"), node("node-2")];

class FakeAlertmanager implements HttpService {
  readonly at = "alertmanager";
  readonly requests: string[] = [];

  constructor(private readonly isRunning: boolean) {}

  async request({ method = "GET", path }: ServiceRequest): Promise<string> {
    this.requests.push(`${method} ${path}`);
    if (!this.isRunning) throw new HttpError("alertmanager", 503, "no endpoints available", true);
    return JSON.stringify({ silenceID: "an-id" });
  }
}

function drillOn(pods: FakePods, alertmanager: HttpService | null = null, nodes: readonly V1Node[] = ALL) {
  pods.nodes = nodes;
  return new LogPathDrill({ core: () => pods, model, nodes: async () => nodes, alertmanager });
}

test("writes once on every node for all callers, and returns what each wrote", async () => {
  const pods = new FakePods();
  const drill = drillOn(pods);
  const [probes, again] = await Promise.all([drill.probes(signal), drill.probes(signal)]);
  expect(again).toBe(probes);
  expect(probes.map(({ node: name }) => name)).toEqual(["node-1", "node-2"]);
  expect(probes[0]).toMatchObject({ text: `log of ${probes[0]?.pod}`, problem: null, wroteAt: expect.any(Number) });
  expect(pods.pods.size).toBe(2);
});

test("fires the alert by two pods after silencing it, as one node may be full", async () => {
  const alertmanager = new FakeAlertmanager(true);
  const drill = drillOn(new FakePods(), alertmanager, [...ALL, node("node-3")]);
  const probes = await drill.probes(signal);
  await drill.silence(signal);
  expect(probes.map(({ container }) => container === FIRING)).toEqual([true, true, false]);
  expect(alertmanager.requests).toEqual(["POST api/v2/silences"]);
});

test("fires the alert on nodes whose agent is ready, if there are any", async () => {
  const pods = new FakePods();
  const agent = (name: string, ready: boolean) => {
    pods.pods.set(name, pod(name, name, { ready, metadata: { name, labels: { ...agentLabels(model) } } }));
  };
  agent("node-1", false);
  agent("node-3", true);
  const drill = drillOn(pods, new FakeAlertmanager(true), [...ALL, node("node-3")]);
  expect((await drill.probes(signal)).map(({ container }) => container === FIRING)).toEqual([true, false, true]);
});

test("fires no alert if Alertmanager rejects the silence, and reports the error", async () => {
  const drill = drillOn(new FakePods(), new FakeAlertmanager(false));
  const probes = await drill.probes(signal);
  expect(probes.filter(({ container }) => container === FIRING)).toEqual([]);
  await expect(drill.silence(signal)).rejects.toThrow("no endpoints");
});

test("fires no alert without an Alertmanager", async () => {
  const drill = drillOn(new FakePods());
  await drill.silence(signal);
  expect((await drill.probes(signal)).filter(({ container }) => container === FIRING)).toEqual([]);
});

test.each([
  ["Pod Security", 403, 'pods "x" is forbidden: violates PodSecurity "restricted:latest"'],
  ["a quota", 403, 'pods "x" is forbidden: exceeded quota: small'],
  ["a missing namespace", 404, 'namespaces "monitoring-drill" not found'],
])("reports the message of %s for a rejected pod, and the others write", async (_, code, message) => {
  const pods = new FakePods();
  pods.admit = ({ spec }) => {
    if (spec?.nodeName === "node-1") throw answered(code, message);
  };
  const [first, second] = await drillOn(pods).probes(signal);
  expect(first).toMatchObject({ problem: message, wroteAt: null });
  expect(second).toMatchObject({ problem: null });
});

test("throws the error of a missing role, which does not concern a pod", async () => {
  const pods = new FakePods();
  pods.admit = () => {
    throw answered(403, 'pods is forbidden: User "x" cannot create resource "pods" in API group ""');
  };
  await expect(drillOn(pods).probes(signal)).rejects.toThrow("cannot create");
});

test("reports an unreachable kubelet for its own node only", async () => {
  const pods = new FakePods();
  pods.readNamespacedPodLog = async ({ name }) => {
    if (name.endsWith("-0")) throw answered(500, "net/http: TLS handshake timeout");
    return "written";
  };
  const [first, second] = await drillOn(pods).probes(signal);
  expect(first).toMatchObject({
    text: null,
    problem: expect.stringContaining("TLS handshake"),
    wroteAt: expect.any(Number),
  });
  expect(second).toMatchObject({ text: "written", problem: null });
});

describe("the time at which a pod wrote", () => {
  test("is the time of its line", async () => {
    const pods = new FakePods();
    const list = pods.listNamespacedPod.bind(pods);
    // Half a second passes before its pod is seen to have ended.
    pods.listNamespacedPod = async () => {
      pods.listNamespacedPod = list;
      return { items: [] };
    };
    const written = new Date(Date.now() + 250);
    pods.writtenAt = () => written;
    const [first] = await drillOn(pods).probes(signal);
    expect(first?.wroteAt).toBeCloseTo(written.getTime() - performance.timeOrigin);
  });

  test.each([
    ["behind", -3_600_000],
    ["ahead", 3_600_000],
  ])("is a possible time if the node's clock is %s", async (_, by) => {
    const pods = new FakePods();
    pods.writtenAt = () => new Date(Date.now() + by);
    const before = performance.now();
    const [first] = await drillOn(pods).probes(signal);
    expect(first?.wroteAt).toBeGreaterThanOrEqual(before);
    expect(first?.wroteAt).toBeLessThanOrEqual(performance.now());
  });

  test("is the time of its creation if its log cannot be read", async () => {
    const pods = new FakePods();
    let createdAt = Number.NaN;
    pods.admit = () => {
      createdAt = performance.now();
    };
    pods.readNamespacedPodLog = () => Promise.reject(answered(500, "no answer"));
    const [first] = await drillOn(pods, null, [node("node-1")]).probes(signal);
    expect(first?.wroteAt).toBeLessThanOrEqual(createdAt);
  });
});

test("leaves out a node that was removed before its pod could write", async () => {
  const pods = new FakePods();
  pods.run = ({ spec }) => ({ phase: spec?.nodeName === "node-2" ? "Failed" : "Succeeded" });
  const drill = drillOn(pods);
  pods.nodes = [node("node-1")];
  expect((await drill.probes(signal)).map(({ node: name }) => name)).toEqual(["node-1"]);
});

test("keeps a node that was removed after its pod had written", async () => {
  const pods = new FakePods();
  pods.run = ({ spec }) => ({ phase: spec?.nodeName === "node-2" ? "Failed" : "Succeeded" });
  const drill = drillOn(pods);
  pods.nodes = [node("node-2")];
  expect(await drill.probes(signal)).toHaveLength(2);
});

test("does not list the nodes again if every pod has written", async () => {
  const pods = new FakePods();
  pods.listNode = () => Promise.reject(new Error("asked again"));
  expect(await drillOn(pods).probes(signal)).toHaveLength(2);
});

test("reports the kubelet's message for a rejected pod", async () => {
  const pods = new FakePods();
  pods.run = () => ({ phase: "Failed", reason: "OutOfpods", message: "Node didn't have enough resource: pods" });
  const [first] = await drillOn(pods).probes(signal);
  expect(first?.problem).toBe("OutOfpods: Node didn't have enough resource: pods");
});

describe("the end of the drill", () => {
  test("removes its pods and those of killed runs, and no others", async () => {
    const pods = new FakePods();
    const drill = drillOn(pods);
    await drill.probes(signal);
    const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);
    pods.pods.set("old", {
      metadata: { name: "old", labels: { [DRILL_LABEL]: "x" }, creationTimestamp: minutesAgo(20) },
    });
    pods.pods.set("new", {
      metadata: { name: "new", labels: { [DRILL_LABEL]: "y" }, creationTimestamp: minutesAgo(1) },
    });
    await drill.end();
    expect([...pods.pods.keys()]).toEqual(["new"]);
    expect(pods.deleted).toEqual([`${DRILL_LABEL}=${drill.markerId}`, "old"]);
  });

  test("tries again to remove the pods that are left", async () => {
    const pods = new FakePods();
    const remove = pods.deleteCollectionNamespacedPod.bind(pods);
    pods.deleteCollectionNamespacedPod = async () => {
      pods.deleteCollectionNamespacedPod = remove;
      throw answered(504, "the request did not end in time");
    };
    const drill = drillOn(pods);
    await drill.probes(signal);
    await drill.end();
    expect(pods.pods.size).toBe(0);
  });

  test("allows more time to remove many pods", async () => {
    const timeout = jest.spyOn(AbortSignal, "timeout");
    const timeoutFor = async (count: number) => {
      const nodes = Array.from({ length: count }, (_, index) => node(`node-${index}`));
      const drill = drillOn(new FakePods(), null, nodes);
      await drill.probes(signal);
      timeout.mockClear();
      await drill.end();
      return Math.max(...timeout.mock.calls.map(([milliseconds]) => milliseconds));
    };
    try {
      expect((await timeoutFor(200)) - (await timeoutFor(0))).toBe(10_000);
    } finally {
      timeout.mockRestore();
    }
  });

  test("removes its pods one by one if the role does not allow removing all at once", async () => {
    const pods = new FakePods();
    pods.canDeleteCollection = false;
    const drill = drillOn(pods);
    await drill.probes(signal);
    await drill.end();
    expect(pods.pods.size).toBe(0);
  });

  test("removes pods that are created while it ends, and rejects the callers that wait for them", async () => {
    const pods = new FakePods();
    pods.run = () => ({ phase: "Pending" });
    const drill = drillOn(pods);
    const waiting = drill.probes(signal).catch((error: unknown) => String(error));
    await drill.end();
    expect(await waiting).toContain("ended");
    expect(pods.pods.size).toBe(0);
  });

  test("requests nothing if the drill did not start", async () => {
    const [pods, alertmanager] = [new FakePods(), new FakeAlertmanager(true)];
    await drillOn(pods, alertmanager).end();
    expect(pods.deleted).toEqual([]);
    expect(alertmanager.requests).toEqual([]);
  });

  test("keeps the silence of an alert that fired, and removes it if none did", async () => {
    const [fired, unfired] = [new FakeAlertmanager(true), new FakeAlertmanager(true)];
    const firing = drillOn(new FakePods(), fired);
    await firing.probes(signal);
    await firing.end();
    expect(fired.requests).toEqual(["POST api/v2/silences"]);
    const quietDrill = drillOn(new FakePods(), unfired, []);
    await quietDrill.probes(signal);
    await quietDrill.end();
    expect(unfired.requests).toEqual(["POST api/v2/silences", "DELETE api/v2/silence/an-id"]);
  });
});

test("requests as much as the limits of a pod, as a LimitRange may allow no more", () => {
  const image = model.inotify.busybox;
  const { spec } = drillPod({ name: "a", namespace: "b", node: "node-1", container: FIRING, markerId: "c", image });
  const resources = { cpu: "10m", memory: "16Mi" };
  expect(spec?.containers[0]?.resources).toEqual({ requests: resources, limits: resources });
});

describe("the marker", () => {
  const drill = drillOn(new FakePods());

  test("matches the drill's rule, in the container that it selects", () => {
    const file = model.alerting.files.find(({ name }) => name === "log-path-drill.yaml");
    const expr = file?.groups[0]?.rules[0]?.expr.value ?? "";
    const [, written = ""] = /regexp `(.+)`/.exec(expr) ?? [];
    expect(markerLine(drill.markerId)).toMatch(new RegExp(written.replace("?P<", "?<")));
    expect(expr).toContain(`{log_collection="drill", container="${FIRING}"}`);
  });

  test("is a valid label value, and differs for each run", () => {
    expect(drill.markerId).toMatch(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])$/);
    expect(drillOn(new FakePods()).markerId).not.toBe(drill.markerId);
  });

  test("is written by a pod that any Pod Security level admits, on tainted and cordoned nodes, too", () => {
    const image = model.inotify.busybox;
    const { spec } = drillPod({ name: "a", namespace: "b", node: "node-1", container: FIRING, markerId: "c", image });
    expect(spec).toMatchObject({
      nodeName: "node-1",
      tolerations: [{ operator: "Exists" }],
      restartPolicy: "Never",
      securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
      containers: [{ securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } } }],
    });
    expect(spec?.containers[0]?.command?.[2]).toContain("log-path-drill marker=c");
  });
});
