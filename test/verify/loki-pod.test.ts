import type { V1StatefulSet } from "@kubernetes/client-node";
import { Duration } from "../../src/units";
import { causes, type LokiPodEvidence, lokiPod } from "../../src/verify/loki-pod";
import { container, pod, warning } from "./objects";

function statefulSet(replicas: number, updateRevision: string, observedGeneration = 1): V1StatefulSet {
  return {
    metadata: { generation: 1 },
    spec: { replicas, selector: {}, serviceName: "loki-headless", template: {} },
    status: { replicas, updateRevision, observedGeneration },
  };
}

function loki(parts: Parameters<typeof pod>[2] = {}) {
  return pod("loki-0", "a", {
    ...parts,
    metadata: { labels: { "controller-revision-hash": "loki-1" }, ...parts.metadata },
  });
}

function running(reason: string, restartCount: number, finishedAt?: Date) {
  const exitCode = reason === "OOMKilled" ? 137 : 1;
  const lastState = { terminated: { exitCode, reason, ...(finishedAt && { finishedAt }) } };
  return { containerStatuses: [container("loki", { ready: true, restartCount, lastState })] };
}

const ready: LokiPodEvidence = {
  statefulSet: statefulSet(1, "loki-1"),
  pod: loki(),
  warnings: [],
  readiness: null,
  release: "loki",
  namespace: "logs",
  gracePeriod: Duration.minutes(10),
  now: new Date("2026-01-02T12:00:00Z"),
};

test("passes for a ready pod of the newest revision", () => {
  expect(lokiPod.analyze(ready)).toEqual({ status: "pass", detail: "ready, 0 restarts", notes: [] });
});

test("notes a restart, and how the container ended", () => {
  expect(lokiPod.analyze({ ...ready, pod: loki({ status: { ...loki().status, ...running("Error", 1) } }) })).toEqual({
    status: "pass",
    detail: "ready, 1 restart",
    notes: ["loki last ended: Error (exit code 1)"],
  });
});

test("warns about a kill for exceeded memory", () => {
  const killed = loki({ status: { ...loki().status, ...running("OOMKilled", 3) } });
  expect(lokiPod.analyze({ ...ready, pod: killed })).toMatchObject({
    status: "warn",
    got: "ready, 3 restarts; loki last ended: OOMKilled (exit code 137)",
    causes: [causes.memory()],
  });
});

test.each([
  ["11:30", "warn"],
  ["10:30", "pass"],
])("reports at noon a kill at %s as %s, because its cause is believed fixed after an hour", (time, status) => {
  const end = running("OOMKilled", 1, new Date(`2026-01-02T${time}:00Z`));
  expect(lokiPod.analyze({ ...ready, pod: loki({ status: { ...loki().status, ...end } }) })).toMatchObject({ status });
});

test("notes an old end with its time", () => {
  const end = running("OOMKilled", 1, new Date("2026-01-01T03:04:05Z"));
  expect(lokiPod.analyze({ ...ready, pod: loki({ status: { ...loki().status, ...end } }) })).toMatchObject({
    notes: ["loki last ended: OOMKilled (exit code 137) at 2026-01-01T03:04Z"],
  });
});

test.each([
  ["differs from the newest", statefulSet(1, "loki-2"), "loki-0 has the revision loki-1, not loki-2"],
  ["may not be the newest", statefulSet(1, "loki-1", 0), "loki-0 has the revision loki-1, not the newest"],
])("warns about a ready pod whose revision %s", (_, changed, got) => {
  expect(lokiPod.analyze({ ...ready, statefulSet: changed })).toMatchObject({
    status: "warn",
    got,
    causes: [causes.oldRevision({ release: "loki", namespace: "logs" })],
  });
});

test("fails for a pod that is stopping, although it reports to be ready", () => {
  const stopping = loki({ metadata: { deletionTimestamp: new Date() } });
  expect(lokiPod.analyze({ ...ready, pod: stopping })).toMatchObject({
    status: "fail",
    got: "loki-0 is not ready: stopping",
    causes: [causes.stopping({ gracePeriod: "10m", pod: "loki-0", namespace: "logs" })],
  });
});

test("reports a mount failure in the kubelet's words", () => {
  const message = "mount.nfs: No such file or directory";
  const warnings = [warning("Pod", "loki-0", "FailedMount", message)];
  expect(lokiPod.analyze({ ...ready, pod: loki({ ready: false }), warnings })).toMatchObject({
    status: "fail",
    got: `loki-0 is not ready: FailedMount: ${message}`,
    causes: [causes.mount({ pod: "loki-0", namespace: "logs" })],
  });
});

test("reports a missing pod in the controller's words", () => {
  const warnings = [warning("StatefulSet", "loki", "FailedCreate", "exceeded quota: logs")];
  expect(lokiPod.analyze({ ...ready, pod: null, warnings })).toMatchObject({
    status: "fail",
    got: "loki-0: exceeded quota: logs",
    causes: [causes.quota({ namespace: "logs" })],
  });
  expect(lokiPod.analyze({ ...ready, pod: null })).toMatchObject({
    got: "loki-0: no pod",
    causes: [causes.notCreated({ kind: "statefulset", name: "loki", namespace: "logs" })],
  });
});

test("fails for a StatefulSet that is scaled to zero", () => {
  const none = { ...ready, statefulSet: statefulSet(0, "loki-1"), pod: null };
  expect(lokiPod.analyze(none)).toMatchObject({
    status: "fail",
    causes: [causes.scaledDown({ release: "loki", namespace: "logs" })],
  });
});

test("reports a missing StatefulSet as not deployed", () => {
  expect(lokiPod.analyze({ ...ready, statefulSet: null })).toEqual({
    status: "not-deployed",
    isAbsent: true,
    got: "no StatefulSet loki in the namespace logs",
  });
});

describe("a module that has stopped", () => {
  const readiness = "Some services are not Running:\nTerminated: 1\nRunning: 15\n";
  const withLiveness = (path: string) =>
    loki({
      ready: false,
      spec: { nodeName: "a", containers: [{ name: "loki", livenessProbe: { httpGet: { path, port: 3100 } } }] },
    });

  test.each([
    ["/ready", causes.stoppedModule()],
    ["/loki/api/v1/status/buildinfo", causes.stoppedForever({ pod: "loki-0", node: "a" })],
  ])("is the only cause, and with the liveness probe %s leads to another next step", (path, proven) => {
    expect(lokiPod.analyze({ ...ready, pod: withLiveness(path), readiness })).toMatchObject({
      status: "fail",
      got: "loki-0 is not ready: Some services are not Running: Terminated: 1 Running: 15",
      causes: [proven],
    });
  });

  test("is not one that starts", () => {
    const starting = "Some services are not Running:\nStarting: 1\nRunning: 15\n";
    expect(lokiPod.analyze({ ...ready, pod: withLiveness("/ready"), readiness: starting })).toMatchObject({
      causes: [causes.starting()],
    });
  });

  test("keeps the write-ahead log, which a deleted pod loses: no next step deletes the pod", () => {
    const all = [causes.stoppedModule(), causes.stoppedForever({ pod: "loki-0", node: "a" })];
    for (const { cause: text, next } of all) {
      expect(text).toContain("Deleting the pod loses it.");
      expect(next).not.toContain("delete");
    }
  });
});
