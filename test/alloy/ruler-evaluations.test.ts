import { rulerEvaluations } from "../../src/alloy/ruler-evaluations";

const [, streams, pattern = '""'] = /^(\{.*?\}) \|~ (".*")$/.exec(rulerEvaluations("logs").selector) ?? [];
const isDropped = (line: string) => new RegExp(JSON.parse(pattern)).test(line);

const TS = "ts=2026-11-23T03:29:49.338945954Z";

test.each([
  `level=info ${TS} caller=compat.go:68 user=fake rule_name=OOMKilled rule_type=alerting query="…" msg="evaluating rule"`,
  `level=info ${TS} caller=engine.go:274 component=ruler evaluation_mode=local org_id=fake msg="executing query"`,
  `level=info ${TS} caller=evaluator_local.go:67 msg="request timings" insight=true source=loki_ruler`,
  `level=info ${TS} caller=metrics.go:285 component=ruler evaluation_mode=local org_id=fake latency=fast`,
])("Loki's %s is an evaluation's line, and dropped", (line) => {
  expect(isDropped(line)).toBe(true);
});

test.each([
  `level=warn ${TS} caller=engine.go:274 component=ruler msg="executing query"`,
  `level=error ${TS} caller=compat.go:68 user=fake rule_name=OOMKilled msg="failed to evaluate rule"`,
  `level=info ${TS} caller=metrics.go:285 component=frontend org_id=fake latency=slow`,
  `level=info ${TS} caller=main.go:109 msg="Loki started"`,
  `a line about level=info ${TS} caller=metrics.go:285 component=ruler`,
])("Loki's %s stays", (line) => {
  expect(isDropped(line)).toBe(false);
});

test("only the plan's own Loki is meant", () => {
  expect(streams).toBe('{namespace="logs", container="loki"}');
});
