import { readOptions } from "../../lab/tuning/options";

test("by default every load is measured, and one of them at other speeds, too", () => {
  const { loads, speeds, days, json } = readOptions([]);
  expect(loads.map(({ name }) => name)).toContain("usual");
  expect(new Set(speeds.map(({ name }) => name)).size).toBe(1);
  expect({ days, json }).toEqual({ days: 1, json: false });
});

test("loads, tunings and the speed can be chosen", () => {
  const { loads, speeds } = readOptions(["--loads", "quiet,small", "--tunings", "plan", "--speed", "99"]);
  expect(loads.map(({ name, tunings, speed }) => ({ name, tunings, speed }))).toEqual([
    { name: "small", tunings: ["plan"], speed: 99 },
    { name: "quiet", tunings: ["plan"], speed: 99 },
  ]);
  expect(speeds).toEqual([]);
});

test.each([
  [["--loads", "huge"], '--loads: small, quiet, usual, heavy, wide, widest, churning, dense, not "huge"'],
  [["--tunings", "fast"], '--tunings: chart, chart-tmpfs, 8h, plan, not "fast"'],
  [["--days", "0"], '--days: a whole number from 1 on, not "0"'],
  [["--speed", "fast"], '--speed: a whole number from 1 on, not "fast"'],
])("%j is refused", (args, message) => {
  expect(() => readOptions(args)).toThrow(message);
});
