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

/** Loki waits half a minute for requests before it flushes, unless it is told otherwise. */
const NEEDED = 30 + flush.toSeconds();

test("a grace period below the flush and the requests before it is refused", () => {
  expect(findings(gracePeriod, withLokiValues({ [KEY]: NEEDED - 1 }))).toEqual([
    {
      setting: "values/loki.yaml: singleBinary.terminationGracePeriodSeconds",
      got: `${Duration.seconds(NEEDED - 1)}`,
      expected: `at least ${NEEDED}s, enough to flush ${streams} streams`,
      remedy: "remove it: the stack derives it from load and cluster.nodes",
    },
  ]);
});

test("a grace period of just the flush and the requests before it is enough", () => {
  expect(findings(gracePeriod, withLokiValues({ [KEY]: NEEDED }))).toEqual([]);
});

test("there are never more streams to flush than Loki lets in", () => {
  const few = stack({ loki: { maxStreams: 100 } });
  const needed = 30 + flushTime(100).toSeconds();
  expect(findings(gracePeriod, withLokiValues({ [KEY]: needed }, few))).toEqual([]);
  expect(findings(gracePeriod, withLokiValues({ [KEY]: needed - 1 }, few))).toMatchObject([
    { expected: `at least ${needed}s, enough to flush 100 streams` },
  ]);
});

test("requests that Loki waits for longer need a longer grace period", () => {
  const patient = withConfiguration({ "server.graceful_shutdown_timeout": "60s" });
  expect(findings(gracePeriod, withLokiValues({ [KEY]: NEEDED + 29 }, patient))).toHaveLength(1);
  expect(findings(gracePeriod, withLokiValues({ [KEY]: NEEDED + 30 }, patient))).toEqual([]);
});

test("what the chart grants by itself is too short", () => {
  expect(findings(gracePeriod, withLokiValues({ [KEY]: undefined }))).toMatchObject([{ got: "30s" }]);
});

test("a log on the volume needs no flush", () => {
  const onVolume = withConfiguration({ "ingester.wal.dir": "/var/loki/wal" });
  expect(findings(gracePeriod, withLokiValues({ [KEY]: 1 }, onVolume))).toEqual([]);
});
