import { outOfOrder } from "../../../src/checks/loki/out-of-order";
import { Duration } from "../../../src/units";
import { findings, stack, withConfiguration } from "../stacks";

function withAge(maxChunkAge: Duration) {
  return stack({ loki: { ingester: { maxChunkAge } } });
}

test("an age of chunks that refuses the lines of an outage is refused", () => {
  expect(findings(outOfOrder, withAge(Duration.minutes(119)))).toEqual([
    {
      setting: "loki.ingester.maxChunkAge",
      got: "119m (an out-of-order window of 3570s)",
      expected: "at least 2h, so that Loki accepts the lines of an outage of 1h",
      remedy: "raise loki.ingester.maxChunkAge to 2h or more",
    },
  ]);
});

test("an age of chunks with just the window of an outage is taken, and so is Loki's own", () => {
  expect(findings(outOfOrder, withAge(Duration.hours(2)))).toEqual([]);
  expect(findings(outOfOrder, withConfiguration({ "ingester.max_chunk_age": undefined }))).toEqual([]);
});
