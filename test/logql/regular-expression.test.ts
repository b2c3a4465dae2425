import { isProblem, matcherExpression, regularExpression } from "../../src/logql";

const compiled = (source: string) => {
  const expression = regularExpression(source);
  if (isProblem(expression)) throw new Error(expression.problem);
  return expression;
};

test.each([
  ["(?i)error", "an ERROR", true],
  ["err.r$", "err\nr", false],
  ["(?s)err.r", "err\nr", true],
  [String.raw`\bGET\b`, "GET /", true],
  [String.raw`\pL+`, "é", true],
  ["[[:digit:]]{3}", "HTTP 500", true],
  [String.raw`^\QGET /?a\E`, "GET /?a=1", true],
])("%s in %j: %j", (source, text, found) => {
  expect(compiled(source).test(text)).toBe(found);
});

test.each(["(", "a(?!b)", "a(?<=b)", String.raw`(a)\1`, "a{1001}", "*", "[z-a]", "(?P<a>x)(?P<a>y)", String.raw`\Z`])(
  "Go doesn't compile %s",
  (source) => {
    expect(isProblem(regularExpression(source))).toBe(true);
  },
);

test("groups are known by their names, in Go's notation and in the other", () => {
  expect(compiled("(?P<verb>[A-Z]+) (?<path>.*) (unnamed)").names).toEqual(["verb", "path"]);
});

test("a matcher's expression has to match the whole value, over lines", () => {
  const expression = matcherExpression("a|b.c");
  expect(!isProblem(expression) && [expression.test("a"), expression.test("ab"), expression.test("b\nc")]).toEqual([
    true,
    false,
    true,
  ]);
});

test("a matcher's expression is compiled by itself: a parenthesis can't close the one around it", () => {
  expect(isProblem(matcherExpression("a)|(b"))).toBe(true);
});
