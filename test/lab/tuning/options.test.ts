import { readOptions } from "../../../lab/tuning/options";
import { CHART, stackTuning, tuningFlags } from "../../../lab/tuning/tunings";
import { exampleModel } from "../../helpers/example";

test("measures every load by default, and one of them at other speeds", () => {
  const { loads, speeds, days, json } = readOptions([]);
  expect(loads.map(({ name }) => name)).toContain("usual");
  expect(new Set(speeds.map(({ name }) => name)).size).toBe(1);
  expect({ days, json }).toEqual({ days: 1, json: false });
});

test("accepts loads, tunings and a speed", () => {
  const { loads, speeds } = readOptions(["--loads", "quiet,small", "--tunings", "stack", "--speed", "99"]);
  expect(loads.map(({ name, tunings, speed }) => ({ name, tunings, speed }))).toEqual([
    { name: "small", tunings: ["stack"], speed: 99 },
    { name: "quiet", tunings: ["stack"], speed: 99 },
  ]);
  expect(speeds).toEqual([]);
});

test.each([
  [
    ["--loads", "huge"],
    '--loads: got "huge", expected some of small, quiet, usual, heavy, wide, widest, churning, dense',
  ],
  [["--tunings", "fast"], '--tunings: got "fast", expected some of chart, chart-tmpfs, 8h, stack'],
  [["--days", "0"], '--days: got "0", expected a whole number from 1'],
  [["--speed", "fast"], '--speed: got "fast", expected a whole number from 1'],
])("rejects %j", (args, message) => {
  expect(() => readOptions(args)).toThrow(message);
});

test("scales only the settings that depend on the clock", () => {
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

test("the stack's flags at the speed of the clock equal its configuration, and don't move its log", () => {
  expect(tuningFlags(stackTuning(exampleModel()), 1)).toEqual([
    "-ingester.max-chunk-age=24h",
    "-ingester.sync-period=0s",
    "-ingester.chunks-idle-period=12h",
    "-ingester.chunks-retain-period=1m",
    "-ingester.flush-check-period=30s",
    "-ingester.checkpoint-duration=1m",
    "-tsdb.shipper.resync-interval=5m",
    "-compactor.compaction-interval=1h",
    "-compactor.retention-enabled=true",
    "-pattern-ingester.enabled=true",
  ]);
});
