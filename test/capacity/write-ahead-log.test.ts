import fc from "fast-check";
import { fullThreshold, tmpfsFor } from "../../src/capacity/write-ahead-log";
import { ByteSize } from "../../src/units";

/** Ten seconds of 4 MiB, as the log writes them. */
const BETWEEN_LOOKS = ByteSize.mebibytes(4).scaled(10 * 1.24);

const tmpfs = fc.integer({ min: 256, max: 65_536 }).map((size) => ByteSize.mebibytes(size));

test("at the threshold, and ten seconds of lines above it, there is room for a log of the same size again", () => {
  fc.assert(
    fc.property(tmpfs, (size) => {
      const fullest = size.scaled(fullThreshold(size)).plus(BETWEEN_LOOKS);
      expect(fullest.scaled(2).isLargerThan(size)).toBe(false);
    }),
  );
});

test("the plan's 2 GiB may be used up to 47 %, and the smallest log up to 30 %", () => {
  expect(fullThreshold(ByteSize.gibibytes(2))).toBe(0.47);
  expect(fullThreshold(ByteSize.mebibytes(256))).toBe(0.3);
});

test("the tmpfs that is asked for carries the log below its threshold, and is little more than that", () => {
  fc.assert(
    fc.property(tmpfs, (log) => {
      const size = tmpfsFor(log);
      expect(log.isLargerThan(size.scaled(fullThreshold(size)))).toBe(false);
      expect(log.scaled(1.05).plus(ByteSize.mebibytes(64)).scaled(2).isLargerThan(size)).toBe(true);
    }),
  );
});
