import { dropSelector, RULER_EVALUATIONS } from "../../src/alloy/drops";

const [, streams, pattern = '""'] = /^(\{.*?\}) \|~ (".*")$/.exec(RULER_EVALUATIONS.selector) ?? [];
const isDropped = (line: string) => new RegExp(JSON.parse(pattern)).test(line);

const TS = "ts=2026-11-23T03:29:49.338945954Z";

test.each([
  `level=info ${TS} caller=compat.go:68 user=fake rule_name=OOMKilled rule_type=alerting query="…" msg="evaluating rule"`,
  `level=info ${TS} caller=engine.go:274 component=ruler evaluation_mode=local org_id=fake msg="executing query"`,
  `level=info ${TS} caller=evaluator_local.go:67 msg="request timings" insight=true source=loki_ruler`,
  `level=info ${TS} caller=metrics.go:285 component=ruler evaluation_mode=local org_id=fake latency=fast`,
])("drops Loki's rule evaluation %s", (line) => {
  expect(isDropped(line)).toBe(true);
});

test.each([
  `level=warn ${TS} caller=engine.go:274 component=ruler msg="executing query"`,
  `level=error ${TS} caller=compat.go:68 user=fake rule_name=OOMKilled msg="failed to evaluate rule"`,
  `level=info ${TS} caller=metrics.go:285 component=frontend org_id=fake latency=slow`,
  `level=info ${TS} caller=main.go:109 msg="Loki started"`,
  `a line about level=info ${TS} caller=metrics.go:285 component=ruler`,
])("keeps Loki's %s", (line) => {
  expect(isDropped(line)).toBe(false);
});

test("drops only lines of this stack's Loki", () => {
  expect(streams).toBe('{log_collection="stack", container="loki"}');
});

test.each([
  '{namespace="web"}',
  '{namespace="web", app=~"front|back"} |= "GET /healthz"',
  String.raw`{container!="", app="web"} != "error" !~ "(?i)warn" |~ "GET /\\w+"`,
  '{ namespace = "web" }',
  '{pod=~"web-[0-9a-f]{5}"} |= "}"',
  String.raw`{namespace=~"(?i)web\\-.+"} |~ "(?P<verb>GET|HEAD) /"`,
])("accepts %s as a selector", (selector) => {
  expect(dropSelector.pattern.test(selector)).toBe(true);
});

test.each([
  ["no selector", '|= "GET /healthz"'],
  ["no matcher", "{}"],
  ["a label without value", "{nonsense}"],
  ["backticks, which Alloy doesn't support", '{namespace="web"} |= `GET`'],
  ["a regular expression that doesn't compile", '{namespace="web"} |~ "("'],
  ["a label that pod logs don't have", '{job="node-journal"}'],
  ["a lookahead, which RE2 doesn't support", '{namespace="web"} |~ "GET(?!/)"'],
  ["a parser, which stage.match doesn't support", '{namespace="web"} | json'],
  ["a matcher that matches every stream", '{namespace=~".*"}'],
  ["a matcher that matches every stream but one", '{namespace!="web"}'],
  ["an unterminated string", '{namespace="web}'],
  ["an escape that LogQL doesn't support", String.raw`{namespace="web"} |~ "\w"`],
])("rejects %s as a selector", (_, selector) => {
  expect(dropSelector.pattern.test(selector)).toBe(false);
});
