import { outOfOrder } from "../../../src/checks/loki/out-of-order";
import { Duration } from "../../../src/units";
import { findings, stack, withConfiguration } from "../stacks";

function withAge(maxChunkAge: Duration) {
  return stack({ loki: { ingester: { maxChunkAge } } });
}

test("rejects a chunk age that rejects the lines of an outage", () => {
  expect(findings(outOfOrder, withAge(Duration.minutes(119)))).toEqual([
    {
      setting: "loki.ingester.maxChunkAge",
      got: "119m (an out-of-order window of 3570s)",
      expected: "at least 2h, so that Loki accepts the lines of an outage of 1h",
      remedy: "raise loki.ingester.maxChunkAge to 2h or more",
    },
  ]);
});

test("accepts a chunk age that just covers an outage, and Loki's default", () => {
  expect(findings(outOfOrder, withAge(Duration.hours(2)))).toEqual([]);
  expect(findings(outOfOrder, withConfiguration({ "ingester.max_chunk_age": undefined }))).toEqual([]);
});
