import { SECONDS_PER_DAY } from "../../../src/capacity/bounds";
import { INGESTION_RATE } from "../../../src/capacity/constants";
import { ingestionRate } from "../../../src/checks/load/ingestion-rate";
import { ByteSize } from "../../../src/units";
import { findings, stack } from "../stacks";

const MOST = ByteSize.bytes(INGESTION_RATE.toBytes() * SECONDS_PER_DAY);

test("rejects a load above Loki's ingestion rate", () => {
  const bytesPerDay = MOST.plus(ByteSize.bytes(1));
  expect(findings(ingestionRate, stack({ load: { bytesPerDay } }))).toEqual([
    {
      setting: "load.bytesPerDay",
      got: "338 GiB per day (4 MiB per second)",
      expected: "at most 338 GiB per day (4 MiB per second)",
      remedy: "drop unneeded lines (alloy.drop): one Loki cannot ingest this load",
    },
  ]);
});

test("accepts a load at Loki's ingestion rate", () => {
  expect(findings(ingestionRate, stack({ load: { bytesPerDay: MOST } }))).toEqual([]);
});
