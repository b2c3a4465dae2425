import { literalValue } from "../../src/go-template";

test.each([
  ['"a"', "a"],
  [String.raw`"\"\\\n\t\x41\u00e9\U0001F600\101"`, '"\\\n\tAé😀A'],
  ["`a\\d`", "a\\d"],
])("unquotes %s to %j", (literal, value) => {
  expect(literalValue(literal)).toBe(value);
});

test.each([String.raw`"\d"`, String.raw`"\'"`, String.raw`"\x4"`, String.raw`"\ud800"`])(
  "finds the invalid escape in %s",
  (literal) => {
    expect(literalValue(literal)).toEqual({ unknownEscapeAt: 1 });
  },
);
