import { capacityOf, demandOf } from "../../src/capacity/capacity";
import { lastingStreams } from "../../src/capacity/demand";
import { losses } from "../../src/capacity/losses";
import { flushTime, STOP } from "../../src/capacity/volume";
import type { Model } from "../../src/model";
import { ByteSize, Duration } from "../../src/units";
import { exampleModel } from "../helpers/example";

const model = exampleModel();
const { unflushed, streams } = capacityOf(demandOf(model));
const ALL = `up to 24h of lines, ${unflushed.toHumanString()} of text`;
const NEEDED = STOP.plus(flushTime(streams));

function lost(of: Model, event: string) {
  const [loss] = losses(of).filter((candidate) => candidate.event === event);
  return loss;
}

function withGrace(gracePeriod: Duration, of = model): Model {
  return { ...of, loki: { ...of.loki, gracePeriod } };
}

const STOPS = ["Loki's pod is deleted or rolled", "Loki's node is drained"];

test("every event is told once, with what is lost and why", () => {
  const all = losses(model);
  expect(new Set(all.map(({ event }) => event)).size).toBe(all.length);
  for (const loss of all) {
    expect(Object.keys(loss)).toEqual(["event", "lost", "because"]);
    expect(Object.values(loss)).toEqual(Object.values(loss).map(() => expect.stringMatching(/\S[^.]$/)));
  }
});

test.each(STOPS)("%s: nothing is lost, since the plan grants the time that it takes", (event) => {
  expect(lost(model, event)).toEqual({
    event,
    lost: "nothing",
    because: `stopping and flushing take ${NEEDED} of a grace period of ${model.loki.gracePeriod}, if whoever stops the pod grants it`,
  });
});

test.each(STOPS)("%s: what isn't flushed in time is lost", (event) => {
  const short = Duration.seconds(NEEDED.toSeconds() - 1);
  expect(lost(withGrace(short), event)).toMatchObject({
    lost: ALL,
    because: expect.stringMatching(new RegExp(`^stopping and flushing take ${NEEDED} of a grace period of ${short},`)),
  });
  expect(lost(withGrace(NEEDED), event)).toMatchObject({ lost: "nothing" });
});

test.each(STOPS)("%s: there are never more streams to flush than Loki lets in", (event) => {
  const few = exampleModel({ loki: { maxStreams: 100 } });
  expect(lost(withGrace(STOP.plus(flushTime(100)), few), event)).toMatchObject({ lost: "nothing" });
});

test.each(["Loki's pod is evicted", "Loki's node is lost"])("%s: no grace period helps", (event) => {
  expect(lost(withGrace(Duration.hours(24)), event)).toMatchObject({ lost: ALL });
});

test("a log in memory outlives the process", () => {
  expect(lost(withGrace(Duration.seconds(1)), "Loki's process is killed")).toMatchObject({ lost: "nothing" });
});

test("when Loki is away for an hour, each container's file holds what it writes", () => {
  const containers = Math.round(lastingStreams({ pods: 450 }, 5));
  const bytesPerDay = ByteSize.mebibytes(24 * 3 * containers);
  expect(lost(exampleModel({ load: { pods: 450, bytesPerDay } }), "Loki is away for an hour")).toMatchObject({
    lost: expect.stringContaining("beyond 10 MiB"),
    because: expect.stringMatching(/ writes 3 MiB in an hour$/),
  });
});

test("the volume may be full for as long as the log has room", () => {
  expect(lost(model, "the volume is full")).toMatchObject({
    lost: "nothing while Loki's pod stays and its log has room",
    because: expect.stringContaining("45 % full"),
  });
});
