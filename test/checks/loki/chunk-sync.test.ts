import { chunkSync } from "../../../src/checks/loki/chunk-sync";
import { findings, withConfiguration } from "../stacks";

test("rejects a sync period below the chunk age", () => {
  expect(findings(chunkSync, withConfiguration({ "ingester.sync_period": "1h" }))).toEqual([
    {
      setting: "Loki's configuration: ingester.sync_period",
      got: '"1h"',
      expected: "0 (never), or at least ingester.max_chunk_age (24h)",
      remedy: 'set ingester.sync_period: "0s"',
    },
  ]);
});

test("takes Loki's default for an unset sync period", () => {
  expect(findings(chunkSync, withConfiguration({ "ingester.sync_period": undefined }))).toMatchObject([
    { got: "nothing (Loki's default is 1h)", expected: expect.stringContaining("24h") },
  ]);
});

test.each([
  ["0s", "24h"],
  [0, "24h"],
  ["24h", "24h"],
  ["25h", "24h"],
  ["2h", undefined],
])("accepts a sync period of %j with a chunk age of %j", (sync_period, max_chunk_age) => {
  const configuration = { "ingester.sync_period": sync_period, "ingester.max_chunk_age": max_chunk_age };
  expect(findings(chunkSync, withConfiguration(configuration))).toEqual([]);
});

test.each([
  ["1439m", "24h", "24h"],
  ["1ms", "24h", "24h"],
  ["119m", undefined, "2h"],
])("rejects a sync period of %j with a chunk age of %j", (sync_period, max_chunk_age, age) => {
  const configuration = { "ingester.sync_period": sync_period, "ingester.max_chunk_age": max_chunk_age };
  expect(findings(chunkSync, withConfiguration(configuration))).toMatchObject([
    { got: `"${sync_period}"`, expected: expect.stringMatching(`\\(${age}\\)$`) },
  ]);
});
