import { stringify } from "yaml";
import { ruleAbsence } from "../../../src/checks/rules/absence";
import { ruleBool } from "../../../src/checks/rules/bool";
import { ruleFlapping } from "../../../src/checks/rules/flapping";
import { ruleFor, ruleLongFor } from "../../../src/checks/rules/for";
import { ruleGrouping } from "../../../src/checks/rules/grouping";
import { ruleNegativeMatch } from "../../../src/checks/rules/negative-match";
import { ruleParserError } from "../../../src/checks/rules/parser-error";
import { ruleRateOrCount } from "../../../src/checks/rules/rate-or-count";
import { ruleEmptyRange, ruleRetention } from "../../../src/checks/rules/retention";
import { ruleUnaggregated } from "../../../src/checks/rules/unaggregated";
import { ruleWindow } from "../../../src/checks/rules/window";
import { Duration } from "../../../src/units";
import { withConfiguration } from "../stacks";
import { alert, gots, remedies, withFiles } from "./rules";

const S = '{namespace="a"}';

describe("rule-window", () => {
  test.each([
    ["30s", {}, ["a window of 30s, evaluated every 1m"]],
    ["1m", {}, []],
    ["5m", { interval: "10m" }, ["a window of 5m, evaluated every 10m"]],
    ["5s", { interval: "5s" }, []],
    ["30s", { interval: "0s" }, ["a window of 30s, evaluated every 1m"]],
  ])("examines a window of %s in a group with interval %j: %j", (window, group, got) => {
    expect(gots(ruleWindow, alert(`sum(rate(${S}[${window}])) > 1`, {}, group))).toEqual(got);
  });

  test("ignores the window of absent_over_time", () => {
    expect(gots(ruleWindow, alert(`absent_over_time(${S}[30s])`))).toEqual([]);
  });

  test("reads the ruler's interval from Loki's configuration", () => {
    const of = withConfiguration({ "ruler.evaluation_interval": "10m" });
    const files = { "a.yaml": alert(`sum(rate(${S}[5m])) > 1`) };
    expect(ruleWindow.find(withFiles(files, of))).toMatchObject([{ got: "a window of 5m, evaluated every 10m" }]);
  });
});

describe("rule-for", () => {
  test.each([
    [`sum(count_over_time(${S}[5m])) > 0`, "5m", true],
    [`sum(count_over_time(${S}[5m])) >= 1`, "10m", true],
    [`0 < sum(rate(${S}[5m]))`, "5m", true],
    [`sum by (pod) (count_over_time(${S}[5m]) > 0)`, "5m", true],
    [`rate(${S}[5m])`, "5m", true],
    [`sum by (pod) (count_over_time(${S}[5m]) > 5)`, "5m", false],
    [`max_over_time(${S} | json | unwrap x [5m])`, "5m", false],
    [`sum(count_over_time(${S}[5m])) > 0`, "4m", false],
    [`sum(count_over_time(${S}[5m])) > 0`, "4m30s", true],
    [`sum(count_over_time(${S}[1m])) > 0`, "30s", true],
    [`sum(count_over_time(${S}[10s])) > 0`, "5s", false],
    [`sum(count_over_time(${S}[10s])) > 0`, "2m", true],
    [`sum(count_over_time(${S}[5m])) > 5`, "10m", false],
    [`sum(rate(${S}[5m])) > 0.1`, "10m", false],
    [`absent_over_time(${S}[5m])`, "10m", false],
    [`sum(count_over_time(${S}[5m])) > 0 unless vector(1)`, "10m", false],
    [`label_replace(count_over_time(${S}[5m]), "a", "$1", "pod", "(.*)") > 0`, "5m", true],
    [`sum(count_over_time(${S}[5m])) >= 2`, "10m", false],
    [`sum(count_over_time(${S}[5m])) == 1`, "10m", false],
    [`sum(bytes_over_time(${S}[5m])) >= 1`, "10m", false],
    [`sum(sum_over_time(${S} | json | unwrap x [5m])) > 0`, "10m", false],
    [`sum(rate(${S} | json | unwrap x [5m])) > 0`, "10m", false],
    ["vector(1) > 0", "10m", false],
  ])("examines %s with for: %s (warns: %j)", (expr, pending, warned) => {
    expect(gots(ruleFor, alert(expr, { for: pending }))).toHaveLength(warned ? 1 : 0);
  });
});

test.each([
  ["10d", `sum(rate(${S}[5m])) > 5`, 1],
  ["1d", `sum(rate(${S}[5m])) > 5`, 1],
  ["12h", `sum(rate(${S}[5m])) > 5`, 0],
  ["10d", `sum(rate(${S}[5m])) > 0`, 0],
])("rule-long-for examines for: %s of %s (%j warnings)", (pending, expr, warnings) => {
  expect(gots(ruleLongFor, alert(expr, { for: pending }))).toHaveLength(warnings);
});

describe("rule-retention and rule-empty-range", () => {
  const ranged = (range: string) => alert(`sum(count_over_time(${S}${range})) > 5`);

  test.each([
    ["[10d]", "[10d], while loki.retention is 7d", null],
    ["[6d] offset 2d", "[6d] with offset 2d, while loki.retention is 7d", null],
    ["[10m] offset -5m", "offset -5m, so a part of the range lies in the future", null],
    ["[5m] offset 9d", null, "offset 9d, while loki.retention is 7d"],
    ["[8d] offset 30d", null, "offset 30d, while loki.retention is 7d"],
    ["[5m] offset 8d", "[5m] with offset 8d, while loki.retention is 7d", null],
    ["[5m] offset 7d", "[5m] with offset 7d, while loki.retention is 7d", null],
    ["[5m] offset -5m", null, "offset -5m, a range in the future"],
    ["[40d]", null, "[40d], while Loki rejects queries longer than 721h"],
    ["[7d]", null, null],
    ["[1h] offset 6d", null, null],
    ["[168h]", null, null],
  ])("examine %s: %j, %j", (range, part, whole) => {
    expect(gots(ruleRetention, ranged(range))).toEqual(part === null ? [] : [part]);
    expect(gots(ruleEmptyRange, ranged(range))).toEqual(whole === null ? [] : [whole]);
  });

  test.each([
    [{ "limits_config.max_query_lookback": "1d" }, "[2d]", ["[2d], while limits_config.max_query_lookback is 1d"], []],
    [{ "limits_config.max_query_lookback": "0s" }, "[2d]", [], []],
    [{ "limits_config.retention_stream": [{ period: "744h" }] }, "[30d]", [], []],
    [{ "limits_config.max_query_range": "1h" }, "[2h]", [], ["[2h], while Loki rejects queries longer than 1h"]],
    [{ "limits_config.max_query_length": "0s" }, "[40d]", ["[40d], while loki.retention is 7d"], []],
  ])("read the limits %j for %s", (configuration, range, part, whole) => {
    const files = withFiles({ "a.yaml": ranged(range) }, withConfiguration(configuration));
    expect(ruleRetention.find(files).map(({ got }) => got)).toEqual(part);
    expect(ruleEmptyRange.find(files).map(({ got }) => got)).toEqual(whole);
  });

  test("read the retention from the settings", () => {
    expect(gots(ruleRetention, ranged("[10d]"), { loki: { retention: Duration.days(14) } })).toEqual([]);
  });
});

describe("rule-absence", () => {
  test.each([
    `sum(count_over_time(${S}[5m])) == 0`,
    `count_over_time(${S}[5m]) < 1`,
    `sum(rate(${S}[5m])) <= 0`,
    `sum(rate(${S}[5m])) < 0`,
    `0 == sum(rate(${S}[5m]))`,
  ])("reports that %s is never true", (expr) => {
    expect(remedies(ruleAbsence, alert(expr))).toEqual([`use absent_over_time(${S}[5m])`]);
  });

  test.each([
    `sum(count_over_time(${S}[5m])) < 5`,
    `sum(rate(${S}[5m])) < 0.1`,
    `(sum(count_over_time(${S}[5m])) or vector(0)) == 0`,
    `absent_over_time(${S}[5m]) == 1`,
    `sum(count_over_time(${S}[5m])) - 5 == 0`,
    `sum(sum_over_time(${S} | json | unwrap x [5m])) == 0`,
    `sum(count_over_time(${S}[5m])) != 0`,
    `sum(bytes_over_time(${S}[5m])) == 0`,
  ])("accepts %s", (expr) => {
    expect(gots(ruleAbsence, alert(expr))).toEqual([]);
  });
});

describe("rule-bool", () => {
  test.each([
    [`sum(rate(${S}[5m])) > bool 1`, ["> bool, whose result is 0 if the comparison is false"]],
    [`sum(rate(${S}[5m])) > 1`, []],
    [`(sum(rate(${S}[5m])) > bool 1) == 1`, []],
  ])("examines %s: %j", (expr, got) => {
    expect(gots(ruleBool, alert(expr))).toEqual(got);
  });
});

describe("rule-flapping", () => {
  test.each([
    [`sum(count_over_time(${S}[5m])) == 3`, ["use >= 3"]],
    [`sum(rate(${S}[5m])) != 1`, ["use >= 1"]],
    [`sum(count_over_time(${S}[5m])) >= 3`, []],
    [`sum(count_over_time(${S}[5m])) != 0`, []],
    [`avg(rate(${S}[5m])) == 1`, []],
    [`sum(sum_over_time(${S} | json | unwrap x [5m])) == 3`, []],
  ])("examines %s: %j", (expr, remedy) => {
    expect(remedies(ruleFlapping, alert(expr))).toEqual(remedy);
  });

  test.each([
    ['{job="kubernetes-events"} |= "Back-off restarting failed container" [5m]', 1],
    ['{job="kubernetes-events"} | logfmt | reason="BackOff" [1m]', 1],
    ['{job="kubernetes-events"} |= "Back-off restarting failed container" [15m]', 0],
    ['{job="kubernetes-events"} |= "reason=Failed" [5m]', 0],
    ['{namespace="a"} |= "reason=BackOff" [5m]', 0],
    ['{job="node-journal"} |= "reason=BackOff" [5m]', 0],
    ['{job=~".+"} |= "reason=BackOff" [5m]', 0],
    ['{job="kubernetes-events"} != "reason=BackOff" [5m]', 0],
    ['{job="kubernetes-events"} |= "reason=BackOff" or "reason=Failed" [5m]', 0],
    ['{job="kubernetes-events"} | logfmt [5m]', 0],
    ['{job="kubernetes-events"} | logfmt | reason="Failed" [5m]', 0],
    ['{job="kubernetes-events"} | logfmt | reason!="BackOff" [5m]', 0],
    ['{job="kubernetes-events"} | logfmt | type="BackOff" [5m]', 0],
    ['{job="kubernetes-events"} | logfmt | reason="BackOff" and type="Warning" [5m]', 1],
  ])("compares %s with the maximum back-off: %j", (range, findings) => {
    expect(gots(ruleFlapping, alert(`sum(count_over_time(${range})) > 0`))).toHaveLength(findings);
  });
});

describe("rule-flapping with short windows", () => {
  const rate = (window: string) => `sum(rate(${S}[${window}]))`;

  test.each([
    [`${rate("1m")} > 0`, {}, {}, 1],
    [`${rate("1m")} != 0`, {}, {}, 1],
    [`${rate("1m")} > 0.01`, {}, {}, 1],
    [`${rate("1m")} > 0.02`, {}, {}, 0],
    [`sum(bytes_rate(${S}[1m])) > 0`, {}, {}, 1],
    [`sum(count_over_time(${S}[1m])) >= 1`, {}, {}, 1],
    [rate("90s"), {}, {}, 1],
    [`${rate("1m")} > 0 or ${rate("5m")} > 5`, {}, {}, 1],
    [`${rate("1m")} > 0 unless ${rate("1h")} > 5`, {}, {}, 1],
    [`${rate("5m")} > 0`, {}, { interval: "5m" }, 1],
    [`${rate("5m")} > 0`, {}, {}, 0],
    [`${rate("2m")} > 0`, {}, {}, 0],
    [`${rate("1m")} > 0`, {}, { interval: "30s" }, 0],
    [`${rate("1m")} > 5`, {}, {}, 0],
    [`${rate("1m")} > 0`, { for: "5m" }, {}, 0],
    [`${rate("30s")} > 0`, {}, {}, 0],
    [`absent_over_time(${S}[1m])`, {}, {}, 0],
    [`${rate("5m")} > 5 unless ${rate("1m")} > 0`, {}, {}, 0],
    [`${rate("5m")} > 5 or vector(0) > 1`, {}, {}, 0],
  ])("examines %s with %j in a group with %j (%j warnings)", (expr, rule, group, warnings) => {
    expect(gots(ruleFlapping, alert(expr, rule, group))).toHaveLength(warnings);
  });
});

describe("rule-rate-or-count", () => {
  test.each([
    [`sum(count_over_time(${S}[5m])) > 0.5`, {}, 1],
    [`sum(count_over_time(${S}[5m])) > 5`, {}, 0],
    [`sum(count_over_time(${S}[5m])) * 0.5 > 5`, {}, 0],
    [`sum(rate(${S}[5m])) > 10`, { annotations: { summary: "10 errors / s over 5 minutes" } }, 0],
    [`sum(rate(${S}[5m])) > 1.5`, { annotations: { summary: "105 errors in 5 minutes" } }, 0],
    [`avg(count_over_time(${S}[5m])) > 0.5`, {}, 0],
    [`sum(rate(${S}[5m])) > 0.5`, {}, 0],
    [`sum(rate(${S}[5m])) > 10`, { annotations: { summary: "More than 10 errors in the last 5 minutes" } }, 1],
    [`sum(rate(${S}[1m])) > 120`, { annotations: { summary: "120 lines within 1m" } }, 1],
    [`sum(rate(${S}[5m])) > 10`, { annotations: { summary: "More than 10 errors a second for 5 minutes" } }, 0],
    [`sum(rate(${S}[5m])) > 0.5`, { annotations: { summary: "0.5 lines/sec over the last 5 minutes" } }, 0],
    [`sum(rate(${S}[5m])) > 10`, { annotations: { summary: "110 errors in 5 minutes" } }, 0],
    [`sum(count_over_time(${S}[5m])) > 10`, { annotations: { summary: "10 errors in 5 minutes" } }, 0],
  ])("examines %s with %j (%j warnings)", (expr, rule, warnings) => {
    expect(gots(ruleRateOrCount, alert(expr, rule))).toHaveLength(warnings);
  });
});

describe("rule-unaggregated", () => {
  test.each([
    [`count_over_time(${S}[5m]) > 0`, 1],
    [`rate(${S}[5m])`, 1],
    [`sort(rate(${S}[5m])) > 1`, 1],
    [`rate(${S}[5m]) > 1 or sum(rate(${S}[5m])) > 2`, 1],
    [`sum by (pod) (count_over_time(${S}[5m])) > 0`, 0],
    [`topk(3, rate(${S}[5m])) > 1`, 0],
    [`avg_over_time(${S} | json | unwrap x [5m]) by (pod) > 1`, 0],
    [`absent_over_time(${S}[5m])`, 0],
    [`sum(rate(${S}[5m])) > 1 and rate(${S}[5m])`, 0],
    [`sum(rate(${S}[5m])) > 1 or rate(${S}[5m])`, 1],
    [`sum(rate(${S}[5m])) / rate(${S}[5m])`, 0],
    [`2 * rate(${S}[5m])`, 1],
    [`label_replace(rate(${S}[5m]), "a", "$1", "pod", "(.*)")`, 1],
    [`sort_desc(rate(${S}[5m])) > 1`, 1],
    [`rate(${S}[5m]) == 0`, 0],
    ["vector(1)", 0],
  ])("examines %s (%j warnings)", (expr, warnings) => {
    expect(gots(ruleUnaggregated, alert(expr))).toHaveLength(warnings);
  });

  test("names the labels that multiply the alerts", () => {
    expect(gots(ruleUnaggregated, alert('rate({job="kubernetes-events"}[5m])'))).toEqual([
      "rate without an aggregation: an alert for each value of job, service_name, namespace, detected_level",
    ]);
  });
});

test.each([
  [`rate(${S}[5m])`, "write sum by (namespace) (rate(…))"],
  [`avg_over_time(${S} | json | unwrap x [5m])`, "write avg_over_time(…) by (namespace)"],
  ['rate({cluster="a"}[5m])', "write sum by (namespace) (rate(…))"],
])("rule-unaggregated suggests an aggregation for %s", (expr, remedy) => {
  expect(remedies(ruleUnaggregated, alert(expr))).toEqual([remedy]);
});

test.each([
  ['rate({cluster="a"}[5m])', "pod", "write sum by (namespace, pod) (rate(…))"],
  [
    'rate({cluster="a"}[5m])',
    "service",
    'write sum by (namespace, service_name) (rate(…)), and name "service_name" instead of "service" in the texts',
  ],
  ['rate({cluster="a"} | json [5m])', "service", "write sum by (namespace, service) (rate(…))"],
  ['rate({cluster="a"}[5m])', "team", 'write sum by (namespace) (rate(…)), and remove "team" from the texts'],
])("rule-unaggregated keeps what the text of %s reads: %s", (expr, label, remedy) => {
  const rule = { annotations: { summary: `{{ $labels.${label} }}` } };
  expect(remedies(ruleUnaggregated, alert(expr, rule))).toEqual([remedy]);
});

describe("rule-negative-match", () => {
  const filtered = (stages: string) => alert(`sum(count_over_time(${S} ${stages} [5m])) > 0`);

  test.each([
    ['| json | user!="root"', ['write | user!="" | user!="root"']],
    ['| logfmt | ip!~"10[.].*"', ['write | ip!="" | ip!~"10[.].*"']],
    ['| json | a="b" and user!="root"', ['write | user!="" | user!="root"']],
    ['| json | user!="" | user!="root"', []],
    ['| json | user=~".+" and user!="root"', []],
    ['| json | user!="root" or a="b"', []],
    ['| json | user!~".*"', []],
    ['|= "user=" | logfmt | user!="root"', []],
    ['| json | pod!="a"', []],
    ['| json | __error__!="JSONParserErr"', []],
    ['| pattern "<ip> <user> <code>" | code="500" | user!="root"', []],
    ['| pattern "<ip> <user> <code>" | user="a" or code="500" | user!="root"', []],
    ['| pattern "<ip> <user>" | ip="a" | user!="root"', ['write | user!="" | user!="root"']],
    ['| regexp "(?P<ip>.) (?P<user>.)" | ip="a" | user!="root"', []],
    ['| user!="root"', []],
    ['| user!="root" | json', []],
    ['| json | __user!="root"', []],
    ['| json | label_format user="{{.name}}" | user!="root"', []],
    ['| json | user="a" or user="b" | user!="root"', []],
    ['| json | user="a" or ip="b" | user!="root"', ['write | user!="" | user!="root"']],
    ['| json | user>5 | user!="root"', []],
    ['| json | code>5 | user!="root"', ['write | user!="" | user!="root"']],
    ['!= "user=" | logfmt | user!="root"', ['write | user!="" | user!="root"']],
  ])("examines %s: %j", (stages, remedy) => {
    expect(remedies(ruleNegativeMatch, filtered(stages))).toEqual(remedy);
  });

  test.each([
    ['{job="kubernetes-events"} | logfmt | reason!="BackOff"', 0],
    ['{job="kubernetes-events"} | logfmt | sourcehost!="a"', 1],
    ['{namespace="a"} | logfmt | reason!="BackOff"', 1],
  ])("knows the fields that every event has: %s (%j warnings)", (selection, warnings) => {
    expect(remedies(ruleNegativeMatch, alert(`sum(count_over_time(${selection} [5m])) > 0`))).toHaveLength(warnings);
  });
});

describe("rule-parser-error", () => {
  test.each([
    ["sum by (namespace)", "| json", 1],
    ["max by (namespace)", '| json code="status"', 1],
    ["sum without (pod)", "| unpack", 1],
    ["sum by (namespace)", '| json | user!="root"', 1],
    ["sum by (namespace)", '| json | namespace="a"', 1],
    ["sum by (namespace)", '| json | code>500 or user!="root"', 1],
    ["sum by (namespace)", '| json | ip=ip("10.0.0.0/8")', 1],
    ["sum by (namespace)", '| json | namespace="a" and user!="root"', 1],
    ["sum by (namespace)", '|= "error" | json', 1],
    ["sum by (namespace)", '| namespace="a" | json', 1],
    ["sum by (namespace)", '| __error__="" | json', 1],
    ["sum by (namespace)", "| json | drop user", 1],
    ["sum by (namespace)", '| json | drop __error__="LogfmtParserErr"', 1],
    ["sum by (namespace)", "| json | drop user, __error__", 0],
    ["sum by (namespace)", '| json | code>500 or user="root"', 0],
    ["sum by (namespace)", '| json | code>500 and user!="root"', 0],
    ["sum by (namespace)", '|= `{` or "error" | json', 0],
    ["sum by (namespace)", "| json |= `{`", 0],
    ["max", "| json", 1],
    ["sum by ()", "| json", 0],
    ["sum", "| json", 0],
    ["sum by (namespace)", '| json | __error__=""', 0],
    ["sum by (namespace)", "| json | drop __error__", 0],
    ["sum by (namespace)", '| json | level="error"', 0],
    ["sum by (namespace)", "| json | code>=500", 0],
    ["sum by (namespace)", '| json | user!="" | user!="root"', 0],
    ["sum by (namespace)", "|= `{` | json", 0],
    ["sum by (namespace)", "| logfmt", 0],
    ["sum by (namespace)", "", 0],
  ])("examines %s of lines %s (%j warnings)", (aggregation, stages, warnings) => {
    expect(gots(ruleParserError, alert(`${aggregation} (count_over_time(${S} ${stages} [5m])) > 0`))).toHaveLength(
      warnings,
    );
  });

  test.each([
    `absent_over_time(${S} | json [5m])`,
    `sum by (namespace) (sum_over_time(${S} | json | unwrap x [5m])) > 0`,
  ])("accepts %s", (expr) => {
    expect(gots(ruleParserError, alert(expr))).toEqual([]);
  });

  test("suggests the missing filter", () => {
    const expr = `sum by (namespace) (count_over_time(${S} | json [5m])) > 0`;
    expect(remedies(ruleParserError, alert(expr))).toEqual(['write | json | __error__=""']);
  });
});

const OF_NUMBERS = [
  ruleAbsence,
  ruleBool,
  ruleFlapping,
  ruleFor,
  ruleGrouping,
  ruleParserError,
  ruleRateOrCount,
  ruleUnaggregated,
  ruleWindow,
];

describe.each(OF_NUMBERS)("$id", (check) => {
  test.each(["sum(", `${S} | json`])("ignores %s, which has no numbers", (expr) => {
    expect(gots(check, alert(expr, { for: "1h" }))).toEqual([]);
  });
});

test.each([
  [ruleBool.id, ruleBool, `sum(rate(${S}[5m])) > bool 1`, {}],
  [ruleFlapping.id, ruleFlapping, `sum(count_over_time(${S}[5m])) == 3`, {}],
  [ruleUnaggregated.id, ruleUnaggregated, `rate(${S}[5m])`, {}],
  [ruleFor.id, ruleFor, `sum(count_over_time(${S}[5m])) > 0`, { for: "5m" }],
  [ruleLongFor.id, ruleLongFor, `sum(rate(${S}[5m])) > 5`, { for: "10d" }],
])("%s ignores recording rules, which notify nobody", (_, check, expr, rule) => {
  expect(gots(check, alert(expr, rule))).toHaveLength(1);
  const text = stringify({ groups: [{ name: "a", rules: [{ record: "a:b", expr, ...rule }] }] });
  expect(gots(check, text)).toEqual([]);
});
