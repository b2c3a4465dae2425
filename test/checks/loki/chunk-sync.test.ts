import { chunkSync } from "../../../src/checks/loki/chunk-sync";
import { findings, withConfiguration } from "../stacks";

test("a sync period below the chunks' age is refused", () => {
  expect(findings(chunkSync, withConfiguration({ "ingester.sync_period": "1h" }))).toEqual([
    {
      setting: "Loki's configuration: ingester.sync_period",
      got: '"1h"',
      expected: "0 (never), or at least ingester.max_chunk_age (24h)",
      remedy: 'write ingester.sync_period: "0s"',
    },
  ]);
});

test("a sync period that nobody sets is Loki's own", () => {
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
])("a sync period of %j leaves chunks of %j alone", (sync_period, max_chunk_age) => {
  const configuration = { "ingester.sync_period": sync_period, "ingester.max_chunk_age": max_chunk_age };
  expect(findings(chunkSync, withConfiguration(configuration))).toEqual([]);
});

test.each([
  ["1439m", "24h", "24h"],
  ["1ms", "24h", "24h"],
  ["119m", undefined, "2h"],
])("a sync period of %j cuts chunks of %j", (sync_period, max_chunk_age, age) => {
  const configuration = { "ingester.sync_period": sync_period, "ingester.max_chunk_age": max_chunk_age };
  expect(findings(chunkSync, withConfiguration(configuration))).toMatchObject([
    { got: `"${sync_period}"`, expected: expect.stringMatching(`\\(${age}\\)$`) },
  ]);
});
