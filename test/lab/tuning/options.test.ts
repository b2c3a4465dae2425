import { readOptions } from "../../../lab/tuning/options";
import { CHART, planned, tuningFlags } from "../../../lab/tuning/tunings";
import { exampleModel } from "../../helpers/example";

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

test("what Loki compares with the times of lines stays, and what goes by the clock is as much faster as log time", () => {
  expect(tuningFlags(CHART, 60)).toEqual([
    "-ingester.max-chunk-age=2h",
    "-ingester.sync-period=1h",
    "-ingester.chunks-idle-period=30s",
    "-ingester.chunks-retain-period=0s",
    "-ingester.flush-check-period=500ms",
    "-ingester.checkpoint-duration=5s",
    "-tsdb.shipper.resync-interval=5s",
    "-compactor.compaction-interval=10s",
    "-compactor.retention-enabled=false",
    "-pattern-ingester.enabled=false",
    "-ingester.wal-dir=/var/loki/wal",
  ]);
});

test("the plan's flags at the clock's pace say what its configuration says, and leave its log where it is", () => {
  expect(tuningFlags(planned(exampleModel()), 1)).toEqual([
    "-ingester.max-chunk-age=24h",
    "-ingester.sync-period=0s",
    "-ingester.chunks-idle-period=12h",
    "-ingester.chunks-retain-period=1m",
    "-ingester.flush-check-period=30s",
    "-ingester.checkpoint-duration=5m",
    "-tsdb.shipper.resync-interval=5m",
    "-compactor.compaction-interval=1h",
    "-compactor.retention-enabled=true",
    "-pattern-ingester.enabled=true",
  ]);
});
