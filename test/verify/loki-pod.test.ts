import type { V1StatefulSet } from "@kubernetes/client-node";
import { Duration } from "../../src/units";
import { LOKI_CAUSES, NOT_CREATED, OLD_REVISION, SCALED_DOWN } from "../../src/verify/loki-pod/causes";
import { judgeLokiPod, type SeenLoki } from "../../src/verify/loki-pod/judgement";
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

const ready: SeenLoki = {
  statefulSet: statefulSet(1, "loki-1"),
  pod: loki(),
  warnings: [],
  release: "loki",
  namespace: "logs",
  gracePeriod: Duration.minutes(10),
  now: new Date("2026-01-02T12:00:00Z"),
};

test("the pod is ready and of the newest revision", () => {
  expect(judgeLokiPod(ready)).toEqual({ status: "holds", figure: "ready, 0 restarts", notes: [] });
});

test("a restart is worth a note with how the container ended", () => {
  expect(judgeLokiPod({ ...ready, pod: loki({ status: { ...loki().status, ...running("Error", 1) } }) })).toEqual({
    status: "holds",
    figure: "ready, 1 restart",
    notes: ["loki last ended: Error (exit code 1)"],
  });
});

test("one for want of memory is doubtful", () => {
  const killed = loki({ status: { ...loki().status, ...running("OOMKilled", 3) } });
  expect(judgeLokiPod({ ...ready, pod: killed })).toMatchObject({
    status: "doubtful",
    found: "ready, 3 restarts; loki last ended: OOMKilled (exit code 137)",
    causes: [LOKI_CAUSES.memory],
  });
});

test.each([
  ["11:30", "doubtful"],
  ["10:30", "holds"],
])("one for want of memory at %s %s at noon: what was mended is believed after an hour", (time, status) => {
  const end = running("OOMKilled", 1, new Date(`2026-01-02T${time}:00Z`));
  expect(judgeLokiPod({ ...ready, pod: loki({ status: { ...loki().status, ...end } }) })).toMatchObject({ status });
});

test("an end of long ago is a note with its time", () => {
  const end = running("OOMKilled", 1, new Date("2026-01-01T03:04:05Z"));
  expect(judgeLokiPod({ ...ready, pod: loki({ status: { ...loki().status, ...end } }) })).toMatchObject({
    notes: ["loki last ended: OOMKilled (exit code 137) at 2026-01-01T03:04Z"],
  });
});

test.each([
  ["differs from the newest", statefulSet(1, "loki-2"), "loki-0 has the revision loki-1, not loki-2"],
  ["may not be the newest", statefulSet(1, "loki-1", 0), "loki-0 has the revision loki-1, not the newest"],
])("a ready pod whose revision %s is doubtful", (_, changed, found) => {
  expect(judgeLokiPod({ ...ready, statefulSet: changed })).toMatchObject({
    status: "doubtful",
    found,
    causes: [OLD_REVISION],
  });
});

test("a pod that stops isn't ready, although it says so: a rollout leaves no Loki", () => {
  const stopping = loki({ metadata: { deletionTimestamp: new Date() } });
  expect(judgeLokiPod({ ...ready, pod: stopping })).toMatchObject({
    status: "broken",
    found: "loki-0 isn't ready: stopping",
    causes: [LOKI_CAUSES.stopping, OLD_REVISION],
    names: { grace: "10m", pod: "loki-0", release: "loki", namespace: "logs", node: "a" },
  });
});

test("a volume that can't be mounted is told in the kubelet's words", () => {
  const message = "mount.nfs: No such file or directory";
  const warnings = [warning("Pod", "loki-0", "FailedMount", message)];
  expect(judgeLokiPod({ ...ready, pod: loki({ ready: false }), warnings })).toMatchObject({
    status: "broken",
    found: `loki-0 isn't ready: FailedMount: ${message}`,
    causes: [LOKI_CAUSES.mount, OLD_REVISION],
  });
});

test("a pod that is missing is told in the controller's words", () => {
  const warnings = [warning("StatefulSet", "loki", "FailedCreate", "exceeded quota: logs")];
  expect(judgeLokiPod({ ...ready, pod: null, warnings })).toMatchObject({
    status: "broken",
    found: "there is no pod loki-0: exceeded quota: logs",
    causes: [NOT_CREATED],
  });
  expect(judgeLokiPod({ ...ready, pod: null })).toMatchObject({ found: "there is no pod loki-0" });
});

test("nobody waits for the pod of a StatefulSet that is scaled to zero", () => {
  const none = { ...ready, statefulSet: statefulSet(0, "loki-1"), pod: null };
  expect(judgeLokiPod(none)).toMatchObject({ status: "broken", causes: [SCALED_DOWN] });
});

test("no StatefulSet is a plan that isn't deployed", () => {
  expect(judgeLokiPod({ ...ready, statefulSet: null })).toEqual({
    status: "not-deployed",
    isAbsent: true,
    found: "there is no StatefulSet loki in the namespace logs",
  });
});
