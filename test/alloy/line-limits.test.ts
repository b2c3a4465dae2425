import { lineLimits } from "../../src/alloy/line-limits";
import type { Settings } from "../../src/settings/settings";
import { ByteSize } from "../../src/units";
import { exampleModel } from "../helpers/example";

function limitsOf(settings: Partial<Settings> = {}) {
  const { loki, load } = exampleModel(settings);
  return { limits: lineLimits(loki.limits, load), loki, load };
}

test("a namespace may take half of the rate and half of the burst that Loki admits", () => {
  const { limits, loki } = limitsOf();
  expect(limits.share).toEqual({
    rate: Math.floor(loki.limits.ingestionRate.toBytes() / 2 / 200),
    burst: Math.floor(loki.limits.ingestionBurst.toBytes() / 2 / 200),
  });
});

test("a burst passes Loki at once, so the rest of the node doesn't wait behind it", () => {
  const { limits, loki, load } = limitsOf();
  expect(load.bytesPerLine.scaled(limits.share.burst).isLessThan(loki.limits.ingestionBurst)).toBe(true);
});

test("longer lines have a lower limit", () => {
  const { limits } = limitsOf({ load: { bytesPerLine: ByteSize.bytes(2_000) } });
  expect(limits.share.rate * 10).toBeLessThanOrEqual(limitsOf().limits.share.rate);
});

test("the volume limits a namespace over days, to half of what it holds beyond the declared load", () => {
  const { limits, loki } = limitsOf();
  expect(limits.volume.burst).toBe(Math.floor(loki.limits.bytesPerDay.toBytes() / 2 / 200));
  expect(limits.volume.rate).toBe(Math.floor(limits.volume.burst / 86_400));
  expect(limits.volume.rate).toBeLessThan(limits.share.rate);
});

test("a namespace may always write the whole declared load", () => {
  const nfs = { server: "nfs.example.com", path: "/srv/nfs/loki", size: ByteSize.mebibytes(300) };
  const { limits, load } = limitsOf({ nfs });
  expect(limits.volume.burst).toBe(Math.floor(load.bytesPerDay.toBytes() / 200));
});

test("a line is not longer than what Alloy and Loki keep of it", () => {
  const { limits, loki } = limitsOf({ load: { bytesPerLine: ByteSize.gibibytes(100) } });
  expect(limits).toEqual(limitsOf({ load: { bytesPerLine: loki.limits.maxLineSize } }).limits);
  expect(limits.share.burst).toBe(64);
});
