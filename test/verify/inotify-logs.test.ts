import type { V1ContainerState, V1Pod } from "@kubernetes/client-node";
import type { PodLogApi } from "../../src/kube/pod-log";
import { limitsLogged } from "../../src/verify/inotify/logs";
import { container, pod } from "./objects";

function sysctlPod(node: string, state: V1ContainerState): V1Pod {
  return pod(`sysctl-${node}`, node, { status: { initContainerStatuses: [container("sysctl", { state })] } });
}

const DONE: V1ContainerState = { terminated: { exitCode: 0 } };

/** What the client library throws for an answer that is none. */
function refusal(code: number, message: string): Error {
  const body = JSON.stringify({ apiVersion: "v1", kind: "Status", code, message });
  return Object.assign(new Error(message), { code, body });
}

function answering(answer: (pod: string) => Promise<string>): PodLogApi {
  return { readNamespacedPodLog: ({ name }) => answer(name) };
}

test("each init container that has run is asked for what it wrote", async () => {
  const core = answering(async (name) => `fs.inotify.max_user_instances = ${name.length}\n`);
  const pods = [sysctlPod("a", DONE), sysctlPod("b", { waiting: { reason: "PodInitializing" } })];
  expect(await limitsLogged(core, pods)).toEqual([{ node: "a", values: { max_user_instances: 8 }, problem: null }]);
});

test("a kubelet that doesn't answer is told of its node alone", async () => {
  const core = answering(async (name) => {
    if (name === "sysctl-b") throw refusal(500, "dial tcp 192.0.2.1:10250: i/o timeout");
    return "fs.inotify.max_user_instances = 1\n";
  });
  expect(await limitsLogged(core, [sysctlPod("a", DONE), sysctlPod("b", DONE)])).toEqual([
    { node: "a", values: { max_user_instances: 1 }, problem: null },
    { node: "b", values: {}, problem: "dial tcp 192.0.2.1:10250: i/o timeout" },
  ]);
});

test.each([401, 403])("what the API server refuses with %i is no node's problem", async (code) => {
  const error = refusal(code, "no");
  const core = answering(() => Promise.reject(error));
  await expect(limitsLogged(core, [sysctlPod("a", DONE)])).rejects.toBe(error);
});

test("twenty logs are asked for at a time, and every node's in the end", async () => {
  let [open, most] = [0, 0];
  const core = answering(async () => {
    open += 1;
    most = Math.max(most, open);
    await new Promise(setImmediate);
    open -= 1;
    return "";
  });
  const pods = Array.from({ length: 45 }, (_, index) => sysctlPod(`n${index}`, DONE));
  expect(await limitsLogged(core, pods)).toHaveLength(45);
  expect(most).toBe(20);
});
