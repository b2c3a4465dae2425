import fc from "fast-check";
import { checkpointOf, fullThreshold, minimumTmpfs, tmpfsFor } from "../../src/capacity/write-ahead-log";
import { ByteSize } from "../../src/units";

const tmpfs = fc.integer({ min: 512, max: 65_536 }).map((size) => ByteSize.mebibytes(size));
/** The default stream limit, relative to the size of the tmpfs. */
const streamsOf = (size: ByteSize) => 32 * size.toMebibytes();
const share = fc.double({ min: 0, max: 1, noNaN: true });

/** Bytes of the segments per byte of text since the last checkpoint. */
const SEGMENT = 1.24;

/** The maximum text until Loki checks the threshold: 4 MiB/s for ten seconds, and a burst of 6 MiB. */
const UNCHECKED = ByteSize.mebibytes(46);

test("a checkpoint still fits when Loki starts to reject lines", () => {
  fc.assert(
    fc.property(tmpfs, share, share, (size, ofOldOne, compressed) => {
      const threshold = size.scaled(fullThreshold(size));
      const old = threshold.scaled(ofOldOne);
      const text = threshold
        .minus(old)
        .scaled(1 / SEGMENT)
        .plus(UNCHECKED);
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

test("the threshold of the default 2 GiB is 45 %", () => {
  expect(fullThreshold(ByteSize.gibibytes(2))).toBe(0.45);
});

test("the minimum tmpfs keeps the log below its threshold, but a tmpfs that is 4 % smaller doesn't", () => {
  fc.assert(
    fc.property(tmpfs, (log) => {
      const carries = (size: ByteSize) => !log.isLargerThan(size.scaled(fullThreshold(size)));
      const size = tmpfsFor(log);
      expect(carries(size)).toBe(true);
      expect(carries(size.scaled(0.96))).toBe(false);
    }),
  );
});

test("the minimum tmpfs has the usable fraction, but a smaller one doesn't", () => {
  const minimum = minimumTmpfs(0.1);
  expect(fullThreshold(minimum)).toBe(0.1);
  expect(fullThreshold(minimum.minus(ByteSize.mebibytes(1)))).toBeLessThan(0.1);
});
