import { parse, selectsLine } from "../../src/logql";

const LINE = {
  text: 'level=info caller=metrics.go:285 query="{app=\\"web\\"} |= \\"error\\""',
  labels: new Map<string, string | null>([
    ["namespace", "monitoring"],
    ["container", "loki"],
    ["node", null],
  ]),
};

function match(text: string) {
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
  ['{container="loki"} |> "<_>error<_>"', true],
  ['{container="loki"} |> "<_> error <_>"', false],
  ['{container="loki"} |> "<_>level<_>"', false],
  ['{container="loki"} !> "<_>error<_>"', false],
  ['{container="loki"} |= "app=\\"web\\""', false],
  ['{container="loki"} | namespace="monitoring"', true],
  ['{container="loki"} | namespace="other" or container="other"', false],
])("%s selects the line: %j", (text, expected) => {
  expect(match(text)).toBe(expected);
});

test.each([
  ["a label with an unpredictable value", '{container="loki", node="a"}'],
  ["a filter by an extracted label", '{container="loki"} | logfmt | level="info"'],
  ["a filter by structured metadata", '{container="loki"} | detected_level="info"'],
  ["a filter of a rewritten line", '{container="loki"} | line_format "{{.x}}" |= "error"'],
  ["a pattern with several parts", '{container="loki"} |> "<_>level<_>error<_>"'],
  ["an address", '{container="loki"} |= ip("10.0.0.1")'],
  ["an empty alternative, which Loki removes", '{container="loki"} |~ "absent|"'],
])("reports that %s can't be decided", (_, text) => {
  expect(match(text)).toBe("unknown");
});

test("a known mismatch takes precedence over an unknown match", () => {
  expect(match('{container="loki", node="a"} |= "absent"')).toBe(false);
});
