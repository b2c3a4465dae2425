import type { V1ContainerState, V1Pod } from "@kubernetes/client-node";
import type { PodLogApi } from "../../src/kube/pod-log";
import { loggedLimits } from "../../src/verify/inotify";
import { answered } from "./fake-pods";
import { container, pod } from "./objects";

function sysctlPod(node: string, state: V1ContainerState): V1Pod {
  return pod(`sysctl-${node}`, node, { status: { initContainerStatuses: [container("sysctl", { state })] } });
}

const DONE: V1ContainerState = { terminated: { exitCode: 0 } };

function answering(answer: (pod: string) => Promise<string>): PodLogApi {
  return { readNamespacedPodLog: ({ name }) => answer(name) };
}

test("reads the log of each init container that has started", async () => {
  const core = answering(async (name) => `fs.inotify.max_user_instances = ${name.length}\n`);
  const pods = [sysctlPod("a", DONE), sysctlPod("b", { waiting: { reason: "PodInitializing" } })];
  expect(await loggedLimits(core, pods)).toEqual([{ node: "a", values: { max_user_instances: 8 }, problem: null }]);
});

test("reports an unreachable kubelet for its own node only", async () => {
  const core = answering(async (name) => {
    if (name === "sysctl-b") throw answered(500, "dial tcp 192.0.2.1:10250: i/o timeout");
    return "fs.inotify.max_user_instances = 1\n";
  });
  expect(await loggedLimits(core, [sysctlPod("a", DONE), sysctlPod("b", DONE)])).toEqual([
    { node: "a", values: { max_user_instances: 1 }, problem: null },
    { node: "b", values: {}, problem: "dial tcp 192.0.2.1:10250: i/o timeout" },
  ]);
});

test.each([401, 403])("does not blame a node if the API server answers with %i", async (code) => {
  const error = answered(code, "no");
  const core = answering(() => Promise.reject(error));
  await expect(loggedLimits(core, [sysctlPod("a", DONE)])).rejects.toBe(error);
});

test("reads the logs of all nodes, at most twenty at a time", async () => {
  let [open, maximum] = [0, 0];
  const core = answering(async () => {
    open += 1;
    maximum = Math.max(maximum, open);
    await new Promise(setImmediate);
    open -= 1;
    return "";
  });
  const pods = Array.from({ length: 45 }, (_, index) => sysctlPod(`n${index}`, DONE));
  expect(await loggedLimits(core, pods)).toHaveLength(45);
  expect(maximum).toBe(20);
});
