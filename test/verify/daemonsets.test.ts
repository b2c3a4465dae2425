import type { V1DaemonSet, V1Deployment } from "@kubernetes/client-node";
import {
  AGENT_CAUSES,
  NOT_CREATED,
  OLD_REVISION,
  POD_SECURITY,
  QUOTA,
  TAINTED,
} from "../../src/verify/daemonsets/causes";
import { judgeDaemonSet, type SeenDaemonSet } from "../../src/verify/daemonsets/daemon-set";
import { judgeDeployment } from "../../src/verify/daemonsets/deployment";
import { judgeWorkloads, type SeenWorkloads } from "../../src/verify/links/daemonsets";
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

const whole: SeenDaemonSet = {
  daemonSet: daemonSet(2),
  nodes: [node("a"), node("b")],
  pods: [pod("alloy-a", "a"), pod("alloy-b", "b")],
  warnings: [],
};

const [onA] = whole.pods;
/** Nothing is ready on the second node. */
const bare: SeenDaemonSet = { ...whole, pods: onA ? [onA] : [] };

describe("a DaemonSet", () => {
  test("is ready on every node", () => {
    expect(judgeDaemonSet(whole)).toEqual({ figure: "alloy: 2 of 2 nodes", fault: null });
  });

  test("isn't expected where its selector keeps it away", () => {
    const nodes = [...whole.nodes, node("c", { os: "windows" })];
    expect(judgeDaemonSet({ ...whole, nodes })).toEqual({ figure: "alloy: 2 of 2 nodes", fault: null });
  });

  test("isn't rolled out where new agents are on nodes that have just joined, and old ones on the others", () => {
    const { fault } = judgeDaemonSet({ ...whole, daemonSet: daemonSet(2, 1, 4) });
    expect(fault).toMatchObject({ flows: "everywhere", found: "alloy has its newest revision on 2 of 4 nodes" });
  });

  test("counts nodes and not pods: two on one node serve one", () => {
    const pods = [pod("alloy-a", "a"), pod("alloy-new", "a")];
    expect(judgeDaemonSet({ ...whole, pods })).toMatchObject({
      figure: "alloy: 1 of 2 nodes",
      fault: { flows: "somewhere", found: "alloy is ready on 1 of 2 nodes; b: no pod", causes: [NOT_CREATED] },
    });
  });

  test("is missing on a node whose taint it doesn't tolerate, whatever it says of itself", () => {
    const taints = [
      { key: "ci", effect: "NoSchedule" },
      { key: "dedicated", value: "gpu", effect: "NoSchedule" },
    ];
    expect(judgeDaemonSet({ ...bare, nodes: [node("a"), node("b", { taints })] }).fault).toMatchObject({
      found: "alloy is ready on 1 of 2 nodes; b: no pod, and the taint dedicated=gpu:NoSchedule isn't tolerated",
      causes: [TAINTED],
      names: { taint: "dedicated=gpu:NoSchedule", node: "b", name: "alloy", kind: "daemonset", namespace: "logs" },
    });
  });

  test("isn't kept away by a taint that only prefers", () => {
    const nodes = [node("a"), node("b", { taints: [{ key: "dedicated", effect: "PreferNoSchedule" }] })];
    expect(judgeDaemonSet({ ...bare, nodes }).fault).toMatchObject({ causes: [NOT_CREATED] });
  });

  test.each([
    [
      "Pod Security",
      'pods "alloy-x" is forbidden: violates PodSecurity "baseline:latest": hostPath volumes',
      POD_SECURITY,
    ],
    ["a quota", 'pods "alloy-x" is forbidden: exceeded quota: logs, requested: pods=1', QUOTA],
    ["a LimitRange", "maximum memory usage per Container is 256Mi, but limit is 512Mi", QUOTA],
    ["somebody else", "admission webhook refused", NOT_CREATED],
  ])("whose pod %s refuses says so in the API server's words", (_, message, cause) => {
    const warnings = [warning("DaemonSet", "alloy", "FailedCreate", message)];
    expect(judgeDaemonSet({ ...bare, warnings }).fault).toMatchObject({
      found: `alloy is ready on 1 of 2 nodes; b: ${message}`,
      causes: [cause],
    });
  });

  test("whose pod is killed for memory says which, and what to raise", () => {
    const killed = container("alloy", { lastState: { terminated: { exitCode: 137, reason: "OOMKilled" } } });
    const pods = [...bare.pods, pod("alloy-b", "b", { ready: false, status: { containerStatuses: [killed] } })];
    expect(judgeDaemonSet({ ...bare, pods }).fault).toMatchObject({
      found: "alloy is ready on 1 of 2 nodes; b: alloy-b: alloy: OOMKilled (exit code 137)",
      causes: [AGENT_CAUSES.memory],
      names: { pod: "alloy-b", container: "alloy" },
    });
  });

  test("whose pod finds no room on its node is found by the node that it was meant for", () => {
    const waiting = pod("alloy-b", "", {
      ready: false,
      status: {
        conditions: [{ type: "PodScheduled", status: "False", reason: "Unschedulable", message: "no memory" }],
      },
    });
    waiting.spec = {
      containers: [],
      affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: MEANT } },
    };
    expect(judgeDaemonSet({ ...bare, pods: [...bare.pods, waiting] }).fault).toMatchObject({
      found: "alloy is ready on 1 of 2 nodes; b: alloy-b: Unschedulable: no memory",
      causes: [AGENT_CAUSES.unschedulable],
    });
  });

  test.each([
    ["has begun", daemonSet(1), "alloy has its newest revision on 1 of 2 nodes"],
    ["hasn't been noticed yet", daemonSet(2, 0), "alloy has its newest revision on 0 of 2 nodes"],
  ])("whose rollout %s still has every node's lines read", (_, changed, found) => {
    expect(judgeDaemonSet({ ...whole, daemonSet: changed }).fault).toMatchObject({
      flows: "everywhere",
      found,
      causes: [OLD_REVISION],
    });
  });
});

const MEANT = {
  nodeSelectorTerms: [{ matchFields: [{ key: "metadata.name", operator: "In", values: ["b"] }] }],
};

describe("the collector of events", () => {
  const deployment = (updatedReplicas: number): V1Deployment => ({
    metadata: { name: "alloy-events", namespace: "logs", generation: 1 },
    status: { observedGeneration: 1, updatedReplicas },
  });

  test("is ready", () => {
    const seen = { deployment: deployment(1), pods: [pod("alloy-events-x", "a")], warnings: [] };
    expect(judgeDeployment(seen)).toEqual({ figure: "alloy-events: ready", fault: null });
  });

  test("that isn't ready leaves the nodes' lines as they are", () => {
    const seen = { deployment: deployment(1), pods: [pod("alloy-events-x", "a", { ready: false })], warnings: [] };
    expect(judgeDeployment(seen).fault).toMatchObject({
      flows: "everywhere",
      found: "alloy-events isn't ready; alloy-events-x: still starting",
      causes: [AGENT_CAUSES.starting],
    });
  });

  test("whose pod is refused says so in the words that its ReplicaSet was told", () => {
    const message = "exceeded quota: logs";
    const warnings = [
      warning("ReplicaSet", "other-1", "FailedCreate", "another's"),
      warning("ReplicaSet", "alloy-events-1", "FailedCreate", message),
    ];
    expect(judgeDeployment({ deployment: deployment(0), pods: [], warnings }).fault).toMatchObject({
      found: `alloy-events isn't ready; ${message}`,
      causes: [QUOTA],
    });
  });

  test("of an old revision", () => {
    const seen = { deployment: deployment(0), pods: [pod("alloy-events-x", "a")], warnings: [] };
    expect(judgeDeployment(seen).fault).toMatchObject({ flows: "everywhere", causes: [OLD_REVISION] });
  });
});

describe("all of them", () => {
  const ready = judgeDaemonSet(whole);
  const rolling = judgeDaemonSet({ ...whole, daemonSet: daemonSet(1) });
  const broken = judgeDaemonSet(bare);
  const nowhere = judgeDaemonSet({ ...whole, pods: [] });
  const seen: SeenWorkloads = { inotify: ready, agent: ready, events: null };

  test("hold with a figure each", () => {
    const events = { figure: "alloy-events: ready", fault: null };
    expect(judgeWorkloads({ ...seen, events }, [])).toEqual({
      status: "holds",
      figure: "alloy: 2 of 2 nodes, alloy: 2 of 2 nodes, alloy-events: ready",
      notes: [],
    });
  });

  test("hold where a node has just joined, which is told", () => {
    expect(judgeWorkloads(seen, ["c"])).toMatchObject({
      status: "holds",
      notes: ["ready for less than three minutes, and not counted yet: c"],
    });
  });

  test("are doubtful while lines flow, and broken where a node's don't", () => {
    expect(judgeWorkloads({ ...seen, agent: rolling }, [])).toMatchObject({
      status: "doubtful",
      causes: [OLD_REVISION],
    });
    expect(judgeWorkloads({ ...seen, inotify: rolling, agent: broken }, [])).toMatchObject({
      status: "broken",
      found: "alloy has its newest revision on 1 of 2 nodes; alloy is ready on 1 of 2 nodes; b: no pod",
      causes: [NOT_CREATED, OLD_REVISION],
    });
  });

  test("let the path be followed where an agent is ready on some node", () => {
    expect(judgeWorkloads({ ...seen, agent: broken }, [])).toMatchObject({ status: "broken", isPartial: true });
    expect(judgeWorkloads({ ...seen, inotify: nowhere }, [])).toMatchObject({ status: "broken", isPartial: true });
    expect(judgeWorkloads({ ...seen, agent: nowhere }, [])).toMatchObject({ status: "broken", isPartial: false });
  });

  test("aren't deployed where one isn't there, which ends the path where it is the agents'", () => {
    const missing = { inotify: { absent: "DaemonSet sysctl-inotify" }, events: { absent: "Deployment alloy-events" } };
    expect(judgeWorkloads({ ...missing, agent: broken }, [])).toEqual({
      status: "not-deployed",
      isAbsent: false,
      found: "there is no DaemonSet sysctl-inotify, and no Deployment alloy-events",
    });
    expect(judgeWorkloads({ ...seen, agent: { absent: "DaemonSet alloy" } }, [])).toEqual({
      status: "not-deployed",
      isAbsent: true,
      found: "there is no DaemonSet alloy",
    });
  });
});
