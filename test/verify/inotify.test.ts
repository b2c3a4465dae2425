import type { V1ContainerState, V1Pod } from "@kubernetes/client-node";
import { QUIET } from "../../src/alerting/log-path-drill";
import type { Cause } from "../../src/diagnostics/cause";
import { causes, collectLimits, type InotifyEvidence, inotify, parseLimits } from "../../src/verify/inotify";
import type { Drill, Probe } from "../../src/verify/log-path-drill/probes";
import { exampleModel } from "../helpers/example";
import { container, node, pod } from "./objects";

const COMPLETE = { max_user_watches: 1_048_576, max_user_instances: 8_192, max_queued_events: 1_048_576 };

/** @param instances the limit in the init container's script */
function sysctlPod(name: string, state: V1ContainerState, instances = 8_192): V1Pod {
  const limits = Object.entries({ ...COMPLETE, max_user_instances: instances });
  const script = limits.map(([limit, value]) => `raise ${limit} ${value}\n`).join("");
  return pod(`sysctl-${name}`, name, {
    spec: { nodeName: name, containers: [], initContainers: [{ name: "sysctl", command: ["sh", "-c", script] }] },
    status: { initContainerStatuses: [container("sysctl", { state })] },
  });
}

const DONE: V1ContainerState = { terminated: { exitCode: 0, reason: "Completed" } };

const fine: InotifyEvidence = {
  nodes: ["a", "b"],
  pods: [sysctlPod("a", DONE), sysctlPod("b", DONE)],
  limits: [
    { node: "a", values: COMPLETE, problem: null },
    { node: "b", values: { ...COMPLETE, max_user_instances: 65_536 }, problem: null },
  ],
  source: "drill",
  expected: exampleModel().inotify,
  namespace: "logs",
};

const facts = {
  node: "b",
  pod: "sysctl-b",
  namespace: "logs",
  daemonset: "sysctl-inotify",
  container: "sysctl",
};

function withLow(onB?: V1Pod): InotifyEvidence {
  const limits = [
    { node: "a", values: COMPLETE, problem: null },
    { node: "b", values: { ...COMPLETE, max_user_instances: 128 }, problem: null },
  ];
  return { ...fine, limits, pods: [sysctlPod("a", DONE), ...(onB ? [onB] : [])] };
}

test("passes for the expected limits, or higher ones", () => {
  expect(inotify.analyze(fine)).toEqual({ status: "pass", detail: "2 of 2 nodes", notes: ["measured now"] });
});

test("notes that a log shows the limits of an earlier time", () => {
  expect(inotify.analyze({ ...fine, source: "init-log" })).toMatchObject({
    status: "pass",
    notes: ["as each node's pod found or set them at its start"],
  });
});

test("fails for a limit that is too low, with its node and both values", () => {
  expect(inotify.analyze(withLow(sysctlPod("b", DONE)))).toEqual({
    status: "fail",
    got: "b: fs.inotify.max_user_instances is 128, not 8192",
    expected: "at least the limits of the settings on every node",
    causes: [causes.lowered({ node: "b" })],
  });
});

test.each<[string, V1Pod | undefined, Cause]>([
  ["was raised and lowered later", sysctlPod("b", DONE), causes.lowered(facts)],
  ["was raised by a pod of an earlier version", sysctlPod("b", DONE, 128), causes.oldPod(facts)],
  ["could not be raised", sysctlPod("b", { terminated: { exitCode: 1 } }), causes.crash(facts)],
  ["repeatedly cannot be raised", sysctlPod("b", { waiting: { reason: "CrashLoopBackOff" } }), causes.crash(facts)],
  ["waits for an image", sysctlPod("b", { waiting: { reason: "ErrImagePull" } }), causes.image(facts)],
  ["waits for its pod's start", sysctlPod("b", { waiting: { reason: "PodInitializing" } }), causes.starting(facts)],
  ["was never raised", undefined, causes.noPod(facts)],
])("proves one cause if a limit %s", (_, onB, proven) => {
  expect(inotify.analyze(withLow(onB))).toMatchObject({ status: "fail", causes: [proven] });
});

describe("an unknown limit", () => {
  const limits = [
    { node: "a", values: COMPLETE, problem: null },
    { node: "b", values: { max_user_watches: 1_048_576 }, problem: "ErrImagePull" },
  ];
  const onA = sysctlPod("a", DONE);

  test("is a warning about the drill's pod, whatever the DaemonSet's pod does", () => {
    expect(inotify.analyze({ ...fine, limits })).toMatchObject({
      status: "warn",
      got: "1 of 2 nodes; unknown: b (ErrImagePull)",
      causes: [causes.notMeasured({ node: "b" })],
    });
    expect(inotify.analyze({ ...fine, limits, pods: [onA] })).toMatchObject({
      causes: [causes.notMeasured({ node: "b" })],
    });
  });

  test.each<[string, readonly V1Pod[], Cause]>([
    ["a log without the limits", [onA, sysctlPod("b", DONE)], causes.notLogged(facts)],
    ["a failed init container", [onA, sysctlPod("b", { terminated: { exitCode: 1 } })], causes.crash(facts)],
    ["a missing pod", [onA], causes.noPod(facts)],
  ])("has the cause of %s in a read-only run", (_, pods, proven) => {
    expect(inotify.analyze({ ...fine, source: "init-log", limits, pods })).toMatchObject({
      status: "warn",
      causes: [proven],
    });
  });
});

describe("the nodes whose limits are expected", () => {
  const agentNodes = async () => [node("a"), node("b")];
  const core = { readNamespacedPodLog: async () => "" };
  const { signal } = new AbortController();
  const probe: Probe = { node: "a", pod: "p", container: QUIET, wroteAt: 1, text: "", problem: null };
  const drill: Drill = {
    markerId: "m",
    namespace: "logs",
    silence: async () => undefined,
    probes: async () => [probe],
    end: async () => undefined,
  };

  test("are those with a pod of the drill, and exclude a node that was removed since", async () => {
    const context = { drill, agentNodes, readOnly: false };
    expect(await collectLimits(context, core, [], signal)).toMatchObject({ nodes: ["a"], source: "drill" });
  });

  test("are all nodes with an agent in a read-only run, which starts no drill", async () => {
    const probes = jest.fn();
    const context = { drill: { ...drill, probes }, agentNodes, readOnly: true };
    expect(await collectLimits(context, core, [], signal)).toMatchObject({ nodes: ["a", "b"], source: "init-log" });
    expect(probes).not.toHaveBeenCalled();
  });
});

test("reports the stack as absent if there is no pod at all", () => {
  expect(inotify.analyze({ ...fine, pods: [] })).toEqual({
    status: "not-deployed",
    isAbsent: true,
    got: "no pod of sysctl-inotify in the namespace logs",
  });
});

describe("parseLimits", () => {
  test("reads the limits that a drill wrote", () => {
    const text =
      "fs.inotify.max_user_watches=1048576\nfs.inotify.max_user_instances=8192\nfs.inotify.max_queued_events=1048576\n";
    expect(parseLimits("a", text)).toEqual({ node: "a", values: COMPLETE, problem: null });
  });

  test("reads the limits that the init container raised or left as they were", () => {
    const text =
      "fs.inotify.max_user_watches stays at 2097152, at least 1048576\nfs.inotify.max_user_instances = 8192\n";
    expect(parseLimits("a", text).values).toEqual({ max_user_watches: 2_097_152, max_user_instances: 8_192 });
  });

  test("ignores lines that do not start with a limit", () => {
    expect(parseLimits("a", "marker fs.inotify.max_user_watches=1\n").values).toEqual({});
  });
});
