import { tuningFlags } from "../../lab/tuning/flags";
import { CHART, planned } from "../../lab/tuning/tunings";
import { exampleModel } from "../helpers/example";

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
