import fc from "fast-check";
import { parse } from "../../src/logql";
import { character } from "../helpers/character";
import { LOADED, REJECTED } from "./corpus";

const atLoad = (text: string) => parse(text).problems.filter(({ phase }) => phase === "load");

test.each(LOADED)("Loki loads %s", (text) => {
  expect(atLoad(text)).toEqual([]);
});

test.each(REJECTED)("Loki rejects %s", (text) => {
  expect(atLoad(text)).not.toEqual([]);
});

test.each(REJECTED)("locates the problems of %s within the query", (text) => {
  for (const { from, to } of atLoad(text)) {
    expect(from).toBeGreaterThanOrEqual(0);
    expect(to).toBeGreaterThanOrEqual(from);
    expect(from).toBeLessThanOrEqual(text.length);
  }
});

/** Returns the problems of a query, each with the text at its location. */
function reported(text: string) {
  return parse(text).problems.map(({ kind, from, to, got, remedy }) => ({
    kind,
    at: text.slice(from, to),
    got,
    remedy,
  }));
}

test.each([
  ['rates({app="a"}[5m])', "rates", 'an unknown function "rates"', 'did you mean "rate"?'],
  ['absent({app="a"})', "absent", 'the Prometheus function "absent"', "write absent_over_time({…} [15m])"],
  [
    'absent(sum(rate({app="a"} |= "b" [5m] offset 1h)))',
    "absent",
    'the Prometheus function "absent"',
    'write absent_over_time({app="a"} |= "b" [5m])',
  ],
  ['increase({app="a"}[5m])', "increase", 'the Prometheus function "increase"', "write count_over_time(…)"],
  [
    'nonsensical({app="a"}[5m])',
    "nonsensical",
    'an unknown function "nonsensical"',
    "use a function that this version of Loki supports",
  ],
  ['topk(rate({app="a"}[5m]))', "topk", "topk without a number", "write topk(10, …)"],
  ['rate({app="a"}[5m]) by (b)', "by (b)", "rate with by", "group in an outer aggregation: sum by (b) (rate(…))"],
  [
    'sum_over_time({app="a"}[5m])',
    "sum_over_time",
    "sum_over_time over a log range",
    "write | unwrap and the label that contains the number at the end of the pipeline",
  ],
])("reports the function in %s at %j", (text, at, got, remedy) => {
  expect(reported(text)).toEqual([{ kind: "function", at, got, remedy }]);
});

test.each([
  ['{app="a"', "{", '"{" without its "}"'],
  ['rate({app="a"}[5 m])', "[5 m]", "a range [5 m]"],
  ['sum by (by) (rate({app="a"}[5m]))', "by", '"by", a reserved word in LogQL'],
  [String.raw`{app="a"} |~ "\d"`, String.raw`\d`, String.raw`an escape \d in double quotes`],
  ["http_requests_total > 5", "http_requests_total", '"http_requests_total"'],
  ['rate({app="a"}[5m] @ 0)', "@ 0", 'the "@" of Prometheus'],
  ['sum({app="a"})', '{app="a"}', "log lines"],
])("reports the syntax of %s at %j", (text, at, got) => {
  expect(reported(text)).toMatchObject([{ kind: "syntax", at, got }]);
});

test("recommends Prometheus for a rule on a Prometheus metric", () => {
  expect(reported("up == 0")[0]?.remedy).toBe(
    "write a query on log lines; move rules on Prometheus metrics to Prometheus",
  );
});

test.each([
  ["{}", "a selector without a matcher"],
  ['{app!="a"}', "matchers that a stream without these labels also satisfies"],
  ['{app=~".*", pod=""}', "matchers that a stream without these labels also satisfies"],
])("reports that the selector %s selects nothing", (text, got) => {
  expect(reported(text)).toMatchObject([{ kind: "selector", at: text, got }]);
});

test("reports every invalid selector and expression, not only the first", () => {
  expect(reported('rate({}[5m]) + rate({app=~"("}[5m]) + topk(rate({app="a"}[5m]))')).toMatchObject([
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
])("%s loads and fails at every evaluation", (text, at) => {
  expect(parse(text).problems).toMatchObject([{ phase: "evaluation" }]);
  expect(reported(text)).toMatchObject([{ at }]);
});

test("gives operators the same precedence as Loki", () => {
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

const pieces = [...LOADED, ...REJECTED].flatMap((text) => text.match(/"[^"]*"|`[^`]*`|\w+|\S|\s+/g) ?? []);

test("parses any text or reports a located problem", () => {
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
