import { capacityOf, demandOf } from "../../src/capacity/capacity";
import { longLivedStreams } from "../../src/capacity/demand";
import { losses } from "../../src/capacity/losses";
import { flushTime, SHUTDOWN_TIME } from "../../src/capacity/volume";
import type { Model } from "../../src/model";
import { ByteSize, Duration } from "../../src/units";
import { exampleModel } from "../helpers/example";

const model = exampleModel();
const { unflushed, streams } = capacityOf(demandOf(model));
const ALL = `up to 24h of lines (${unflushed.toHumanString()} of text)`;
const NEEDED = SHUTDOWN_TIME.plus(flushTime(streams));

function lost(of: Model, event: string) {
  const [loss] = losses(of).filter((candidate) => candidate.event === event);
  return loss;
}

function withGrace(gracePeriod: Duration, of = model): Model {
  return { ...of, loki: { ...of.loki, gracePeriod } };
}

const STOPS = ["Loki's pod is deleted or rolled", "Loki's node is drained"];

test("lists every event once, with the loss and its reason", () => {
  const all = losses(model);
  expect(new Set(all.map(({ event }) => event)).size).toBe(all.length);
  for (const loss of all) {
    expect(Object.keys(loss)).toEqual(["event", "lost", "because"]);
    expect(Object.values(loss)).toEqual(Object.values(loss).map(() => expect.stringMatching(/\S[^.]$/)));
  }
});

test("a container that writes without pause loses its lines beyond the share of its namespace", () => {
  const { rate, burst } = model.alloy.limits.share;
  expect(lost(model, "a container writes without pause")).toEqual({
    event: "a container writes without pause",
    lost: `its lines beyond ${rate} per second`,
    because: `agents drop what a namespace writes on a node beyond half of what Loki admits, after a burst of ${burst} lines`,
  });
});

test.each(STOPS)("%s: loses nothing if the flush fits within the grace period", (event) => {
  expect(lost(model, event)).toEqual({
    event,
    lost: "nothing",
    because: `shutdown and flush take ${NEEDED} of the grace period of ${model.loki.gracePeriod}, unless the pod is stopped with a shorter one`,
  });
});

test.each(STOPS)("%s: loses unflushed text if the flush takes longer than the grace period", (event) => {
  const short = Duration.seconds(NEEDED.toSeconds() - 1);
  expect(lost(withGrace(short), event)).toMatchObject({
    lost: ALL,
    because: expect.stringMatching(new RegExp(`^shutdown and flush take ${NEEDED} of the grace period of ${short},`)),
  });
  expect(lost(withGrace(NEEDED), event)).toMatchObject({ lost: "nothing" });
});

test.each(STOPS)("%s: flushes at most as many streams as the limit", (event) => {
  const few = exampleModel({ loki: { maxStreams: 100 } });
  expect(lost(withGrace(SHUTDOWN_TIME.plus(flushTime(100)), few), event)).toMatchObject({ lost: "nothing" });
});

test.each(["Loki's pod is evicted", "Loki's node is lost"])(
  "%s: loses unflushed text whatever the grace period",
  (event) => {
    expect(lost(withGrace(Duration.hours(24)), event)).toMatchObject({ lost: ALL });
  },
);

test("the write-ahead log outlives the process", () => {
  expect(lost(withGrace(Duration.seconds(1)), "Loki's process is killed")).toMatchObject({ lost: "nothing" });
});

test("compares a container's lines per hour with the rotation size of its file", () => {
  const containers = Math.round(longLivedStreams({ pods: 450 }, 5));
  const bytesPerDay = ByteSize.mebibytes(24 * 3 * containers);
  expect(lost(exampleModel({ load: { pods: 450, bytesPerDay } }), "Loki is down for an hour")).toMatchObject({
    lost: expect.stringContaining(
      `beyond 10 MiB or a namespace beyond ${model.alloy.limits.share.burst} lines on a node in that hour`,
    ),
    because: expect.stringMatching(/ writes 3 MiB in an hour$/),
  });
});

test("a full volume loses nothing while the write-ahead log has room", () => {
  expect(lost(model, "the volume is full")).toMatchObject({
    lost: "nothing, unless Loki's pod stops",
    because: expect.stringContaining("45 % full"),
  });
});
