import {
  filterPatternProblem,
  isProblem,
  matcherExpression,
  parserPatternProblem,
  patternNames,
  regularExpression,
} from "../../src/logql";

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
])("the expression %s matches %j: %j", (source, text, expected) => {
  expect(compiled(source).test(text)).toBe(expected);
});

test.each(["(", "a(?!b)", "a(?<=b)", String.raw`(a)\1`, "a{1001}", "*", "[z-a]", "(?P<a>x)(?P<a>y)", String.raw`\Z`])(
  "rejects the expression %s",
  (source) => {
    expect(isProblem(regularExpression(source))).toBe(true);
  },
);

test("lists the names of groups in both syntaxes", () => {
  expect(compiled("(?P<verb>[A-Z]+) (?<path>.*) (unnamed)").names).toEqual(["verb", "path"]);
});

test("a matcher's expression matches the whole value, including newlines", () => {
  const expression = matcherExpression("a|b.c");
  expect(!isProblem(expression) && [expression.test("a"), expression.test("ab"), expression.test("b\nc")]).toEqual([
    true,
    false,
    true,
  ]);
});

test("compiles a matcher's expression before anchoring it", () => {
  expect(isProblem(matcherExpression("a)|(b"))).toBe(true);
});

test("lists the named captures of a pattern", () => {
  expect(patternNames("<ip> - <_> [<time>]")).toEqual(["ip", "time"]);
});

test.each([
  ["<a> <b>", null],
  ["none", "no named capture"],
  ["<a><b>", "two captures with nothing between them"],
  ["<a> <a>", 'two captures named "a"'],
])("reports the problem of the pattern parser %s: %j", (pattern, problem) => {
  expect(parserPatternProblem(pattern)).toBe(problem);
});

test.each([
  ["<_> error <_>", null],
  ["<a> error", "a named capture <a>"],
  ["<_><_>", "two captures with nothing between them"],
])("reports the problem of the pattern filter %s: %j", (pattern, problem) => {
  expect(filterPatternProblem(pattern)).toBe(problem);
});
