import { expressions } from "../../../src/checks/pipeline/expressions";
import { selectors } from "../../../src/checks/pipeline/selectors";
import { stageRules } from "../../../src/checks/pipeline/stage-rules";
import { findings, stage, through } from "./pipelines";
import { REFUSED_STAGES } from "./refused-stages";

test.each(REFUSED_STAGES)("reports %s", (_, check, broken) => {
  const found = [stageRules, expressions, selectors].filter((other) => findings(other, ...through(broken)).length > 0);
  expect(found).toEqual([check]);
});

test('reports a limit without a burst, which "alloy validate" rejects as well', () => {
  expect(findings(stageRules, ...through(stage("limit", { rate: 1 })))).toHaveLength(1);
});

test.each([
  stage("drop", { older_than: "168h", drop_counter_reason: "old" }),
  stage("drop", { expression: "(?i)GET /healthz" }),
  stage("drop", { source: "a", value: "b" }),
  stage("limit", { rate: 1, burst: 1, by_label_name: "pod", drop: true }),
  stage("match", { selector: '{a="b", c=~"d|e"} |= "{}" !~ "\\\\w+"', action: "drop" }),
  stage("match", { selector: '{ a != "b" }' }, [stage("regex", { expression: "(?P<name>a+)" })]),
  stage("label_drop", { values: ["filename"] }),
  stage("cri"),
])("accepts $name $attributes", (right) => {
  expect([stageRules, expressions, selectors].flatMap((check) => findings(check, ...through(right)))).toEqual([]);
});

test("names the stage and the component", () => {
  const inner = stage("drop", { expression: "a(?=b)" });
  const broken = through(stage("cri"), stage("match", { selector: '{a="b"}' }, [inner]));
  expect(findings(expressions, ...broken)).toMatchObject([
    {
      setting: "loki.process.pods: stage.match 2: stage.drop 1",
      got: expect.stringMatching(/^expression = "a\(\?=b\)" \(.*\)$/),
      expected: "a regular expression in RE2's syntax",
    },
  ]);
});

test("examines the expressions of relabeling rules", () => {
  const rules = { name: "discovery.relabel", label: "a", blocks: [{ name: "rule", attributes: { regex: "(?!a)" } }] };
  expect(findings(expressions, rules)).toMatchObject([{ setting: "discovery.relabel.a: rule 1" }]);
});
