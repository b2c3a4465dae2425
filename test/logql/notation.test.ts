import { literalValue } from "../../src/go-template";
import {
  addressesMean,
  byteCount,
  filterPatternProblem,
  goDuration,
  parserPatternProblem,
  patternNames,
  prometheusDuration,
} from "../../src/logql";

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
])("Prometheus reads the duration %j as %j ms", (text, milliseconds) => {
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
])("Go reads the duration %j as %j ms", (text, milliseconds) => {
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
])("a size of %s is %j bytes", (text, bytes) => {
  expect(byteCount(text)).toBe(bytes);
});

test.each([
  ['"a"', "a"],
  [String.raw`"\"\\\n\t\x41\u00e9\U0001F600\101"`, '"\\\n\tAé😀A'],
  ["`a\\d`", "a\\d"],
])("the literal %s says %j", (literal, value) => {
  expect(literalValue(literal)).toBe(value);
});

test.each([String.raw`"\d"`, String.raw`"\'"`, String.raw`"\x4"`, String.raw`"\ud800"`])(
  "the literal %s has an escape that Go doesn't know",
  (literal) => {
    expect(literalValue(literal)).toEqual({ unknownEscapeAt: 1 });
  },
);

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
])("ip(%j) means addresses: %j", (text, means) => {
  expect(addressesMean(text)).toBe(means);
});

test("a pattern extracts its named captures", () => {
  expect(patternNames("<ip> - <_> [<time>]")).toEqual(["ip", "time"]);
});

test.each([
  ["<a> <b>", null],
  ["none", "no named capture"],
  ["<a><b>", "two captures with nothing between them"],
  ["<a> <a>", 'two captures named "a"'],
])("a parser's pattern %s: %j", (pattern, problem) => {
  expect(parserPatternProblem(pattern)).toBe(problem);
});

test.each([
  ["<_> error <_>", null],
  ["<a> error", "a named capture <a>"],
  ["<_><_>", "two captures with nothing between them"],
])("a filter's pattern %s: %j", (pattern, problem) => {
  expect(filterPatternProblem(pattern)).toBe(problem);
});
