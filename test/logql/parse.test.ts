import fc from "fast-check";
import { parse } from "../../src/logql";
import { character } from "../helpers/character";
import { LOADED, REFUSED } from "./corpus";

const atLoad = (text: string) => parse(text).problems.filter(({ moment }) => moment === "load");

test.each(LOADED)("Loki loads %s", (text) => {
  expect(atLoad(text)).toEqual([]);
});

test.each(REFUSED)("Loki refuses %s", (text) => {
  expect(atLoad(text)).not.toEqual([]);
});

test.each(REFUSED)("what is refused of %s lies in its text", (text) => {
  for (const { from, to } of atLoad(text)) {
    expect(from).toBeGreaterThanOrEqual(0);
    expect(to).toBeGreaterThanOrEqual(from);
    expect(from).toBeLessThanOrEqual(text.length);
  }
});

/** What is told of an expression, with the piece that it is told of. */
function told(text: string) {
  return parse(text).problems.map(({ kind, from, to, got, remedy }) => ({
    kind,
    at: text.slice(from, to),
    got,
    remedy,
  }));
}

test.each([
  ['rates({app="a"}[5m])', "rates", 'a function "rates"', 'did you mean "rate"?'],
  ['increase({app="a"}[5m])', "increase", 'a function "increase"', 'did you mean "count_over_time"?'],
  [
    'nonsensical({app="a"}[5m])',
    "nonsensical",
    'a function "nonsensical"',
    "use a function that this version of Loki knows",
  ],
  ['topk(rate({app="a"}[5m]))', "topk", "topk without a number", "write topk(10, …)"],
  ['rate({app="a"}[5m]) by (b)', "by (b)", "rate with by", "group around it: sum by (…) (rate(…))"],
  [
    'sum_over_time({app="a"}[5m])',
    "sum_over_time",
    "sum_over_time of lines",
    "name the label that holds the number: | unwrap …",
  ],
])("a function in %s is told of at %j", (text, at, got, remedy) => {
  expect(told(text)).toEqual([{ kind: "function", at, got, remedy }]);
});

test.each([
  ['{app="a"', "", "the end of the query"],
  ['rate({app="a"}[5 m])', "[5 m]", "a window [5 m]"],
  ['sum by (by) (rate({app="a"}[5m]))', "by", '"by", a word that LogQL reserves,'],
  [String.raw`{app="a"} |~ "\d"`, String.raw`\d`, String.raw`an escape \d in double quotes`],
  ["http_requests_total > 5", "http_requests_total", '"http_requests_total"'],
  ['rate({app="a"}[5m] @ 0)', "@", '"@"'],
  ['sum({app="a"})', '{app="a"}', "lines"],
])("syntax in %s is told of at %j", (text, at, got) => {
  expect(told(text)).toMatchObject([{ kind: "syntax", at, got }]);
});

test("what belongs to Prometheus is sent there", () => {
  expect(told("up == 0")[0]?.remedy).toBe(
    "write a query of lines; a rule on a metric of Prometheus belongs to Prometheus",
  );
});

test.each([
  ["{}", "a selector without a matcher"],
  ['{app!="a"}', "matchers that a stream without these labels satisfies"],
  ['{app=~".*", pod=""}', "matchers that a stream without these labels satisfies"],
])("a selector %s selects nothing", (text, got) => {
  expect(told(text)).toMatchObject([{ kind: "selector", at: text, got }]);
});

test("every selector and expression that is wrong is told, not the first alone", () => {
  expect(told('rate({}[5m]) + rate({app=~"("}[5m]) + topk(rate({app="a"}[5m]))')).toMatchObject([
    { kind: "selector", at: "{}" },
    { kind: "regexp", at: '"("' },
    { kind: "function", at: "topk" },
  ]);
});

test.each([
  ['{app="a"} |~ "("', '"("'],
  ['{app="a"} |~ "a(?!b)"', '"a(?!b)"'],
  ['{app="a"} |= ip("nowhere")', 'ip("nowhere")'],
  ['{app="a"} |~ ip("10.0.0.1")', 'ip("10.0.0.1")'],
  ['{app="a"} |> "<name> x"', '"<name> x"'],
  ['{app="a"} | line_format "{{ .x"', '"{{ .x"'],
  ['{app="a"} | label_format x="{{ nofunction .y }}"', '"{{ nofunction .y }}"'],
  ['{app="a"} | label_format x=a, x=b', "x"],
  ['{app="a"} | json x="a..b"', '"a..b"'],
  ['{app="a"} | logfmt x="a.b"', '"a.b"'],
])("%s loads, and fails at each evaluation", (text, at) => {
  expect(parse(text).problems).toMatchObject([{ moment: "evaluation" }]);
  expect(told(text)).toMatchObject([{ at }]);
});

test("operators bind as Loki's do", () => {
  const shape = (text: string) =>
    JSON.stringify(parse(text).expression, (key, value) =>
      ["from", "to", "operatorSpan", "bool", "matching", "kind"].includes(key) ? undefined : value,
    );
  expect(shape("1 + 2 * 3")).toBe(
    '{"operator":"+","left":{"value":1},"right":{"operator":"*","left":{"value":2},"right":{"value":3}}}',
  );
  expect(shape("1 - 2 - 3")).toBe(
    '{"operator":"-","left":{"operator":"-","left":{"value":1},"right":{"value":2}},"right":{"value":3}}',
  );
  expect(shape("2 ^ 3 ^ 2")).toBe(
    '{"operator":"^","left":{"value":2},"right":{"operator":"^","left":{"value":3},"right":{"value":2}}}',
  );
});

const pieces = [...LOADED, ...REFUSED].flatMap((text) => text.match(/"[^"]*"|`[^`]*`|\w+|\S|\s+/g) ?? []);

test("whatever is written, it is read or told of, with a place in the text", () => {
  const text = fc.oneof(
    fc.string(),
    fc.string({ unit: character }),
    fc.array(fc.constantFrom(...pieces), { maxLength: 30 }).map((parts) => parts.join("")),
  );
  fc.assert(
    fc.property(text, (written) => {
      const { expression, problems } = parse(written);
      expect(expression !== null || problems.length > 0).toBe(true);
      expect(problems.every(({ from, to }) => from >= 0 && to >= from && from <= written.length)).toBe(true);
    }),
  );
});
