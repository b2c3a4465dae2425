import { capacityOf } from "../../../src/capacity/capacity";
import { demandOf } from "../../../src/capacity/demand";
import { moreMemory } from "../../../src/checks/load/more-memory";
import { walSize } from "../../../src/checks/load/wal-size";
import { ByteSize } from "../../../src/units";
import { deployment, findings, withModel } from "../deployments";

const { wal, checkpoint } = capacityOf(demandOf(deployment().model));

function withLog(size: ByteSize, fullThreshold: number) {
  return withModel("loki", (loki) => ({ ...loki, wal: { ...loki.wal, size, fullThreshold } }));
}

test("a log without room for two checkpoints is refused", () => {
  const size = wal.scaled(2).minus(ByteSize.bytes(2));
  const of = withLog(size, 0.5);
  expect(findings(walSize, of)).toEqual([
    {
      setting: "loki.wal.size",
      got: `${size}, of which 50 % may be used`,
      wanted: `at least ${wal.scaled(2).inMebibytes()}, for two checkpoints of ${checkpoint.toHumanString()} and what is written meanwhile`,
      remedy: moreMemory(of.model),
    },
  ]);
});

test("a log with just the room for them is taken", () => {
  expect(findings(walSize, withLog(wal.scaled(2), 0.5))).toEqual([]);
  expect(findings(walSize, withLog(wal, 1))).toEqual([]);
});

test("the share that may be used is Loki's own", () => {
  expect(findings(walSize, deployment({ loki: { wal: { size: ByteSize.mebibytes(64) } } }))).toMatchObject([
    { got: "64Mi, of which 90 % may be used" },
  ]);
});
