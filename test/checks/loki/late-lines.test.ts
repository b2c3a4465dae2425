import { lateLines } from "../../../src/checks/loki/late-lines";
import { findings, withConfiguration } from "../stacks";

const KEY = "ingester.query_store_max_look_back_period";

test.each([
  [undefined, "nothing"],
  ["0s", '"0s"'],
  ["25h", '"25h"'],
  [1, "1"],
])("rejects a look-back of %j", (period, got) => {
  expect(findings(lateLines, withConfiguration({ [KEY]: period }))).toEqual([
    {
      setting: "Loki's configuration: ingester.query_store_max_look_back_period",
      got,
      expected: "-1 (queries always read the ingester)",
      remedy: "set ingester.query_store_max_look_back_period: -1",
    },
  ]);
});

test.each([-1, "-1", "-1s", "-1ns"])("accepts the unlimited look-back %j", (period) => {
  expect(findings(lateLines, withConfiguration({ [KEY]: period }))).toEqual([]);
});
