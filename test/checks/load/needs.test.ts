import { loadChecks } from "../../../src/checks/load";
import { report } from "../../../src/checks/report";
import type { LoadSettings } from "../../../src/cluster/settings";
import { ByteSize } from "../../../src/units";
import { stack } from "../stacks";

function notChecked(load: LoadSettings) {
  return report(loadChecks, stack({ load })).notChecked.map(({ check, setting }) => `${check.id}: ${setting}`);
}

const OF_TEXT = ["heap-needed", "ingestion-rate", "memory-needed", "volume-size", "wal-size"].map(
  (id) => `${id}: load.bytesPerDay`,
);
const OF_STREAMS = ["stream-limit: load.podStartsPerDay"];

test("of a load that nobody has declared nothing is said", () => {
  expect(notChecked({}).sort()).toEqual([...OF_TEXT, ...OF_STREAMS].sort());
});

test.each<[string, LoadSettings, readonly string[]]>([
  ["bytes", { bytesPerDay: ByteSize.mebibytes(1) }, OF_STREAMS],
  ["lines", { linesPerSecond: 1 }, OF_STREAMS],
  ["lines' length alone", { bytesPerLine: ByteSize.bytes(100) }, [...OF_STREAMS, ...OF_TEXT]],
  ["pods alone", { pods: 1 }, [...OF_STREAMS, ...OF_TEXT]],
  ["pod starts", { podStartsPerDay: 1 }, OF_TEXT],
])("%s are declared", (_, load, missing) => {
  expect(notChecked(load).sort()).toEqual([...missing].sort());
});
