import { parse, selectsLine } from "../../src/logql";

const LINE = {
  text: 'level=info caller=metrics.go:285 query="{app=\\"web\\"} |= \\"error\\""',
  labels: new Map<string, string | null>([
    ["namespace", "monitoring"],
    ["container", "loki"],
    ["node", null],
  ]),
};

function verdict(text: string) {
  const { expression } = parse(text);
  if (expression?.kind !== "logQuery") throw new Error(text);
  return selectsLine(expression.selection, LINE);
}

test.each([
  ['{container="loki"}', true],
  ['{container=~".+"} |= "error"', true],
  ['{container=~".+", container!~"loki|alloy"} |= "error"', false],
  ['{job="node-journal"} |= "error"', false],
  ['{container="loki"} |= "err" or "absent"', true],
  ['{container="loki"} != "absent" or "error"', false],
  ['{container="loki"} |~ "(?i)ERROR"', true],
  ['{container="loki"} |~ "^error"', false],
  ['{container="loki"} |= "app=\\"web\\""', false],
  ['{container="loki"} | namespace="monitoring"', true],
  ['{container="loki"} | namespace="other" or container="other"', false],
])("%s takes the line: %j", (text, expected) => {
  expect(verdict(text)).toBe(expected);
});

test.each([
  ["a label whose value nobody can foresee", '{container="loki", node="a"}'],
  ["a filter by a label that a parser extracts", '{container="loki"} | logfmt | level="info"'],
  ["a filter by structured metadata", '{container="loki"} | detected_level="info"'],
  ["a line that has been rewritten", '{container="loki"} | line_format "{{.x}}" |= "error"'],
  ["a pattern", '{container="loki"} |> "<_> error <_>"'],
  ["an address", '{container="loki"} |= ip("10.0.0.1")'],
  ["an alternative of nothing, which Loki simplifies away", '{container="loki"} |~ "absent|"'],
])("of %s nothing is said", (_, text) => {
  expect(verdict(text)).toBe("unknown");
});

test("what is certain decides over what is not", () => {
  expect(verdict('{container="loki", node="a"} |= "absent"')).toBe(false);
});
