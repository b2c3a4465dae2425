import { LogTime } from "../../lab/tuning/log-time";
import { Duration } from "../../src/units";

const CLOCK = Date.UTC(2026, 0, 2);
const HOUR = 3_600_000;
const DAY = Duration.hours(24);

const logTime = () => new LogTime({ clock: CLOCK, span: DAY, speed: 60, longestStep: 2_000 });

test("it begins so early that its end is not in the future", () => {
  expect(logTime().from).toBe(CLOCK - 24 * HOUR);
});

test("it runs so many times faster than the clock", () => {
  const time = logTime();
  expect(time.look(CLOCK + 1_000, DAY) - time.from).toBe(60_000);
  expect(time.look(CLOCK + 3_000, DAY) - time.from).toBe(180_000);
});

test("it stands still while nobody looks, rather than jump", () => {
  const time = logTime();
  expect(time.look(CLOCK + 60_000, DAY) - time.from).toBe(2_000 * 60);
});

test("it ends where it is told to", () => {
  const time = logTime();
  expect(time.hasPassed(Duration.minutes(1))).toBe(false);
  expect(time.look(CLOCK + 2_000, Duration.minutes(1)) - time.from).toBe(60_000);
  expect(time.hasPassed(Duration.minutes(1))).toBe(true);
});
