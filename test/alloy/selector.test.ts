import { dropSelector } from "../../src/alloy/selector";

test.each([
  '{namespace="web"}',
  '{namespace="web", app=~"front|back"} |= "GET /healthz"',
  String.raw`{container!="", app="web"} != "error" !~ "(?i)warn" |~ "GET /\\w+"`,
  '{ namespace = "web" }',
  '{pod=~"web-[0-9a-f]{5}"} |= "}"',
  String.raw`{namespace=~"(?i)web\\-.+"} |~ "(?P<verb>GET|HEAD) /"`,
])("%s says which lines are dropped", (selector) => {
  expect(dropSelector.pattern.test(selector)).toBe(true);
});

test.each([
  ["no selector", '|= "GET /healthz"'],
  ["no matcher", "{}"],
  ["a label without value", "{nonsense}"],
  ["backticks, which Alloy doesn't read", '{namespace="web"} |= `GET`'],
  ["a regular expression that doesn't compile", '{namespace="web"} |~ "("'],
  ["a label that no pod's line has", '{job="node-journal"}'],
  ["a lookahead, which RE2 doesn't know", '{namespace="web"} |~ "GET(?!/)"'],
  ["a parser, which stage.match doesn't take", '{namespace="web"} | json'],
  ["a matcher that every stream satisfies", '{namespace=~".*"}'],
  ["a matcher that every stream but one satisfies", '{namespace!="web"}'],
  ["a text that doesn't end", '{namespace="web}'],
  ["an escape that LogQL doesn't know", String.raw`{namespace="web"} |~ "\w"`],
])("%s is refused", (_, selector) => {
  expect(dropSelector.pattern.test(selector)).toBe(false);
});
