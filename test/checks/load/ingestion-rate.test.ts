import { tmpfsFor } from "../../../src/capacity/admission";
import { demandOf } from "../../../src/capacity/capacity";
import { ingestionRate } from "../../../src/checks/load/ingestion-rate";
import { largerLog } from "../../../src/checks/load/sizing";
import { walSize } from "../../../src/checks/load/wal-size";
import { ByteSize } from "../../../src/units";
import { findings, stack } from "../stacks";

const demand = demandOf(stack().model);

function withLog(size: ByteSize) {
  return stack({ loki: { wal: { size } } });
}

test("rejects a log that carries the average of the load, but not its peaks", () => {
  const size = tmpfsFor(demand).scaled(0.96).inMebibytes();
  const of = withLog(size);
  expect(findings(walSize, of)).toEqual([]);
  expect(findings(ingestionRate, of)).toEqual([
    {
      setting: "loki.wal.size",
      got: `${size.toMebibytesString()}, which admits ${of.model.loki.limits.ingestionRate.toHumanString()} per second`,
      expected: `at least ${tmpfsFor(demand).toMebibytesString()}, for 61 KiB per second at the peaks of 512 MiB per day`,
      remedy: largerLog(of.model),
    },
  ]);
});

test("leaves a log that doesn't carry the average to the check of its size", () => {
  const of = withLog(ByteSize.mebibytes(512));
  expect(findings(walSize, of)).toHaveLength(1);
  expect(findings(ingestionRate, of)).toEqual([]);
});

test("accepts the log that admits the peaks", () => {
  expect(findings(ingestionRate, withLog(tmpfsFor(demand)))).toEqual([]);
});
