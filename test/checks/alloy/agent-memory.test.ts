import { agentMemory } from "../../../src/checks/alloy/agent-memory";
import { ByteSize } from "../../../src/units";
import { findings, stack } from "../stacks";

/** An agent with 90 pods on its node: 100 MiB and half a MiB a pod are to be 70 % of its limit. */
const NEEDED = Math.ceil((145 * 2 ** 20) / 0.7);

function withLimit(memoryLimit: ByteSize, pods = 450, nodes = 5) {
  return stack({ cluster: { nodes }, load: { pods }, alloy: { resources: { memoryLimit } } });
}

test("agents with less memory than their pods need are refused", () => {
  expect(findings(agentMemory, withLimit(ByteSize.bytes(NEEDED - 1)))).toEqual([
    {
      setting: "alloy.resources.memoryLimit",
      got: `${NEEDED - 1}`,
      expected: "at least 208Mi, for 90 pods per node",
      remedy: "write alloy: { resources: { memoryLimit: ByteSize.mebibytes(208) } }",
    },
  ]);
});

test("agents with just what their pods need are taken", () => {
  expect(findings(agentMemory, withLimit(ByteSize.bytes(NEEDED)))).toEqual([]);
});

test("a part of a pod on a node is a pod", () => {
  expect(findings(agentMemory, withLimit(ByteSize.bytes(NEEDED), 451))).toMatchObject([
    { expected: expect.stringMatching(/, for 91 pods per node$/) },
  ]);
});

test("more nodes leave fewer pods to each agent", () => {
  const limit = ByteSize.mebibytes(160);
  expect(findings(agentMemory, withLimit(limit, 450, 5))).toHaveLength(1);
  expect(findings(agentMemory, withLimit(limit, 450, 50))).toEqual([]);
});
