import { demandOf } from "../../../src/capacity/capacity";
import { patternHeap } from "../../../src/capacity/memory";
import { sizesFor, sizesSnippet } from "../../../src/capacity/sizes";
import { loadChecks } from "../../../src/checks";
import { moreMemory } from "../../../src/checks/load/sizing";
import { checkStack } from "../../../src/checks/runner";
import type { LoadSettings } from "../../../src/cluster/settings";
import { ByteSize } from "../../../src/units";
import { exampleModel } from "../../helpers/example";
import { stack } from "../stacks";

function skipped(load: LoadSettings) {
  return checkStack(loadChecks, stack({ load })).skipped.map(({ check, setting }) => `${check.id}: ${setting}`);
}

const OF_TEXT = ["heap-needed", "ingestion-rate", "memory-needed", "volume-size", "wal-size"].map(
  (id) => `${id}: load.bytesPerDay`,
);
const OF_STREAMS = ["stream-limit: load.podStartsPerDay"];

test("skips every check without a declared load", () => {
  expect(skipped({}).sort()).toEqual([...OF_TEXT, ...OF_STREAMS].sort());
});

test.each<[string, LoadSettings, readonly string[]]>([
  ["bytes", { bytesPerDay: ByteSize.mebibytes(1) }, OF_STREAMS],
  ["lines", { linesPerSecond: 1 }, OF_STREAMS],
  ["lines' length alone", { bytesPerLine: ByteSize.bytes(100) }, [...OF_STREAMS, ...OF_TEXT]],
  ["pods alone", { pods: 1 }, [...OF_STREAMS, ...OF_TEXT]],
  ["pod starts", { podStartsPerDay: 1 }, OF_TEXT],
])("runs the checks that need %s", (_, load, missing) => {
  expect(skipped(load).sort()).toEqual([...missing].sort());
});

const CURVES = '"npm run capacity" shows the effect of each';

test("names the sizes that fit the load, and the settings that need less memory", () => {
  const model = exampleModel();
  const demand = demandOf(model);
  const sizes = sizesSnippet(sizesFor(demand, model.loki));
  const patterns = patternHeap(demand).toMebibytesString();
  expect(moreMemory(model)).toBe(
    `set all of ${sizes}; or keep less in memory: loki: { patterns: false } (${patterns} of heap), or a shorter loki.ingester.maxChunkAge; ${CURVES}`,
  );
});

test("does not suggest disabling patterns that are off", () => {
  const model = exampleModel({ loki: { patterns: false } });
  const sizes = sizesSnippet(sizesFor(demandOf(model), model.loki));
  expect(moreMemory(model)).toBe(
    `set all of ${sizes}; or keep less in memory: a shorter loki.ingester.maxChunkAge; ${CURVES}`,
  );
});
