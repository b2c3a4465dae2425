import fc from "fast-check";
import { checkpointOf, fullThreshold, leastTmpfs, tmpfsFor } from "../../src/capacity/write-ahead-log";
import { ByteSize } from "../../src/units";

const tmpfs = fc.integer({ min: 512, max: 65_536 }).map((size) => ByteSize.mebibytes(size));
/** As many as the plan lets in by default, for the size of its log. */
const streamsOf = (size: ByteSize) => 32 * size.toMebibytes();
const share = fc.double({ min: 0, max: 1, noNaN: true });

/** Bytes of the log for each byte of text that has come in since the last checkpoint. */
const SEGMENT = 1.24;

/** Ten seconds of 4 MiB, and a burst of 6 MiB: what comes in until Loki sees that the log is at its threshold. */
const UNSEEN = ByteSize.mebibytes(46);

test("when Loki begins to refuse lines, a checkpoint of all that it has still fits beside the log", () => {
  fc.assert(
    fc.property(tmpfs, share, share, (size, ofOldOne, compressed) => {
      const threshold = size.scaled(fullThreshold(size));
      const old = threshold.scaled(ofOldOne);
      const text = threshold
        .minus(old)
        .scaled(1 / SEGMENT)
        .plus(UNSEEN);
      const log = old.plus(text.scaled(SEGMENT));
      // Every stream is new, and no block of the new text is compressed yet.
      const checkpoint = checkpointOf({
        streams: streamsOf(size),
        head: text.plus(old.scaled((1 - compressed) / 1.1)),
        compressed: old.scaled(compressed),
      });
      expect(log.plus(checkpoint).isLargerThan(size)).toBe(false);
    }),
  );
});

test("the plan's 2 GiB may be used up to 45 %", () => {
  expect(fullThreshold(ByteSize.gibibytes(2))).toBe(0.45);
});

test("the tmpfs that is asked for carries the log below its threshold, and a mebibyte less in fifty doesn't", () => {
  fc.assert(
    fc.property(tmpfs, (log) => {
      const carries = (size: ByteSize) => !log.isLargerThan(size.scaled(fullThreshold(size)));
      const size = tmpfsFor(log);
      expect(carries(size)).toBe(true);
      expect(carries(size.scaled(0.96))).toBe(false);
    }),
  );
});

test("of the least tmpfs the share may be used, and of less it may not", () => {
  const least = leastTmpfs(0.1);
  expect(fullThreshold(least)).toBe(0.1);
  expect(fullThreshold(least.minus(ByteSize.mebibytes(1)))).toBeLessThan(0.1);
});
