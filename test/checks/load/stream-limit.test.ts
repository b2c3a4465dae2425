import { USABLE_STREAM_SHARE } from "../../../src/capacity/bounds";
import { demandOf } from "../../../src/capacity/capacity";
import { streamsInMemory } from "../../../src/capacity/demand";
import { streamLimit } from "../../../src/checks/load/stream-limit";
import { Duration } from "../../../src/units";
import { findings, stack } from "../stacks";

const LOAD = { pods: 1_000, podStartsPerDay: 24_000 };

function withLimit(maxStreams: number, chunkIdlePeriod = Duration.hours(12)) {
  return stack({ load: LOAD, loki: { maxStreams, ingester: { chunkIdlePeriod } } });
}

const STREAMS = streamsInMemory(demandOf(stack({ load: LOAD }).model));

/** The minimum limit whose share without the reserve covers the streams. */
const ENOUGH = Math.ceil(STREAMS / USABLE_STREAM_SHARE);

test("rejects a limit without a reserve above the pods of a day", () => {
  expect(findings(streamLimit, withLimit(ENOUGH - 1))).toEqual([
    {
      setting: "loki.maxStreams",
      got: `${ENOUGH - 1} (${STREAMS - 1} without the reserve)`,
      expected: `enough for ${STREAMS} streams: 1000 pods, and 24000 pod starts per day whose streams stay for 12h`,
      remedy:
        "leave loki.maxStreams unset (it follows from memory), raise loki.resources.memoryLimit, or lower loki.ingester.chunkIdlePeriod",
    },
  ]);
});

test("accepts a limit with just enough reserve", () => {
  expect(findings(streamLimit, withLimit(ENOUGH))).toEqual([]);
});

test("counts fewer streams with a shorter idle period", () => {
  expect(findings(streamLimit, withLimit(ENOUGH - 1, Duration.hours(11)))).toEqual([]);
});
