import type { V1Node } from "@kubernetes/client-node";
import { journal } from "../../src/preflight/journal";
import { stack } from "../checks/stacks";
import { fault, node } from "./objects";

function analyze(...nodes: readonly V1Node[]) {
  return journal.analyze({ nodes, image: "docker.io/library/busybox:1.37.0" });
}

test("fails for a node without a machine id, which the agent mounts", () => {
  const { status, got, next } = fault(analyze(node("a"), node("b", { info: { machineID: "" } })));
  expect([status, got]).toEqual(["fail", "b without a machine id"]);
  expect(next).toContain("on the node b: systemd-machine-id-setup");
});

test("names some of many nodes without a machine id", () => {
  const anonymous = [..."abcdefg"].map((name) => node(name, { info: { machineID: "" } }));
  expect(fault(analyze(...anonymous)).got).toBe("a, b, c, d, e and 2 more without a machine id");
});

test.each(["Talos (v1.11.0)", "Alpine Linux v3.22"])("warns about %s, which has no journald", (osImage) => {
  expect(fault(analyze(node("a", { info: { osImage } })))).toMatchObject({
    status: "warn",
    got: `a with ${osImage}`,
  });
});

test("prints the command that shows a node's journal if it finds no fault", () => {
  expect(analyze(node("a"))).toMatchObject({
    status: "skipped",
    reason: expect.stringContaining("kubectl debug node/a "),
  });
});

test("ignores a Windows node, which has no agent", () => {
  const windows = node("w", { info: { operatingSystem: "windows", machineID: "" } });
  expect(analyze(windows, node("a"))).toMatchObject({ status: "skipped" });
});

test("requests nothing if no journal is read", async () => {
  const nodes = jest.fn();
  const context = { stack: stack({ alloy: { journal: false } }), nodes };
  expect(await journal.run(context, new AbortController().signal)).toEqual({
    status: "skipped",
    reason: "alloy.journal is false",
  });
  expect(nodes).not.toHaveBeenCalled();
});
