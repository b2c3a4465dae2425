import type { V1DaemonSet, V1Deployment } from "@kubernetes/client-node";
import type { Cause } from "../../src/diagnostics/cause";
import { podCauses } from "../../src/diagnostics/pod-problems";
import {
  analyzeDaemonSet,
  analyzeDeployment,
  causes,
  type DaemonSetEvidence,
  daemonsets,
  type WorkloadsEvidence,
} from "../../src/verify/daemonsets";
import { agentPodCauses } from "../../src/verify/missing-pods";
import { container, node, pod, warning } from "./objects";

function daemonSet(updated: number, observedGeneration = 1, desired = 2): V1DaemonSet {
  const numbers = { currentNumberScheduled: 2, desiredNumberScheduled: desired, numberMisscheduled: 0, numberReady: 2 };
  return {
    metadata: { name: "alloy", namespace: "logs", generation: 1 },
    spec: {
      selector: {},
      template: {
        spec: {
          containers: [],
          nodeSelector: { "kubernetes.io/os": "linux" },
          tolerations: [{ key: "ci", operator: "Exists" }],
        },
      },
    },
    status: { ...numbers, observedGeneration, updatedNumberScheduled: updated },
  };
}

const ALLOY = { kind: "daemonset", name: "alloy", namespace: "logs" };
const EVENTS = { kind: "deployment", name: "alloy-events", namespace: "logs" };

const complete: DaemonSetEvidence = {
  daemonSet: daemonSet(2),
  nodes: [node("a"), node("b")],
  pods: [pod("alloy-a", "a"), pod("alloy-b", "b")],
  warnings: [],
};

const [onA] = complete.pods;
/** Nothing is ready on the second node. */
const withoutPodOnB: DaemonSetEvidence = { ...complete, pods: onA ? [onA] : [] };

function analyze(evidence: DaemonSetEvidence) {
  return analyzeDaemonSet(evidence, agentPodCauses);
}

const MEANT_FOR_B = {
  nodeSelectorTerms: [{ matchFields: [{ key: "metadata.name", operator: "In", values: ["b"] }] }],
};

describe("a DaemonSet", () => {
  test("has no fault if it is ready on every node", () => {
    expect(analyze(complete)).toEqual({ detail: "alloy: 2 of 2 nodes", fault: null });
  });

  test("is not expected on a node that its selector excludes", () => {
    const nodes = [...complete.nodes, node("c", { os: "windows" })];
    expect(analyze({ ...complete, nodes })).toEqual({ detail: "alloy: 2 of 2 nodes", fault: null });
  });

  test("is not rolled out if only nodes that joined a moment ago have new agents", () => {
    expect(analyze({ ...complete, daemonSet: daemonSet(2, 1, 4) }).fault).toMatchObject({
      linesFlow: "everywhere",
      got: "alloy has its newest revision on 2 of 4 nodes",
    });
  });

  test("counts two pods on the same node as one node", () => {
    const pods = [pod("alloy-a", "a"), pod("alloy-new", "a")];
    expect(analyze({ ...complete, pods })).toMatchObject({
      detail: "alloy: 1 of 2 nodes",
      fault: {
        linesFlow: "somewhere",
        got: "alloy is ready on 1 of 2 nodes; b: no pod",
        cause: causes.notCreated(ALLOY),
      },
    });
  });

  test("has a fault if it does not tolerate the taint of a node", () => {
    const taints = [
      { key: "ci", effect: "NoSchedule" },
      { key: "dedicated", value: "gpu", effect: "NoSchedule" },
    ];
    expect(analyze({ ...withoutPodOnB, nodes: [node("a"), node("b", { taints })] }).fault).toMatchObject({
      got: "alloy is ready on 1 of 2 nodes; b: no pod, because the pods do not tolerate the taint dedicated=gpu:NoSchedule",
      cause: causes.tainted({ taint: "dedicated=gpu:NoSchedule", node: "b" }),
    });
  });

  test("is not kept from a node by a taint that only expresses a preference", () => {
    const nodes = [node("a"), node("b", { taints: [{ key: "dedicated", effect: "PreferNoSchedule" }] })];
    expect(analyze({ ...withoutPodOnB, nodes }).fault).toMatchObject({ cause: causes.notCreated(ALLOY) });
  });

  test.each<[string, string, Cause]>([
    [
      "Pod Security",
      'pods "alloy-x" is forbidden: violates PodSecurity "baseline:latest": hostPath volumes',
      causes.podSecurity({ ...ALLOY, namespace: "logs" }),
    ],
    [
      "a quota",
      'pods "alloy-x" is forbidden: exceeded quota: logs, requested: pods=1',
      causes.quota({ namespace: "logs" }),
    ],
    [
      "a LimitRange",
      "maximum memory usage per Container is 256Mi, but limit is 512Mi",
      causes.limitRange({ namespace: "logs" }),
    ],
    [
      "a named webhook",
      'admission webhook "pods.example.com" denied the request: no hostPath',
      causes.webhook({ ...ALLOY, webhook: "pods.example.com" }),
    ],
    ["something else", "admission webhook refused", causes.rejected(ALLOY)],
  ])("reports the API server's message if %s rejects its pod", (_, message, proven) => {
    const warnings = [warning("DaemonSet", "alloy", "FailedCreate", message)];
    expect(analyze({ ...withoutPodOnB, warnings }).fault).toMatchObject({
      got: `alloy is ready on 1 of 2 nodes; b: ${message}`,
      cause: proven,
    });
  });

  const killed = container("alloy", { lastState: { terminated: { exitCode: 137, reason: "OOMKilled" } } });
  const withKilled: DaemonSetEvidence = {
    ...withoutPodOnB,
    pods: [...withoutPodOnB.pods, pod("alloy-b", "b", { ready: false, status: { containerStatuses: [killed] } })],
  };

  test("names the pod that was killed for its memory, and the setting to raise", () => {
    expect(analyze(withKilled).fault).toMatchObject({
      got: "alloy is ready on 1 of 2 nodes; b: alloy-b: alloy: OOMKilled (exit code 137)",
      cause: causes.agentMemory({ container: "alloy" }),
    });
  });

  test("does not name the agents' setting for the memory of another workload", () => {
    const { fault } = analyzeDaemonSet(withKilled, podCauses);
    expect(fault).toMatchObject({ cause: causes.memory({ container: "alloy" }) });
  });

  test("has the scheduler's message if a pod does not fit on the node that it is meant for", () => {
    const waiting = pod("alloy-b", "", {
      ready: false,
      status: {
        conditions: [{ type: "PodScheduled", status: "False", reason: "Unschedulable", message: "no memory" }],
      },
    });
    waiting.spec = {
      containers: [],
      affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: MEANT_FOR_B } },
    };
    expect(analyze({ ...withoutPodOnB, pods: [...withoutPodOnB.pods, waiting] }).fault).toMatchObject({
      got: "alloy is ready on 1 of 2 nodes; b: alloy-b: Unschedulable: no memory",
      cause: causes.unschedulable({ pod: "alloy-b", namespace: "logs" }),
    });
  });

  test.each([
    ["has begun", daemonSet(1), "alloy has its newest revision on 1 of 2 nodes"],
    ["has not been observed yet", daemonSet(2, 0), "alloy has its newest revision on 0 of 2 nodes"],
  ])("still collects every node's lines if a rollout %s", (_, changed, got) => {
    expect(analyze({ ...complete, daemonSet: changed }).fault).toMatchObject({
      linesFlow: "everywhere",
      got,
      cause: causes.oldRevision(ALLOY),
    });
  });
});

function eventsDeployment(updatedReplicas: number): V1Deployment {
  return {
    metadata: { name: "alloy-events", namespace: "logs", generation: 1 },
    status: { observedGeneration: 1, updatedReplicas },
  };
}

describe("the collector of events", () => {
  test("has no fault if it is ready", () => {
    const evidence = { deployment: eventsDeployment(1), pods: [pod("alloy-events-x", "a")], warnings: [] };
    expect(analyzeDeployment(evidence)).toEqual({ detail: "alloy-events: ready", fault: null });
  });

  test("does not affect the nodes' lines if it is not ready", () => {
    const pods = [pod("alloy-events-x", "a", { ready: false })];
    expect(analyzeDeployment({ deployment: eventsDeployment(1), pods, warnings: [] }).fault).toMatchObject({
      linesFlow: "everywhere",
      got: "alloy-events is not ready; alloy-events-x: still starting",
      cause: causes.starting(),
    });
  });

  test("reports the message that its ReplicaSet got if its pod is rejected", () => {
    const message = "exceeded quota: logs";
    const warnings = [
      warning("ReplicaSet", "other-1", "FailedCreate", "another's"),
      warning("ReplicaSet", "alloy-events-1", "FailedCreate", message),
    ];
    expect(analyzeDeployment({ deployment: eventsDeployment(0), pods: [], warnings }).fault).toMatchObject({
      got: `alloy-events is not ready; ${message}`,
      cause: causes.quota({ namespace: "logs" }),
    });
  });

  test("reports a missing pod without a reason by the Deployment's name", () => {
    expect(analyzeDeployment({ deployment: eventsDeployment(0), pods: [], warnings: [] }).fault).toMatchObject({
      got: "alloy-events is not ready; no pod",
      cause: causes.notCreated(EVENTS),
    });
  });

  test("reports an old revision", () => {
    const evidence = { deployment: eventsDeployment(0), pods: [pod("alloy-events-x", "a")], warnings: [] };
    expect(analyzeDeployment(evidence).fault).toMatchObject({
      linesFlow: "everywhere",
      cause: causes.oldRevision(EVENTS),
    });
  });
});

describe("the workloads", () => {
  const rolling: DaemonSetEvidence = { ...complete, daemonSet: daemonSet(1) };
  const nowhere: DaemonSetEvidence = { ...complete, pods: [] };
  const ready: WorkloadsEvidence = { inotify: complete, agent: complete, events: null, joining: [] };

  test("pass with one detail for each workload", () => {
    const events = { deployment: eventsDeployment(1), pods: [pod("alloy-events-x", "a")], warnings: [] };
    expect(daemonsets.analyze({ ...ready, events })).toEqual({
      status: "pass",
      detail: "alloy: 2 of 2 nodes, alloy: 2 of 2 nodes, alloy-events: ready",
      notes: [],
    });
  });

  test("pass while a node joins, with a note", () => {
    expect(daemonsets.analyze({ ...ready, joining: ["c"] })).toMatchObject({
      status: "pass",
      notes: ["ready for less than three minutes, and not counted yet: c"],
    });
  });

  test("warn while every node's lines flow, and fail if those of one node do not", () => {
    expect(daemonsets.analyze({ ...ready, agent: rolling })).toMatchObject({
      status: "warn",
      isTransient: true,
      causes: [causes.oldRevision(ALLOY)],
    });
    expect(daemonsets.analyze({ ...ready, inotify: rolling, agent: withoutPodOnB })).toMatchObject({
      status: "fail",
      got: "alloy has its newest revision on 1 of 2 nodes; alloy is ready on 1 of 2 nodes; b: no pod",
      causes: [causes.notCreated(ALLOY), causes.oldRevision(ALLOY)],
    });
  });

  test("fail only in part while an agent is ready on some node", () => {
    expect(daemonsets.analyze({ ...ready, agent: withoutPodOnB })).toMatchObject({ status: "fail", isPartial: true });
    expect(daemonsets.analyze({ ...ready, inotify: nowhere })).toMatchObject({ status: "fail", isPartial: true });
    expect(daemonsets.analyze({ ...ready, agent: nowhere })).toMatchObject({ status: "fail", isPartial: false });
  });

  test("are not deployed if one is missing, and absent if the agents are", () => {
    const missing = { inotify: { absent: "DaemonSet sysctl-inotify" }, events: { absent: "Deployment alloy-events" } };
    expect(daemonsets.analyze({ ...ready, ...missing, agent: withoutPodOnB })).toEqual({
      status: "not-deployed",
      isAbsent: false,
      got: "no DaemonSet sysctl-inotify, and no Deployment alloy-events",
    });
    expect(daemonsets.analyze({ ...ready, agent: { absent: "DaemonSet alloy" } })).toEqual({
      status: "not-deployed",
      isAbsent: true,
      got: "no DaemonSet alloy",
    });
  });
});
