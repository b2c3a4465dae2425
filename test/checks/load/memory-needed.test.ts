import { capacityOf, demandOf } from "../../../src/capacity/capacity";
import { memoryNeeded } from "../../../src/checks/load/memory-needed";
import { moreMemory } from "../../../src/checks/load/sizing";
import { ByteSize } from "../../../src/units";
import { findings, stack, withModel } from "../stacks";

function withRequest(memoryRequest: ByteSize) {
  return withModel("loki", (loki) => ({ ...loki, resources: { ...loki.resources, memoryRequest } }));
}

test("a pod that needs more memory than it requests is refused", () => {
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

test("a pod that needs just what it requests is taken", () => {
  expect(findings(memoryNeeded, withRequest(capacityOf(demandOf(stack().model)).memory))).toEqual([]);
});
