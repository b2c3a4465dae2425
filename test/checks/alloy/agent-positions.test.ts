import { agentPositions } from "../../../src/checks/alloy/agent-positions";
import { findings, withAgentValues } from "../stacks";

const FINDING = {
  setting: "values/alloy.yaml: alloy.storagePath",
  expected: "the mount path of a directory of the node (hostPath)",
  remedy: "remove it: the stack mounts /var/lib/alloy/<namespace> of the node",
};

test("rejects the chart's default path", () => {
  expect(findings(agentPositions, withAgentValues({ "alloy.storagePath": undefined }))).toEqual([
    { ...FINDING, got: "nothing (the chart's default is /tmp/alloy)" },
  ]);
});

const PATH = "/var/lib/alloy/monitoring";

test.each([
  ["outside the mounts", "/var/lib/other", { "alloy.storagePath": "/var/lib/other" }],
  ["without a mount", PATH, { "alloy.mounts.extra": [] }],
  ["on a mount without a volume", PATH, { "controller.volumes.extra": [] }],
  [
    "on a volume that is deleted with the pod",
    PATH,
    { "controller.volumes.extra": [{ name: "positions", emptyDir: {} }] },
  ],
  ["on a mount of another volume", PATH, { "alloy.mounts.extra": [{ name: "other", mountPath: PATH }] }],
])("rejects read positions %s", (_, path, change) => {
  expect(findings(agentPositions, withAgentValues(change))).toEqual([{ ...FINDING, got: `"${path}"` }]);
});

test("accepts another folder of the node", () => {
  const moved = withAgentValues({
    "alloy.storagePath": "/positions",
    "alloy.mounts.extra": [
      { name: "other", mountPath: "/other" },
      { name: "kept", mountPath: "/positions" },
    ],
    "controller.volumes.extra": [
      { name: "other", emptyDir: {} },
      { name: "kept", hostPath: { path: "/srv" } },
    ],
  });
  expect(findings(agentPositions, moved)).toEqual([]);
});
