import { tmpfsFor } from "../../../src/capacity/admission";
import { capacityOf, demandOf } from "../../../src/capacity/capacity";
import { largerLog } from "../../../src/checks/load/sizing";
import { walSize } from "../../../src/checks/load/wal-size";
import { ByteSize } from "../../../src/units";
import { findings, stack } from "../stacks";

const demand = demandOf(stack().model);
const { checkpoint } = capacityOf(demand);

function withLog(size: ByteSize) {
  return stack({ loki: { wal: { size } } });
}

test("rejects a tmpfs too small for two checkpoints", () => {
  const size = ByteSize.mebibytes(512);
  const of = withLog(size);
  expect(findings(walSize, of)).toEqual([
    {
      setting: "loki.wal.size",
      got: `512 MiB (46 % usable)`,
      expected: `at least ${tmpfsFor(demand).toMebibytesString()}, for two checkpoints of ${checkpoint.toMebibytesString()} and the segments written at peak times during a checkpoint`,
      remedy: largerLog(of.model),
    },
  ]);
});

test("accepts a tmpfs with just enough space", () => {
  expect(findings(walSize, withLog(tmpfsFor(demand)))).toEqual([]);
});
