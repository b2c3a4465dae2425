import { queryLookBack } from "../../../src/checks/loki/query-look-back";
import { findings, withConfiguration } from "../stacks";

function withPeriods(within: unknown, age: unknown) {
  return withConfiguration({ "querier.query_ingesters_within": within, "ingester.max_chunk_age": age });
}

test("rejects a look-back below the chunk age", () => {
  expect(findings(queryLookBack, withPeriods("3h", "24h"))).toEqual([
    {
      setting: "Loki's configuration: querier.query_ingesters_within",
      got: '"3h"',
      expected: "0 (always), or at least ingester.max_chunk_age (24h)",
      remedy: 'set querier.query_ingesters_within: "0s"',
    },
  ]);
});

test.each([
  ["1439m", "24h", '"1439m"', "24h"],
  ["1ms", "24h", '"1ms"', "24h"],
  [undefined, "181m", "nothing (Loki's default is 3h)", "181m"],
  ["119m", undefined, '"119m"', "2h"],
])("rejects a look-back of %j with a chunk age of %j", (within, age, got, shown) => {
  expect(findings(queryLookBack, withPeriods(within, age))).toMatchObject([
    { got, expected: expect.stringMatching(`\\(${shown}\\)$`) },
  ]);
});

test.each([
  ["0s", "24h"],
  [0, "24h"],
  ["24h", "24h"],
  [undefined, "3h"],
  ["2h", undefined],
])("accepts a look-back of %j with a chunk age of %j", (within, age) => {
  expect(findings(queryLookBack, withPeriods(within, age))).toEqual([]);
});
