import { ruleAlwaysFires, ruleAlwaysTrue } from "../../../src/checks/rules/always";
import { ruleBool } from "../../../src/checks/rules/bool";
import { ruleIdentity } from "../../../src/checks/rules/identity";
import { ruleMatching } from "../../../src/checks/rules/matching";
import { ruleMatchingPartly } from "../../../src/checks/rules/matching-partly";
import { rulePercentage } from "../../../src/checks/rules/percentage";
import { ruleQuantile } from "../../../src/checks/rules/quantile";
import { ruleThreshold } from "../../../src/checks/rules/threshold";
import { alert, gots } from "./rules";

const ALL = sum("");
const ERRORS = sum("", '|= "error"');

/** A sum of the rates of lines of pods in namespace a, grouped by labels. Events have no node. */
function sum(labels: string, filter = ""): string {
  return `sum${labels === "" ? "" : ` by (${labels})`} (rate({namespace="a", node=~".+"} ${filter} [5m]))`;
}

describe("rule-matching", () => {
  test.each([
    [
      `${sum("pod")} / ${sum("namespace")}`,
      "only the series on the left have pod|only the series on the right have namespace",
    ],
    [`${sum("namespace")} / ${ALL}`, "only the series on the left have namespace"],
    [`${ALL} / ${sum("namespace")}`, "only the series on the right have namespace"],
    [`${sum("namespace")} > vector(5)`, "only the series on the left have namespace"],
    [`${sum("pod")} > 5 and ${sum("namespace")} > 5`, "it passes nothing"],
    [`${sum("pod")} > 5 unless ${sum("namespace")} > 5`, "it excludes nothing"],
    [`rate({namespace="a"}[5m]) / ${sum("namespace")}`, "only the series on the left have"],
    [`${sum("namespace")} * on (pod) ${sum("namespace")}`, "neither side has pod"],
    [`${sum("namespace")} unless on (cluster) ${sum("namespace")}`, "neither side has cluster"],
    [`${sum("namespace")} or on (cluster) ${sum("namespace")}`, "neither side has cluster"],
    [`${sum("namespace, pod")} / on (pod) ${sum("namespace")}`, "only the series on the left have pod"],
    [`${sum("namespace, pod")} / ignoring (namespace) ${sum("namespace")}`, "only the series on the left have pod"],
    [
      `${sum("namespace")} / sum by (namespace) (rate({namespace="b"}[5m]))`,
      "the values of namespace on the two sides differ",
    ],
    [`label_replace(${sum("pod")}, "x", "$1", "pod", "(.*)") / ${sum("namespace")}`, "never match"],
    [
      `absent_over_time({namespace="a", container="c"}[5m]) unless ${sum("namespace")}`,
      "only the series on the left have container",
    ],
    [`${sum("namespace, pod")} / on (namespace) ${sum("namespace")}`, "several series on the left differ only in pod"],
    [`${sum("namespace")} / on (namespace) ${sum("namespace, pod")}`, "several series on the right differ only in pod"],
    [
      `${sum("app, pod")} * on (app) group_left (namespace) ${sum("app, namespace, node")}`,
      "several series on the right differ only in node",
    ],
    [`${sum("pod")} > on () vector(5)`, "several series on the left differ only in pod"],
    [`${sum("namespace, pod")} / ignoring (pod) ${sum("namespace")}`, "several series on the left differ only in pod"],
    [`${sum("pod")} / on () group_right ${ALL}`, "several series on the left differ only in pod"],
  ])("reports %s: %s", (expr, reason) => {
    expect(gots(ruleMatching, alert(expr))).toEqual([expect.stringMatching(new RegExp(reason))]);
  });

  test.each([
    `${sum("pod", '|= "x"')} / ${sum("pod")}`,
    `${sum("namespace")} / on () group_left ${ALL}`,
    `${sum("namespace, pod")} / on (namespace) group_left ${sum("namespace")}`,
    `${sum("namespace")} * on (namespace) group_right ${sum("namespace, pod")}`,
    `${sum("namespace, pod")} > 5 unless on (namespace) ${sum("namespace")}`,
    `${sum("app, pod")} * on (app) group_left (namespace) ${sum("app, namespace")}`,
    `${sum("pod")} or ${sum("namespace")}`,
    `${ALL} or vector(0)`,
    `${ALL} > vector(5)`,
    `${sum("namespace")} > on (namespace) ${sum("namespace")}`,
    `sum by (level) (rate({namespace="a"} | json [5m])) / on (level) sum by (level) (rate({namespace="a"} | json [5m]))`,
    `rate({namespace="a"} | json [5m]) / rate({namespace="a"} | json [5m])`,
    `absent_over_time({namespace="a"}[5m]) unless ${sum("namespace")}`,
    `sum by (namespace) (rate({namespace=~"a|b"}[5m])) / sum by (namespace) (rate({namespace="b"}[5m]))`,
    `${sum("pod, node")} / on (pod) ${sum("pod, node")}`,
    `sum by (namespace) (rate({namespace="a"}[5m])) / ignoring (namespace) sum by (namespace) (rate({namespace="b"}[5m]))`,
    `sum by (absent) (rate({namespace="a"}[5m])) / ${sum("namespace")}`,
    `label_replace(${sum("pod")}, "namespace", "a", "pod", ".*") * on (namespace) group_left ${sum("namespace")}`,
  ])("accepts %s", (expr) => {
    expect(gots(ruleMatching, alert(expr))).toEqual([]);
  });

  test.each([
    [`${sum("namespace, app")} / ${sum("namespace")}`, 1],
    [`${sum("namespace")} unless ${sum("namespace, app")}`, 1],
    [`${sum("namespace, app")} / ${sum("namespace, app")}`, 0],
    [`${sum("namespace, app")} / on (namespace) group_left ${sum("namespace")}`, 0],
    [`rate({namespace="a"} | json [5m]) / ${sum("namespace")}`, 0],
    [`${sum("pod")} / ${sum("namespace")}`, 0],
    [`${sum("namespace")} or ${sum("namespace, app")}`, 0],
  ])("rule-matching-partly examines %s (%j warnings)", (expr, warnings) => {
    expect(gots(ruleMatchingPartly, alert(expr))).toHaveLength(warnings);
  });
});

const COUNT = 'sum(count_over_time({namespace="a", node=~".+"}[5m]))';

describe("rule-threshold", () => {
  test.each([
    [`${ERRORS} / ${ALL} > 5`, "at most 1"],
    [`100 * ${ERRORS} / ${ALL} > 500`, "at most 100"],
    [`${ERRORS} / (${ALL} / 100) >= 200`, "at most 100"],
    [`1 - ${ERRORS} / ${ALL} > 1`, "below 1"],
    [`${sum("namespace, pod", '|= "x"')} / on (namespace) group_left ${sum("namespace")} > 2`, "at most 1"],
    [`sum(rate({pod="b", node=~".+", namespace="a"} | json | x="y" [5m])) / ${ALL} > 2`, "at most 1"],
    [`${ERRORS} / ${COUNT} > 0.05`, "at most 0.00333"],
    [`${ERRORS} > ${ALL}`, "part of the lines"],
    ['absent_over_time({namespace="a"}[5m]) == 0', "always 1"],
    ['absent_over_time({namespace="a"}[5m]) > 1', "always 1"],
    [`${COUNT} > 5 < 3`, "above 5"],
    [`${COUNT} > 5 and ${COUNT} < 3`, "leaves no value"],
    [`${COUNT} > 5 unless ${COUNT} > 3`, "leaves no value"],
    [`count(${sum("pod")} > 1) == 0`, "at least 1"],
    [`(${COUNT} > bool 5) > 1`, "at most 1"],
    [`${ALL} < 0.001`, "at least 0.00333"],
    [`stddev(${sum("pod")}) < 0`, "at least 0"],
  ])("reports that %s is never true: %s", (expr, reason) => {
    expect(gots(ruleThreshold, alert(expr))).toEqual([expect.stringContaining(reason)]);
  });

  test.each([
    `${ERRORS} / ${ALL} > 0.05`,
    `${ALL} / ${ERRORS} > 5`,
    `${ERRORS} / sum(rate({namespace="a"} |= "other" [5m])) > 5`,
    `${ERRORS} / sum(rate({namespace="b"}[5m])) > 5`,
    `${ALL} / sum(rate({namespace="a"}[5m] offset 1d)) > 5`,
    `sum(rate({namespace="a", node=~".+"}[1m])) / ${ALL} > 4`,
    `sum(rate({namespace="a"} | json | x="y" [5m])) / sum(rate({namespace="a"} | logfmt | x="y" [5m])) > 5`,
    `sum by (x) (rate({namespace="a"} | label_format x="y" [5m])) / on (x) ${sum("pod")} > 5`,
    `sum(bytes_rate({namespace="a"} |= "x" [5m])) / ${ALL} > 5`,
    `${sum("pod")} / on (pod) ${sum("pod", '|= "x"')} > 2`,
    `${COUNT} > 5 and ${COUNT} < 30`,
    `${COUNT} > 5 unless ${COUNT} > 30`,
    `${COUNT} > 2 unless ${COUNT} != 5`,
    `(${ALL} or vector(0)) == 0`,
    `(${ALL} or vector(0)) < 5`,
    `${COUNT} - 5 < 0`,
    `${COUNT} == 0`,
    'absent_over_time({namespace="a"}[5m]) == 1',
    'sum(sum_over_time({namespace="a"} | json | unwrap x [5m])) < 0',
    'sum(bytes_over_time({namespace="a"}[5m])) == 0',
    `-1 * ${COUNT} < 0`,
    `${COUNT} % 2 == 0`,
    `${COUNT} ^ 2 > 5`,
  ])("accepts %s", (expr) => {
    expect(gots(ruleThreshold, alert(expr))).toEqual([]);
  });
});

describe("rule-always-fires", () => {
  test.each([
    `${ALL} > 5 or vector(0)`,
    `(${sum("pod")} or vector(0)) == 0`,
    `(${ALL} or vector(0)) >= 0`,
    `sum(${ALL} or vector(1)) > 0`,
    "vector(1) == 1",
    "1 > 2",
    "1",
  ])("reports %s", (expr) => {
    expect(gots(ruleAlwaysFires, alert(expr))).toEqual([expect.stringContaining("always fires")]);
  });

  test.each([
    ["vector(1)", {}],
    ["vector(1) > 0", { alert: "Watchdog" }],
    [`(${ALL} or vector(0)) == 0`, {}],
    [`${ALL} or ${ERRORS} > 5`, {}],
    [`vector(1) unless ${ALL}`, {}],
    [`vector(1) and ${ALL}`, {}],
    [`(${ALL} or vector(0)) / (${ALL} or vector(1)) > 0.5`, {}],
    [`max(${ALL} or vector(0)) > 5`, {}],
  ])("accepts %s %j", (expr, rule) => {
    expect(gots(ruleAlwaysFires, alert(expr, rule))).toEqual([]);
  });

  test.each([
    [`${COUNT} >= 0`, 1],
    [`${COUNT} > -1`, 1],
    [`-1 < ${COUNT}`, 1],
    [`${COUNT} != -1`, 1],
    [`1 - ${ERRORS} / ${ALL} < 99`, 1],
    ['absent_over_time({namespace="a"}[5m]) < 2', 1],
    [`${COUNT} > 0`, 0],
    [`${COUNT} >= 1`, 0],
    [`${COUNT} != 0`, 0],
    [`${ALL} > 0.001`, 0],
    ['absent_over_time({namespace="a"}[5m]) == 1', 0],
    ['sum(sum_over_time({namespace="a"} | json | unwrap x [5m])) >= 0', 0],
    [`(${ALL} or vector(0)) >= 0`, 0],
    [`(${COUNT} >= bool 0) > 0`, 0],
  ])("rule-always-true examines %s (%j warnings)", (expr, warnings) => {
    expect(gots(ruleAlwaysTrue, alert(expr))).toHaveLength(warnings);
  });
});

describe("rule-percentage", () => {
  const text = (summary: string) => ({ annotations: { summary } });
  const ratio = `${ERRORS} / ${ALL}`;

  test.each([
    [`100 * ${ratio} > 0.05`, {}],
    [`${ratio} * 100 > 0.5`, {}],
    [`100 - 100 * ${ratio} < 0.99`, {}],
    [`${ratio} > 0.05`, text("{{ $value }}% errors")],
    [`${ratio} > 0.05`, text('{{ printf "%.2f%%" $value }}')],
    [`${ratio} > 0.05`, text('{{ $value | printf "%.2f" }} % errors')],
    [`${ratio} * 100 > 5`, text("{{ $value | humanizePercentage }} errors")],
    [`${ratio} * 100 > 5`, text("{{ humanizePercentage .Value }} errors")],
    [`${COUNT} > 5`, text("{{ $value | humanizePercentage }} errors")],
    [`${COUNT} > 5`, text("{{ $value }}% errors")],
  ])("reports %s %j", (expr, rule) => {
    expect(gots(rulePercentage, alert(expr, rule))).toHaveLength(1);
  });

  test.each([
    [`${ratio} > 0.05`, text("{{ $value | humanizePercentage }} errors")],
    [`${ratio} * 100 > 5`, text('{{ $value | printf "%.2f" }}% errors')],
    [`${ratio} * 100 > 0.1`, text("More than 0.1% of the lines are errors")],
    [`${ratio} > 0.05`, text("More than 5% are errors: {{ $value }}")],
    [`${ratio} > 0.05`, text("{{ $value }} in {{ $labels.pod }}, 100% sure")],
    [`${ratio} > 5`, text("{{ $value }}%")],
    [`${ERRORS} > 0.05`, text("{{ $value }}%")],
    ['avg(avg_over_time({namespace="a"} | json | unwrap cpu [5m])) > 0.5', text("{{ $value }}%")],
  ])("accepts %s %j", (expr, rule) => {
    expect(gots(rulePercentage, alert(expr, rule))).toEqual([]);
  });
});

test.each([
  [95, 1],
  [-0.5, 0],
  [1, 0],
  [0.95, 0],
])("rule-quantile examines %j (%j errors)", (quantile, errors) => {
  const expr = `quantile_over_time(${quantile}, {namespace="a"} | json | unwrap x [5m]) by (pod) > 5`;
  expect(gots(ruleQuantile, alert(expr))).toHaveLength(errors);
});

describe("rule-bool", () => {
  test.each([
    [`${ALL} > bool 1 and ${ERRORS} > 1`, 1],
    [`(${ALL} > bool 1) * (${ERRORS} > bool 1)`, 1],
    [`sum(${sum("pod")} > bool 1)`, 1],
    [`${ALL} > 1 unless ${ERRORS} > bool 1`, 1],
    [`sum(${sum("pod")} > bool 1) > 3`, 0],
    [`(${ALL} > bool 1) * (${ERRORS} > bool 1) == 1`, 0],
  ])("examines %s (%j errors)", (expr, errors) => {
    expect(gots(ruleBool, alert(expr))).toHaveLength(errors);
  });
});

describe("rule-identity", () => {
  const parsed = (aggregation: string, stages = "| json") =>
    `sum ${aggregation} (count_over_time({namespace="a"} ${stages} [5m])) > 5`;

  test.each([
    [parsed("by (pod, trace_id)"), ["by (trace_id), which differs from line to line"]],
    [parsed("by (requestId, ts, pod)"), ["by (requestId, ts), which differs from line to line"]],
    [parsed("by (msg)"), ["by (msg), which differs from line to line"]],
    [parsed("by (uuid)", "| regexp `(?P<uuid>[0-9a-f-]{36})`"), ["by (uuid), which differs from line to line"]],
    [parsed("by (at)", "| label_format at=`{{ __timestamp__ }}`"), ["by (at), which differs from line to line"]],
    [parsed("without (pod)"), ["without (pod), which keeps every field that the parser finds"]],
    [
      'sum by (name, eventRV) (rate({job="kubernetes-events"} | logfmt [5m])) > 1',
      ["by (eventRV), which differs from line to line"],
    ],
    [parsed("by (pod, user)"), []],
    [parsed("by (pod)", "| label_format at=`{{ __timestamp__ }}`"), []],
    [parsed("without (pod)", "| json code"), []],
    [parsed("by (pod_uid)", "| regexp `(?P<pod_uid>[0-9a-f-]{36})`"), []],
    [parsed("by (ts)", ""), []],
    ['sum by (name, msg) (rate({job="kubernetes-events"} | logfmt [5m])) > 1', []],
  ])("examines %s: %j", (expr, expected) => {
    expect(gots(ruleIdentity, alert(expr))).toEqual(expected);
  });

  test.each([
    ["{{ $labels.msg }}", 0],
    ['{{ index $labels "msg" }}', 0],
    ['{{`"{{ slice $labels.msg 0 500 }}"`}}', 0],
    ["{{ $labels.pod }}", 1],
  ])("accepts a message that the alert's text shows: %s (%j warnings)", (summary, warnings) => {
    expect(gots(ruleIdentity, alert(parsed("by (msg)"), { annotations: { summary } }))).toHaveLength(warnings);
  });
});
