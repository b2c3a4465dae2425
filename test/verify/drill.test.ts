import type { V1Node } from "@kubernetes/client-node";
import { HttpError, type HttpService, type ServiceRequest } from "../../src/kube/http-service";
import { agentLabels } from "../../src/verify/agents/agent";
import { FIRING, markerLine } from "../../src/verify/drill";
import { LogPathDrill } from "../../src/verify/drill/log-path-drill";
import { DRILL_LABEL, drillPod } from "../../src/verify/drill/pod";
import { exampleModel } from "../helpers/example";
import { node, pod } from "./objects";
import { answered, StandInPods } from "./stand-in-pods";

const model = exampleModel();
const { signal } = new AbortController();
const ALL = [node("node-1"), node("node-2")];

class StandInAlertmanager implements HttpService {
  readonly at = "alertmanager";
  readonly asked: string[] = [];

  constructor(private readonly isThere: boolean) {}

  async request({ method = "GET", path }: ServiceRequest): Promise<string> {
    this.asked.push(`${method} ${path}`);
    if (!this.isThere) throw new HttpError("alertmanager", 503, "no endpoints available", true);
    return JSON.stringify({ silenceID: "an-id" });
  }
}

function drillOn(pods: StandInPods, alertmanager: HttpService | null = null, nodes: readonly V1Node[] = ALL) {
  pods.nodes = nodes;
  return new LogPathDrill({ core: () => pods, model, nodes: async () => nodes, alertmanager });
}

test("every node writes once, however many ask, and is told with what it wrote", async () => {
  const pods = new StandInPods();
  const drill = drillOn(pods);
  const [probes, again] = await Promise.all([drill.probes(signal), drill.probes(signal)]);
  expect(again).toBe(probes);
  expect(probes.map(({ node: name }) => name)).toEqual(["node-1", "node-2"]);
  expect(probes[0]).toMatchObject({ text: `log of ${probes[0]?.pod}`, problem: null, wroteAt: expect.any(Number) });
  expect(pods.pods.size).toBe(2);
});

test("two pods fire the alert, once it is silenced: one node may be full", async () => {
  const alertmanager = new StandInAlertmanager(true);
  const drill = drillOn(new StandInPods(), alertmanager, [...ALL, node("node-3")]);
  const probes = await drill.probes(signal);
  await drill.silenced(signal);
  expect(probes.map(({ container }) => container === FIRING)).toEqual([true, true, false]);
  expect(alertmanager.asked).toEqual(["POST api/v2/silences"]);
});

test("they fire on nodes whose agent is ready, where there are some", async () => {
  const pods = new StandInPods();
  const agent = (name: string, ready: boolean) => {
    pods.pods.set(name, pod(name, name, { ready, metadata: { name, labels: { ...agentLabels(model) } } }));
  };
  agent("node-1", false);
  agent("node-3", true);
  const drill = drillOn(pods, new StandInAlertmanager(true), [...ALL, node("node-3")]);
  expect((await drill.probes(signal)).map(({ container }) => container === FIRING)).toEqual([true, false, true]);
});

test("no pod fires it where Alertmanager takes no silence, and who asks is told why", async () => {
  const drill = drillOn(new StandInPods(), new StandInAlertmanager(false));
  const probes = await drill.probes(signal);
  expect(probes.filter(({ container }) => container === FIRING)).toEqual([]);
  await expect(drill.silenced(signal)).rejects.toThrow("no endpoints");
});

test("no pod fires it where alerts tell nobody", async () => {
  const drill = drillOn(new StandInPods());
  await drill.silenced(signal);
  expect((await drill.probes(signal)).filter(({ container }) => container === FIRING)).toEqual([]);
});

test.each([
  ["Pod Security", 403, 'pods "x" is forbidden: violates PodSecurity "restricted:latest"'],
  ["a quota", 403, 'pods "x" is forbidden: exceeded quota: small'],
])("what %s refuses is told in its words, and the others write", async (_, code, message) => {
  const pods = new StandInPods();
  pods.admit = ({ spec }) => {
    if (spec?.nodeName === "node-1") throw answered(code, message);
  };
  const [first, second] = await drillOn(pods).probes(signal);
  expect(first).toMatchObject({ problem: message, wroteAt: null });
  expect(second).toMatchObject({ problem: null });
});

test("a missing role is no matter of a pod, and is thrown", async () => {
  const pods = new StandInPods();
  pods.admit = () => {
    throw answered(403, 'pods is forbidden: User "x" cannot create resource "pods" in API group ""');
  };
  await expect(drillOn(pods).probes(signal)).rejects.toThrow("cannot create");
});

test("a kubelet that can't be asked for a log is no matter of the other nodes", async () => {
  const pods = new StandInPods();
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
  test("is its line's own", async () => {
    const pods = new StandInPods();
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
  ])("is when it can have been where the node's clock is %s", async (_, by) => {
    const pods = new StandInPods();
    pods.writtenAt = () => new Date(Date.now() + by);
    const before = performance.now();
    const [first] = await drillOn(pods).probes(signal);
    expect(first?.wroteAt).toBeGreaterThanOrEqual(before);
    expect(first?.wroteAt).toBeLessThanOrEqual(performance.now());
  });

  test("is at the earliest when it was made, where its log can't be read", async () => {
    const pods = new StandInPods();
    let madeAt = Number.NaN;
    pods.admit = () => {
      madeAt = performance.now();
    };
    pods.readNamespacedPodLog = () => Promise.reject(answered(500, "no answer"));
    const [first] = await drillOn(pods, null, [node("node-1")]).probes(signal);
    expect(first?.wroteAt).toBeLessThanOrEqual(madeAt);
  });
});

test("a node that has gone before its pod could write is missed by nobody", async () => {
  const pods = new StandInPods();
  pods.run = ({ spec }) => ({ phase: spec?.nodeName === "node-2" ? "Failed" : "Succeeded" });
  const drill = drillOn(pods);
  pods.nodes = [node("node-1")];
  expect((await drill.probes(signal)).map(({ node: name }) => name)).toEqual(["node-1"]);
});

test("a node that has gone after its pod had written is still looked for in Loki", async () => {
  const pods = new StandInPods();
  pods.run = ({ spec }) => ({ phase: spec?.nodeName === "node-2" ? "Failed" : "Succeeded" });
  const drill = drillOn(pods);
  pods.nodes = [node("node-2")];
  expect(await drill.probes(signal)).toHaveLength(2);
});

test("nodes aren't asked for again where every pod has written", async () => {
  const pods = new StandInPods();
  pods.listNode = () => Promise.reject(new Error("asked again"));
  expect(await drillOn(pods).probes(signal)).toHaveLength(2);
});

test("a pod that the kubelet refuses is told in its words", async () => {
  const pods = new StandInPods();
  pods.run = () => ({ phase: "Failed", reason: "OutOfpods", message: "Node didn't have enough resource: pods" });
  const [first] = await drillOn(pods).probes(signal);
  expect(first?.problem).toBe("OutOfpods: Node didn't have enough resource: pods");
});

describe("at the end", () => {
  test("its pods go, and those that a run left behind that was killed, and no others", async () => {
    const pods = new StandInPods();
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
    expect(pods.deleted).toEqual([`${DRILL_LABEL}=${drill.marker}`, "old"]);
  });

  test("what is left is tried once more", async () => {
    const pods = new StandInPods();
    const remove = pods.deleteCollectionNamespacedPod.bind(pods);
    pods.deleteCollectionNamespacedPod = async () => {
      pods.deleteCollectionNamespacedPod = remove;
      throw answered(504, "the request didn't end in time");
    };
    const drill = drillOn(pods);
    await drill.probes(signal);
    await drill.end();
    expect(pods.pods.size).toBe(0);
  });

  test("many pods have longer to go than few", async () => {
    const timeout = jest.spyOn(AbortSignal, "timeout");
    const patienceFor = async (count: number) => {
      const nodes = Array.from({ length: count }, (_, index) => node(`node-${index}`));
      const drill = drillOn(new StandInPods(), null, nodes);
      await drill.probes(signal);
      timeout.mockClear();
      await drill.end();
      return Math.max(...timeout.mock.calls.map(([milliseconds]) => milliseconds));
    };
    try {
      expect((await patienceFor(200)) - (await patienceFor(0))).toBe(10_000);
    } finally {
      timeout.mockRestore();
    }
  });

  test("its pods go one by one where a role allows no more", async () => {
    const pods = new StandInPods();
    pods.canDeleteAtOnce = false;
    const drill = drillOn(pods);
    await drill.probes(signal);
    await drill.end();
    expect(pods.pods.size).toBe(0);
  });

  test("pods go that are made while it ends, and who waits for them is told", async () => {
    const pods = new StandInPods();
    pods.run = () => ({ phase: "Pending" });
    const drill = drillOn(pods);
    const waiting = drill.probes(signal).catch((error: unknown) => String(error));
    await drill.end();
    expect(await waiting).toContain("ended");
    expect(pods.pods.size).toBe(0);
  });

  test("a drill that nobody asked for has asked for nothing", async () => {
    const [pods, alertmanager] = [new StandInPods(), new StandInAlertmanager(true)];
    await drillOn(pods, alertmanager).end();
    expect(pods.deleted).toEqual([]);
    expect(alertmanager.asked).toEqual([]);
  });

  test("the silence stays as long as the alert that has fired, and goes where none has", async () => {
    const [fired, unfired] = [new StandInAlertmanager(true), new StandInAlertmanager(true)];
    const firing = drillOn(new StandInPods(), fired);
    await firing.probes(signal);
    await firing.end();
    expect(fired.asked).toEqual(["POST api/v2/silences"]);
    const silent = drillOn(new StandInPods(), unfired, []);
    await silent.probes(signal);
    await silent.end();
    expect(unfired.asked).toEqual(["POST api/v2/silences", "DELETE api/v2/silence/an-id"]);
  });
});

test("a pod asks for all that it may use: a LimitRange may allow no limit above the request", () => {
  const image = model.inotify.busybox;
  const { spec } = drillPod({ name: "a", namespace: "b", node: "node-1", container: FIRING, marker: "c", image });
  const needs = { cpu: "10m", memory: "16Mi" };
  expect(spec?.containers[0]?.resources).toEqual({ requests: needs, limits: needs });
});

describe("the marker", () => {
  const drill = drillOn(new StandInPods());

  test("is what the drill's rule reads, in the container that it selects", () => {
    const file = model.alerting.files.find(({ name }) => name === "log-path-drill.yaml");
    const expr = file?.groups[0]?.rules[0]?.expr.value ?? "";
    const [, written = ""] = /regexp `(.+)`/.exec(expr) ?? [];
    expect(markerLine(drill.marker)).toMatch(new RegExp(written.replace("?P<", "?<")));
    expect(expr).toContain(`{container="${FIRING}"}`);
  });

  test("is a label's value, and another for each run", () => {
    expect(drill.marker).toMatch(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])$/);
    expect(drillOn(new StandInPods()).marker).not.toBe(drill.marker);
  });

  test("is written by a pod that any Pod Security level lets in, on a node that is tainted or cordoned", () => {
    const image = model.inotify.busybox;
    const { spec } = drillPod({ name: "a", namespace: "b", node: "node-1", container: FIRING, marker: "c", image });
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
