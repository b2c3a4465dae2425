import { capacityOf, demandOf } from "../../../src/capacity/capacity";
import { MAX_LIVE_SHARE } from "../../../src/capacity/constants";
import { heapNeeded } from "../../../src/checks/load/heap-needed";
import { moreMemory } from "../../../src/checks/load/sizing";
import { ByteSize } from "../../../src/units";
import { findings, stack, withModel } from "../stacks";

const { live } = capacityOf(demandOf(stack().model));
const NEEDED = live.scaled(1 / MAX_LIVE_SHARE);

function withGoMemoryLimit(goMemoryLimit: ByteSize) {
  return withModel("loki", (loki) => ({ ...loki, goMemoryLimit }));
}

test("rejects a heap that is nearly all live", () => {
  const goMemoryLimit = NEEDED.minus(ByteSize.bytes(1));
  const of = withGoMemoryLimit(goMemoryLimit);
  expect(findings(heapNeeded, of)).toEqual([
    {
      setting: "loki.resources.memoryLimit",
      got: `6144 MiB (${goMemoryLimit.toMebibytesString()} for Go's heap, 2048 MiB for the tmpfs)`,
      expected: `${NEEDED.toMebibytesString()} for the heap (${live.toMebibytesString()} live)`,
      remedy: moreMemory(of.model),
    },
  ]);
});

test("accepts a heap with just enough space to collect", () => {
  expect(findings(heapNeeded, withGoMemoryLimit(NEEDED))).toEqual([]);
});
