import { capacityOf } from "../../src/capacity/capacity";
import { demandOf } from "../../src/capacity/demand";
import { losses } from "../../src/capacity/losses";
import type { Model } from "../../src/model";
import { ByteSize, Duration } from "../../src/units";
import { exampleModel } from "../example";

const model = exampleModel();
const { flush, unflushed } = capacityOf(demandOf(model));
const ALL = `up to 24h of lines, ${unflushed.toHumanString()} of text`;

function lost(of: Model, event: string) {
  const [loss] = losses(of).filter((candidate) => candidate.event === event);
  return loss;
}

function withGrace(gracePeriod: Duration): Model {
  return { ...model, loki: { ...model.loki, gracePeriod } };
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

test.each(STOPS)("%s: nothing is lost, since the plan grants the time that the flush takes", (event) => {
  expect(lost(model, event)).toEqual({
    event,
    lost: "nothing",
    because: `the flush takes ${flush} of the grace period of ${model.loki.gracePeriod}`,
  });
});

test.each(STOPS)("%s: what isn't flushed in time is lost", (event) => {
  const short = Duration.seconds(1);
  expect(lost(withGrace(short), event)).toEqual({
    event,
    lost: ALL,
    because: `the flush takes ${flush}, the grace period is 1s`,
  });
});

test.each(["Loki's pod is evicted", "Loki's node is lost"])("%s: no grace period helps", (event) => {
  expect(lost(withGrace(Duration.hours(24)), event)).toMatchObject({ lost: ALL });
});

test("a log in memory outlives the process", () => {
  expect(lost(withGrace(Duration.seconds(1)), "Loki's process is killed")).toMatchObject({ lost: "nothing" });
});

test("when Loki is away for an hour, each container's files hold what it writes", () => {
  const day = ByteSize.mebibytes(24 * 450);
  const event = "Loki is away for an hour";
  expect(lost(exampleModel({ load: { pods: 450, bytesPerDay: day } }), event)).toMatchObject({
    lost: expect.stringContaining("more than 50 MiB"),
    because: expect.stringMatching(/ writes 1 MiB in an hour$/),
  });
});

test("the volume may be full for as long as the log has room", () => {
  expect(lost(model, "the volume is full")).toMatchObject({
    lost: "nothing while the log has room",
    because: expect.stringContaining("90 % full"),
  });
});
