import type { V1Container, V1PodSpec } from "@kubernetes/client-node";
import { amountOf, isMore, podAmount } from "../../src/kube/quantities";

test.each([
  ["2Gi", 2 ** 31],
  ["16393512Ki", 16_393_512 * 1_024],
  ["128974848", 128_974_848],
  ["129e6", 129e6],
  ["129M", 129e6],
  ["1.5", 1.5],
  ["250m", 0.25],
  ["3920m", 3.92],
  ["0", 0],
])("reads the quantity %s as %d", (quantity, amount) => {
  expect(amountOf(quantity)).toBeCloseTo(amount, 9);
});

test("reads any other text as NaN, which is neither enough nor too much", () => {
  expect(amountOf("2 GB")).toBeNaN();
  expect(amountOf("2Xi")).toBeNaN();
});

test("ignores rounding errors when it compares amounts", () => {
  expect(isMore(0.1 + 0.2, 0.3)).toBe(false);
  expect(isMore(amountOf("300000001n"), 0.3)).toBe(true);
  expect(isMore(2 ** 45 + 1, 2 ** 45)).toBe(true);
});

describe("the amount of a pod", () => {
  function container(memory: number, more: Partial<V1Container> = {}): V1Container {
    return {
      name: "c",
      resources: { requests: { memory: `${memory}` }, limits: { memory: `${2 * memory}` } },
      ...more,
    };
  }

  function sidecar(memory: number): V1Container {
    return container(memory, { restartPolicy: "Always" });
  }

  function memoryOf(spec: V1PodSpec): number {
    return podAmount({ spec }, "memory");
  }

  test("adds up its containers", () => {
    expect(memoryOf({ containers: [container(100), container(20)] })).toBe(120);
  });

  test("counts init containers one after the other, before the others", () => {
    expect(memoryOf({ containers: [container(100)], initContainers: [container(60), container(60)] })).toBe(100);
    expect(memoryOf({ containers: [container(100)], initContainers: [container(60), container(110)] })).toBe(110);
  });

  test("adds a sidecar to the containers", () => {
    expect(memoryOf({ containers: [container(100)], initContainers: [sidecar(30)] })).toBe(130);
  });

  test("adds only the sidecars before an init container to it", () => {
    expect(memoryOf({ containers: [container(10)], initContainers: [sidecar(30), container(100)] })).toBe(130);
    expect(memoryOf({ containers: [container(10)], initContainers: [container(100), sidecar(30)] })).toBe(100);
  });

  test("includes the runtime's overhead, in limits only if there is one", () => {
    const overhead = { memory: "7", cpu: "3" };
    const pod = { spec: { containers: [container(100)], overhead } };
    expect(podAmount(pod, "memory")).toBe(107);
    expect(podAmount(pod, "memory", "limits")).toBe(207);
    expect(podAmount(pod, "cpu")).toBe(3);
    expect(podAmount(pod, "cpu", "limits")).toBe(0);
  });
});
