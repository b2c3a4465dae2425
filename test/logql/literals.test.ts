import { byteCount, goDuration, isAddressRange, prometheusDuration } from "../../src/logql";

test.each([
  ["5m", 300_000],
  ["1h30m", 5_400_000],
  ["1y2w3d4h5m6s7ms", 31_536_000_000 + 1_209_600_000 + 259_200_000 + 14_400_000 + 300_000 + 6_000 + 7],
  ["0", 0],
  ["", null],
  ["5", null],
  ["1.5h", null],
  ["-5m", null],
  ["1m1h", null],
  ["1m1m", null],
  ["300y", null],
])("parses the Prometheus duration %j as %j ms", (text, milliseconds) => {
  expect(prometheusDuration(text)).toBe(milliseconds);
});

test.each([
  ["1.5h", 5_400_000],
  ["-5m", -300_000],
  ["1m1h", 3_660_000],
  ["1500us", 1.5],
  ["0", 0],
  ["1d", null],
  ["5", null],
  ["", null],
  ["-", null],
])("parses the Go duration %j as %j ms", (text, milliseconds) => {
  expect(goDuration(text)).toBe(milliseconds);
});

test.each([
  ["1KB", 1000],
  ["1.5KiB", 1536],
  ["20mb", 20_000_000],
  ["5B", 5],
  ["1TB", 1e12],
  ["5XB", null],
  ["KB", null],
])("parses the size %j as %j bytes", (text, bytes) => {
  expect(byteCount(text)).toBe(bytes);
});

test.each([
  ["10.0.0.1", true],
  ["10.0.0.0/8", true],
  ["10.0.0.1-10.0.0.9", true],
  ["::1", true],
  ["2001:db8::/32", true],
  ["10.0.0.0/33", false],
  ["10.0.0", false],
  ["10.0.0.1-::1", false],
  ["", false],
])("ip(%j) is valid: %j", (text, isValid) => {
  expect(isAddressRange(text)).toBe(isValid);
});
