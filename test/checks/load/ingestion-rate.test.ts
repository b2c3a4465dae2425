import { SECONDS_PER_DAY } from "../../../src/capacity/bounds";
import { INGESTION_RATE } from "../../../src/capacity/constants";
import { ingestionRate } from "../../../src/checks/load/ingestion-rate";
import { ByteSize } from "../../../src/units";
import { findings, stack } from "../stacks";

const MOST = ByteSize.bytes(INGESTION_RATE.toBytes() * SECONDS_PER_DAY);

test("more text than Loki takes on the average of a day is refused", () => {
  const bytesPerDay = MOST.plus(ByteSize.bytes(1));
  expect(findings(ingestionRate, stack({ load: { bytesPerDay } }))).toEqual([
    {
      setting: "load.bytesPerDay",
      got: "338 GiB, which is 4 MiB a second",
      expected: "at most 338 GiB, which is 4 MiB a second",
      remedy: "drop lines that nobody needs (alloy.drop): one Loki is not made for so much",
    },
  ]);
});

test("just as much text is taken", () => {
  expect(findings(ingestionRate, stack({ load: { bytesPerDay: MOST } }))).toEqual([]);
});
