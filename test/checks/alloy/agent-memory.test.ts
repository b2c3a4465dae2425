import { agentMemory } from "../../../src/checks/alloy/agent-memory";
import { ByteSize } from "../../../src/units";
import { findings, stack } from "../stacks";

/** An agent with 90 pods on its node: 100 MiB plus 0.5 MiB per pod must be 70 % of its limit. */
const NEEDED = Math.ceil((145 * 2 ** 20) / 0.7);

function withLimit(memoryLimit: ByteSize, pods = 450, nodes = 5) {
  return stack({ cluster: { nodes }, load: { pods }, alloy: { resources: { memoryLimit } } });
}

test("rejects less memory than the pods need", () => {
  expect(findings(agentMemory, withLimit(ByteSize.bytes(NEEDED - 1)))).toEqual([
    {
      setting: "alloy.resources.memoryLimit",
      got: `${NEEDED - 1}`,
      expected: "at least 208Mi, for 90 pods per node",
      remedy: "set alloy: { resources: { memoryLimit: ByteSize.mebibytes(208) } }",
    },
  ]);
});

test("accepts exactly the memory that the pods need", () => {
  expect(findings(agentMemory, withLimit(ByteSize.bytes(NEEDED)))).toEqual([]);
});

test("rounds the pods per node up", () => {
  expect(findings(agentMemory, withLimit(ByteSize.bytes(NEEDED), 451))).toMatchObject([
    { expected: expect.stringMatching(/, for 91 pods per node$/) },
  ]);
});

test("needs less memory with more nodes", () => {
  const limit = ByteSize.mebibytes(160);
  expect(findings(agentMemory, withLimit(limit, 450, 5))).toHaveLength(1);
  expect(findings(agentMemory, withLimit(limit, 450, 50))).toEqual([]);
});
