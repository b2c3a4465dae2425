import { assert, maxSafeNat, property } from "fast-check";
import { Duration } from "../../src/units";

const GO_UNITS = new Map([
  ["ms", 1],
  ["s", 1_000],
  ["m", 60_000],
  ["h", 3_600_000],
]);

/** Go's time.ParseDuration, for one number and one unit. */
function readByGo(text: string): number {
  const [, amount, unit = ""] = /^(\d+)(ms|s|m|h)$/.exec(text) ?? [];
  return Number(amount) * (GO_UNITS.get(unit) ?? Number.NaN);
}

test.each([
  { duration: Duration.milliseconds(250), written: "Duration.milliseconds(250)", milliseconds: 250 },
  { duration: Duration.seconds(90), written: "Duration.seconds(90)", milliseconds: 90_000 },
  { duration: Duration.minutes(2), written: "Duration.minutes(2)", milliseconds: 120_000 },
  { duration: Duration.hours(1.5), written: "Duration.hours(1.5)", milliseconds: 5_400_000 },
  { duration: Duration.days(7), written: "Duration.days(7)", milliseconds: 604_800_000 },
])("$written is $milliseconds ms and keeps its source text", ({ duration, written, milliseconds }) => {
  expect(readByGo(`${duration}`)).toBe(milliseconds);
  expect(duration.written).toBe(written);
});

test.each([
  { duration: Duration.days(7), text: "168h" },
  { duration: Duration.hours(1.5), text: "90m" },
  { duration: Duration.minutes(1.5), text: "90s" },
  { duration: Duration.seconds(1.5), text: "1500ms" },
  { duration: Duration.hours(0), text: "0s" },
])("$duration.written is $text in Go's notation", ({ duration, text }) => {
  expect(`${duration}`).toBe(text);
});

test("Go parses every duration to the same amount", () => {
  assert(property(maxSafeNat(), (amount) => readByGo(`${Duration.milliseconds(amount)}`) === amount));
});

test("a duration of zero or more whole milliseconds is exact", () => {
  expect(Duration.milliseconds(0).isExact).toBe(true);
  expect(Duration.hours(1.5).isExact).toBe(true);
  expect(Duration.milliseconds(Number.MAX_SAFE_INTEGER).isExact).toBe(true);
});

test.each([
  Duration.milliseconds(0.5),
  Duration.hours(-1),
  Duration.milliseconds(Number.MAX_SAFE_INTEGER + 1),
  Duration.hours(Number.NaN),
  Duration.days(Number.POSITIVE_INFINITY),
])("%s is not exact", (duration) => {
  expect(duration.isExact).toBe(false);
});

test("rounds seconds up", () => {
  expect(Duration.milliseconds(1_001).toSeconds()).toBe(2);
  expect(Duration.seconds(2).toSeconds()).toBe(2);
});

test("keeps the fraction of hours", () => {
  expect(Duration.minutes(90).toHours()).toBe(1.5);
});

test("adds durations", () => {
  expect(`${Duration.minutes(5).plus(Duration.seconds(30))}`).toBe("330s");
});

test("rounds a multiple up to whole milliseconds", () => {
  expect(`${Duration.milliseconds(15).times(0.5)}`).toBe("8ms");
  expect(`${Duration.milliseconds(15).times(3)}`).toBe("45ms");
});

test("compares as longer than a shorter duration, but not than an equal one", () => {
  expect(Duration.hours(25).isLongerThan(Duration.days(1))).toBe(true);
  expect(Duration.hours(24).isLongerThan(Duration.days(1))).toBe(false);
});

test("is frozen", () => {
  expect(Object.isFrozen(Duration.hours(1))).toBe(true);
});

test.each([
  ["0", 0],
  ["0s", 0],
  ["250ms", 250],
  ["90s", 90_000],
  ["5m", 300_000],
  ["1.5h", 5_400_000],
  ["1h30m", 5_400_000],
  ["1m30s500ms", 90_500],
  ["2d", 172_800_000],
  ["1w", 604_800_000],
  ["1y", 31_536_000_000],
])("parses %s as %d ms", (text, milliseconds) => {
  const duration = Duration.parse(text);
  expect(readByGo(`${duration}`)).toBe(milliseconds);
  expect(duration?.written).toBe(text);
});

test.each(["", "5", "h", "1 h", "-1h", "1h ", "1h\n", "1H", "1e3s", "1.h", ".5h", "00", "1h30", "1x", "24 hours"])(
  "rejects %j",
  (text) => {
    expect(Duration.parse(text)).toBeNull();
  },
);

test("parses what it prints", () => {
  assert(
    property(maxSafeNat(), (amount) => {
      const text = `${Duration.milliseconds(amount)}`;
      return `${Duration.parse(text)}` === text;
    }),
  );
});

test("divides durations", () => {
  expect(Duration.hours(36).dividedBy(Duration.days(1))).toBe(1.5);
});
