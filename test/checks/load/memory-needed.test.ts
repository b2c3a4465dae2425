import { capacityOf, demandOf } from "../../../src/capacity/capacity";
import { memoryNeeded } from "../../../src/checks/load/memory-needed";
import { moreMemory } from "../../../src/checks/load/sizing";
import { ByteSize } from "../../../src/units";
import { findings, stack, withModel } from "../stacks";

function withRequest(memoryRequest: ByteSize) {
  return withModel("loki", (loki) => ({ ...loki, resources: { ...loki.resources, memoryRequest } }));
}

test("rejects a memory request below the need", () => {
  const { memory, process, wal } = capacityOf(demandOf(stack().model));
  const less = memory.minus(ByteSize.bytes(1));
  const of = withRequest(less);
  expect(findings(memoryNeeded, of)).toEqual([
    {
      setting: "loki.resources.memoryRequest",
      got: less.toMebibytesString(),
      expected: `at least ${memory.toMebibytesString()} for this load with these limits: ${process.toMebibytesString()} for the process and ${wal.toMebibytesString()} for the write-ahead log`,
      remedy: moreMemory(of.model),
    },
  ]);
});

test("accepts a memory request that equals the need", () => {
  expect(findings(memoryNeeded, withRequest(capacityOf(demandOf(stack().model)).memory))).toEqual([]);
});
