import { judgeRuntime } from "../../src/preflight/runtime/judgement";
import { fault, node } from "./objects";

const containerd = node("a");
const docker = node("b", { info: { containerRuntimeVersion: "docker://27.5.1" } });
const crio = node("c", { info: { containerRuntimeVersion: "cri-o://1.34.0" } });
const windows = node("w", { info: { operatingSystem: "windows" } });

test("every node writes the format that the agents read", () => {
  expect(judgeRuntime([containerd, containerd], "containerd")).toEqual({
    status: "holds",
    figure: "2 of 2 nodes",
    notes: [],
  });
});

test("Docker writes another one", () => {
  expect(fault(judgeRuntime([docker, docker], "containerd"))).toMatchObject({
    status: "broken",
    found: "b: docker, b: docker",
    next: expect.stringContaining('runtime: "<runtime>"'),
    names: { runtime: "docker" },
  });
  expect(fault(judgeRuntime([containerd], "docker")).names).toEqual({ runtime: "containerd" });
});

test("one pipeline can't read two formats", () => {
  expect(fault(judgeRuntime([containerd, docker], "containerd")).cause).toContain("one pipeline reads one format");
});

test("containerd and CRI-O write the same", () => {
  expect(judgeRuntime([crio], "containerd")).toMatchObject({
    status: "holds",
    notes: ["alloy.runtime says containerd, and it is cri-o: the format is the same"],
  });
});

test("a runtime that nobody knows may be right", () => {
  const other = node("o", { info: { containerRuntimeVersion: "kuasar://1.0.0" } });
  expect(fault(judgeRuntime([other], "containerd"))).toMatchObject({ status: "doubtful", found: "o: kuasar" });
});

test("a runtime that is certainly wrong is told before one that may be", () => {
  const silent = node("v", { info: { containerRuntimeVersion: "" } });
  expect(fault(judgeRuntime([silent, docker], "containerd"))).toMatchObject({
    status: "broken",
    found: "b: docker",
    names: { runtime: "docker" },
    next: expect.stringContaining('runtime: "<runtime>"'),
  });
  expect(fault(judgeRuntime([silent], "containerd")).found).toBe("v: no runtime");
});

test("a Windows node has no agent", () => {
  const { status, found, expected, cause } = fault(judgeRuntime([containerd, windows], "containerd"));
  expect([status, found, expected]).toEqual(["doubtful", "w: windows", "nodes of Linux"]);
  expect(cause).toContain("Windows");
});

test("an architecture without images is told", () => {
  const riscv = node("r", { info: { architecture: "riscv64" } });
  expect(fault(judgeRuntime([containerd, riscv], "containerd"))).toMatchObject({
    status: "doubtful",
    found: "r: riscv64",
    expected: "nodes of amd64 or arm64",
  });
});

test("of many nodes a few are told", () => {
  const nodes = Array.from({ length: 20 }, () => docker);
  expect(fault(judgeRuntime(nodes, "containerd")).found).toBe(
    "b: docker, b: docker, b: docker, b: docker, b: docker and 15 more",
  );
});
