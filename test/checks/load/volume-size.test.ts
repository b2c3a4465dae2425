import { capacityOf, demandOf } from "../../../src/capacity/capacity";
import { volumeSize } from "../../../src/checks/load/volume-size";
import { ByteSize } from "../../../src/units";
import { findings, stack } from "../stacks";

const { disk, writtenPerDay } = capacityOf(demandOf(stack().model));

function withSize(size: ByteSize) {
  return stack({ nfs: { server: "nfs.example.com", path: "/srv/nfs/loki", size } });
}

test("rejects a volume that fills up before retention deletes", () => {
  const size = disk.minus(ByteSize.bytes(1));
  expect(findings(volumeSize, withSize(size))).toEqual([
    {
      setting: "nfs.size",
      got: size.toMebibytesString(),
      expected: `at least ${disk.toMebibytesString()}: ${writtenPerDay.toMebibytesString()} per day for 168h and two days of compaction`,
      remedy: `set nfs: { size: ${disk.inMebibytes().snippet()} }, lower loki.retention, or drop unneeded lines (alloy.drop)`,
    },
  ]);
});

test("accepts a volume that just holds the retained logs", () => {
  expect(findings(volumeSize, withSize(disk))).toEqual([]);
});
