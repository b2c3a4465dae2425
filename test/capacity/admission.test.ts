import fc from "fast-check";
import {
  type Admission,
  admissionFor,
  averageRate,
  fullThreshold,
  peakRate,
  tmpfsFor,
} from "../../src/capacity/admission";
import { demandOf } from "../../src/capacity/capacity";
import type { Demand } from "../../src/capacity/demand";
import { checkpointOf, checkpointSize } from "../../src/capacity/write-ahead-log";
import { ByteSize } from "../../src/units";
import { demands, MORE } from "../helpers/demands";
import { exampleModel } from "../helpers/example";

const tmpfs = fc.integer({ min: 512, max: 65_536 }).map((size) => ByteSize.mebibytes(size));
/** The default stream limit, relative to the size of the tmpfs. */
const streamsOf = (size: ByteSize) => 32 * size.toMebibytes();
const share = fc.double({ min: 0, max: 1, noNaN: true });

/** Bytes of the segments per byte of text since the last checkpoint. */
const SEGMENT = 1.24;

/** The text that arrives before Loki checks the usage of its log. */
function unchecked({ rate, burst }: Admission): ByteSize {
  return rate.scaled(10).plus(burst);
}

/** A demand that leaves nothing in memory, so the rate is as high as the log permits. */
const silent: Demand = {
  ...demandOf(exampleModel()),
  load: {
    pods: 1,
    podStartsPerDay: 0,
    bytesPerDay: ByteSize.bytes(1),
    bytesPerLine: ByteSize.bytes(200),
    compression: 5,
  },
};

test("a checkpoint still fits when Loki starts to reject lines", () => {
  fc.assert(
    fc.property(tmpfs, share, share, (size, ofOldOne, compressed) => {
      const admission = admissionFor(size, silent);
      const threshold = size.scaled(fullThreshold(size, admission));
      const old = threshold.scaled(ofOldOne);
      const text = threshold
        .minus(old)
        .scaled(1 / SEGMENT)
        .plus(unchecked(admission));
      const log = old.plus(text.scaled(SEGMENT));
      // Every stream is new, and none of the new text is compressed yet.
      const checkpoint = checkpointOf({
        streams: streamsOf(size),
        head: text.plus(old.scaled((1 - compressed) / 1.1)),
        compressed: old.scaled(compressed),
      });
      expect(log.plus(checkpoint).isLargerThan(size)).toBe(false);
    }),
  );
});

/** The log while a container writes at the admitted rate, from a full burst on. */
function logUnderNoise(demand: Demand, { rate, burst }: Admission): ByteSize {
  const segments = rate
    .scaled(1.9 * 60)
    .plus(burst)
    .scaled(SEGMENT);
  const unflushed = rate.scaled(30);
  return checkpointSize(demand).plus(unflushed).scaled(2).plus(segments);
}

test("the admitted rate never fills the log, for any length of time, if the log carries the load's peak", () => {
  fc.assert(
    fc.property(demands, (demand) => {
      const size = tmpfsFor(demand);
      const admission = admissionFor(size, demand);
      const usable = size.scaled(fullThreshold(size, admission));
      expect(admission.rate.isLessThan(peakRate(demand))).toBe(false);
      expect(logUnderNoise(demand, admission).isLargerThan(usable)).toBe(false);
    }),
  );
});

test("a tmpfs that is 4 % smaller than the minimum doesn't admit the peak, unless the burst needs it", () => {
  fc.assert(
    fc.property(demands, (demand) => {
      const size = tmpfsFor(demand);
      fc.pre(size.isLargerThan(ByteSize.mebibytes(128)) && peakRate(demand).isLargerThan(ByteSize.kibibytes(64)));
      const { rate } = admissionFor(size.scaled(0.96), demand);
      expect(rate.isLessThan(peakRate(demand))).toBe(true);
    }),
  );
});

test("a log without space for the load still admits its average, as far as it can", () => {
  const demand = demandOf(exampleModel({ load: { bytesPerDay: ByteSize.gibibytes(4) } }));
  const { rate } = admissionFor(ByteSize.mebibytes(512), demand);
  expect(rate).toEqual(ByteSize.kibibytes(Math.floor(averageRate(demand).toBytes() / 1_024)));
  const flood = { ...demand, load: { ...demand.load, bytesPerDay: ByteSize.gibibytes(4_000) } };
  expect(fullThreshold(ByteSize.mebibytes(512), admissionFor(ByteSize.mebibytes(512), flood))).toBeGreaterThan(0.4);
});

test.each(["text", "pods", "pod starts", "nodes"] as const)("more %s in memory leaves less for the rate", (more) => {
  const demand = demandOf(exampleModel());
  const size = ByteSize.gibibytes(2);
  const { rate } = admissionFor(size, demand);
  expect(admissionFor(size, MORE[more](demand)).rate.isLargerThan(rate)).toBe(false);
});

test("the default 2 GiB admit 1.1 MiB/s and a burst of 32 MiB, up to a threshold of 45 %", () => {
  const { limits, wal } = exampleModel().loki;
  expect(limits.ingestionRate.toHumanString()).toBe("1.1 MiB");
  expect(limits.ingestionBurst).toEqual(ByteSize.kibibytes(32 * 1_024));
  expect(wal.fullThreshold).toBe(0.45);
});

test("the smallest log still takes an agent's largest request at once", () => {
  const { limits } = exampleModel({ loki: { wal: { size: ByteSize.mebibytes(128) } } }).loki;
  expect(limits.ingestionBurst).toEqual(ByteSize.kibibytes(2_048));
  expect(() => exampleModel({ loki: { wal: { size: ByteSize.mebibytes(127) } } })).toThrow(
    "at least ByteSize.mebibytes(128)",
  );
});
