import { capacityOf, demandOf } from "../../../src/capacity/capacity";
import { residentStreams } from "../../../src/capacity/demand";
import { flushTime } from "../../../src/capacity/volume";
import { gracePeriod } from "../../../src/checks/loki/grace-period";
import { Duration } from "../../../src/units";
import { findings, stack, withConfiguration, withLokiValues } from "../stacks";

const KEY = "singleBinary.terminationGracePeriodSeconds";

const { model } = stack();
const { flush } = capacityOf(demandOf(model));
const streams = residentStreams(model.load, model.cluster.nodes, model.loki.ingester.chunkIdlePeriod);

/** Loki waits 30 s for requests before it flushes, by default. */
const NEEDED = 30 + flush.toSeconds();

test("rejects a grace period below the shutdown delay and the flush", () => {
  expect(findings(gracePeriod, withLokiValues({ [KEY]: NEEDED - 1 }))).toEqual([
    {
      setting: "values/loki.yaml: singleBinary.terminationGracePeriodSeconds",
      got: `${Duration.seconds(NEEDED - 1)}`,
      expected: `at least ${NEEDED}s, enough to flush ${streams} streams`,
      remedy: "remove it: the stack derives it from load and cluster.nodes",
    },
  ]);
});

test("accepts a grace period that equals the shutdown delay and the flush", () => {
  expect(findings(gracePeriod, withLokiValues({ [KEY]: NEEDED }))).toEqual([]);
});

test("bounds the streams by Loki's limit", () => {
  const few = stack({ loki: { maxStreams: 100 } });
  const needed = 30 + flushTime(100).toSeconds();
  expect(findings(gracePeriod, withLokiValues({ [KEY]: needed }, few))).toEqual([]);
  expect(findings(gracePeriod, withLokiValues({ [KEY]: needed - 1 }, few))).toMatchObject([
    { expected: `at least ${needed}s, enough to flush 100 streams` },
  ]);
});

test("needs a longer grace period with a longer shutdown delay", () => {
  const patient = withConfiguration({ "server.graceful_shutdown_timeout": "60s" });
  expect(findings(gracePeriod, withLokiValues({ [KEY]: NEEDED + 29 }, patient))).toHaveLength(1);
  expect(findings(gracePeriod, withLokiValues({ [KEY]: NEEDED + 30 }, patient))).toEqual([]);
});

test("rejects the chart's default grace period", () => {
  expect(findings(gracePeriod, withLokiValues({ [KEY]: undefined }))).toMatchObject([{ got: "30s" }]);
});

test("accepts any grace period with the log on the volume", () => {
  const onVolume = withConfiguration({ "ingester.wal.dir": "/var/loki/wal" });
  expect(findings(gracePeriod, withLokiValues({ [KEY]: 1 }, onVolume))).toEqual([]);
});
