import type { V1ContainerState } from "@kubernetes/client-node";
import { type Drill, type Probe, QUIET } from "../../src/verify/drill";
import { INIT_FAILED, LOWERED, NO_POD, NOT_MEASURED } from "../../src/verify/inotify/causes";
import { judgeInotify, type SeenLimits } from "../../src/verify/inotify/judgement";
import { limitsWritten } from "../../src/verify/inotify/limits";
import { measured } from "../../src/verify/links/inotify";
import { exampleModel } from "../helpers/example";
import { container, node, pod } from "./objects";

const WHOLE = { max_user_watches: 1_048_576, max_user_instances: 8_192, max_queued_events: 1_048_576 };

function sysctlPod(name: string, state: V1ContainerState) {
  return pod(`sysctl-${name}`, name, { status: { initContainerStatuses: [container("sysctl", { state })] } });
}

const DONE: V1ContainerState = { terminated: { exitCode: 0, reason: "Completed" } };

const fine: SeenLimits = {
  nodes: ["a", "b"],
  pods: [sysctlPod("a", DONE), sysctlPod("b", DONE)],
  limits: [
    { node: "a", values: WHOLE, problem: null },
    { node: "b", values: { ...WHOLE, max_user_instances: 65_536 }, problem: null },
  ],
  how: "measured now",
  expected: exampleModel().inotify,
  namespace: "logs",
};

function withLow(state?: V1ContainerState): SeenLimits {
  const limits = [
    { node: "a", values: WHOLE, problem: null },
    { node: "b", values: { ...WHOLE, max_user_instances: 128 }, problem: null },
  ];
  const pods = [sysctlPod("a", DONE), ...(state ? [sysctlPod("b", state)] : [])];
  return { ...fine, limits, pods };
}

test("limits that are the plan's, or higher", () => {
  expect(judgeInotify(fine)).toEqual({ status: "holds", figure: "2 of 2 nodes", notes: ["measured now"] });
});

test("a limit that is lower is told with its node and both values", () => {
  expect(judgeInotify(withLow(DONE))).toMatchObject({
    status: "broken",
    found: "b: fs.inotify.max_user_instances is 128, not 8192",
    names: { node: "b", pod: "sysctl-b", namespace: "logs", daemonset: "sysctl-inotify" },
  });
});

test.each([
  ["was raised, and lowered later", DONE, LOWERED],
  ["couldn't be raised", { terminated: { exitCode: 1 } }, INIT_FAILED],
  ["can't be raised, again and again", { waiting: { reason: "CrashLoopBackOff" } }, INIT_FAILED],
  ["was never raised", undefined, NO_POD],
])("where a limit %s, that cause comes first", (_, state, cause) => {
  const outcome = judgeInotify(withLow(state));
  expect(outcome).toMatchObject({ status: "broken" });
  expect("causes" in outcome ? outcome.causes[0] : null).toBe(cause);
});

test("a node of which nothing is known is doubtful", () => {
  const limits = [
    { node: "a", values: WHOLE, problem: null },
    { node: "b", values: { max_user_watches: 1_048_576 }, problem: "ErrImagePull" },
  ];
  expect(judgeInotify({ ...fine, limits })).toMatchObject({
    status: "doubtful",
    found: "1 of 2 nodes; nothing known of b (ErrImagePull)",
    causes: [NOT_MEASURED, INIT_FAILED],
  });
  expect(judgeInotify({ ...fine, limits, pods: [sysctlPod("a", DONE)] })).toMatchObject({
    causes: [NO_POD, NOT_MEASURED],
  });
});

describe("the limits are expected", () => {
  const agentNodes = async () => [node("a"), node("b")];
  const core = { readNamespacedPodLog: async () => "" };
  const { signal } = new AbortController();

  test("of the nodes to which a drill's pods came: one that has gone since isn't missed", async () => {
    const probe: Probe = { node: "a", pod: "p", container: QUIET, wroteAt: 1, text: "", problem: null };
    const drill: Drill = {
      marker: "m",
      namespace: "logs",
      silenced: async () => undefined,
      probes: async () => [probe],
      end: async () => undefined,
    };
    expect(await measured({ drill, agentNodes }, core, [], signal)).toMatchObject({ nodes: ["a"] });
  });

  test("of every node with an agent where nothing may be made", async () => {
    expect(await measured({ drill: null, agentNodes }, core, [], signal)).toMatchObject({ nodes: ["a", "b"] });
  });
});

test("no pod at all is a plan that isn't deployed", () => {
  expect(judgeInotify({ ...fine, pods: [] })).toEqual({
    status: "not-deployed",
    isAbsent: true,
    found: "no pod of sysctl-inotify in the namespace logs",
  });
});

describe("what is written of a node's limits", () => {
  test("by a drill", () => {
    const text =
      "fs.inotify.max_user_watches=1048576\nfs.inotify.max_user_instances=8192\nfs.inotify.max_queued_events=1048576\n";
    expect(limitsWritten("a", text)).toEqual({ node: "a", values: WHOLE, problem: null });
  });

  test("by the init container, of what it raised and of what it left", () => {
    const text =
      "fs.inotify.max_user_watches stays at 2097152, at least 1048576\nfs.inotify.max_user_instances = 8192\n";
    expect(limitsWritten("a", text).values).toEqual({ max_user_watches: 2_097_152, max_user_instances: 8_192 });
  });

  test("by neither", () => {
    expect(limitsWritten("a", "marker fs.inotify.max_user_watches=1\n").values).toEqual({});
  });
});
