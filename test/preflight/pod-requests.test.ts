import type { V1Container, V1PodSpec } from "@kubernetes/client-node";
import { requested } from "../../src/preflight/pod-requests";

function container(memory: number, more: Partial<V1Container> = {}): V1Container {
  return { name: "c", resources: { requests: { memory: `${memory}` }, limits: { memory: `${2 * memory}` } }, ...more };
}

function sidecar(memory: number): V1Container {
  return container(memory, { restartPolicy: "Always" });
}

function memoryOf(spec: V1PodSpec): number {
  return requested({ spec }, "memory");
}

test("containers count together", () => {
  expect(memoryOf({ containers: [container(100), container(20)] })).toBe(120);
});

test("init containers run one after the other, before the others", () => {
  expect(memoryOf({ containers: [container(100)], initContainers: [container(60), container(60)] })).toBe(100);
  expect(memoryOf({ containers: [container(100)], initContainers: [container(60), container(110)] })).toBe(110);
});

test("a sidecar stays beside the containers", () => {
  expect(memoryOf({ containers: [container(100)], initContainers: [sidecar(30)] })).toBe(130);
});

test("an init container runs beside the sidecars before it, and not beside those after it", () => {
  expect(memoryOf({ containers: [container(10)], initContainers: [sidecar(30), container(100)] })).toBe(130);
  expect(memoryOf({ containers: [container(10)], initContainers: [container(100), sidecar(30)] })).toBe(100);
});

test("what the runtime takes is added, to a limit only where there is one", () => {
  const overhead = { memory: "7", cpu: "3" };
  const pod = { spec: { containers: [container(100)], overhead } };
  expect(requested(pod, "memory")).toBe(107);
  expect(requested(pod, "memory", "limits")).toBe(207);
  expect(requested(pod, "cpu")).toBe(3);
  expect(requested(pod, "cpu", "limits")).toBe(0);
});
