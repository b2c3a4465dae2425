import type { V1Node } from "@kubernetes/client-node";
import type { ContainerRuntime } from "../../src/alloy/settings";
import { causes, runtime } from "../../src/preflight/runtime";
import { fault, node } from "./objects";

const containerd = node("a");
const docker = node("b", { info: { containerRuntimeVersion: "docker://27.5.1" } });
const crio = node("c", { info: { containerRuntimeVersion: "cri-o://1.34.0" } });
const windows = node("w", { info: { operatingSystem: "windows" } });

function analyze(nodes: readonly V1Node[], declared: ContainerRuntime = "containerd") {
  return runtime.analyze({ nodes, declared });
}

test("passes if every node writes the format that the agents read", () => {
  expect(analyze([containerd, containerd])).toEqual({ status: "pass", detail: "2 of 2 nodes", notes: [] });
});

test("fails for Docker's format, with the setting to write", () => {
  expect(analyze([docker, docker])).toMatchObject({
    status: "fail",
    got: "b: docker, b: docker",
    causes: [causes.otherRuntime({ runtime: "docker" })],
  });
  expect(fault(analyze([containerd], "docker")).next).toContain('runtime: "containerd"');
});

test("fails for nodes with two formats", () => {
  expect(fault(analyze([containerd, docker])).cause).toContain("one pipeline reads one format");
});

test("accepts CRI-O for containerd, which writes the same format", () => {
  expect(analyze([crio])).toMatchObject({
    status: "pass",
    notes: ["alloy.runtime is containerd, the nodes run cri-o: the format is the same"],
  });
});

test("warns about an unknown runtime", () => {
  const other = node("o", { info: { containerRuntimeVersion: "kuasar://1.0.0" } });
  expect(fault(analyze([other]))).toMatchObject({ status: "warn", got: "o: kuasar" });
});

test("reports a proven mismatch before an unknown runtime", () => {
  const unreported = node("v", { info: { containerRuntimeVersion: "" } });
  expect(analyze([unreported, docker])).toMatchObject({
    status: "fail",
    got: "b: docker",
    causes: [causes.otherRuntime({ runtime: "docker" })],
  });
  expect(fault(analyze([unreported])).got).toBe("v: no runtime");
});

test("warns about a Windows node, which has no agent", () => {
  const { status, got, expected, cause } = fault(analyze([containerd, windows]));
  expect([status, got, expected]).toEqual(["warn", "w: windows", "Linux on every node"]);
  expect(cause).toContain("Windows");
});

test("warns about an architecture without images", () => {
  const riscv = node("r", { info: { architecture: "riscv64" } });
  expect(fault(analyze([containerd, riscv]))).toMatchObject({
    status: "warn",
    got: "r: riscv64",
    expected: "amd64 or arm64 on every node",
  });
});

test("names only some of many nodes", () => {
  const nodes = Array.from({ length: 20 }, () => docker);
  expect(fault(analyze(nodes)).got).toBe("b: docker, b: docker, b: docker, b: docker, b: docker and 15 more");
});
