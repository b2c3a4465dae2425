import { ruleContradiction } from "../../../src/checks/rules/contradiction";
import { ruleConversionError } from "../../../src/checks/rules/conversion-error";
import { ruleFilter } from "../../../src/checks/rules/filter";
import { ruleGrouping } from "../../../src/checks/rules/grouping";
import { ruleIdleFilter } from "../../../src/checks/rules/idle-filter";
import { ruleParserError } from "../../../src/checks/rules/parser-error";
import { rulePlainPattern } from "../../../src/checks/rules/plain-pattern";
import { alert, gots, remedies } from "./rules";

const count = (selection: string) => alert(`sum(count_over_time(${selection} [5m])) > 0`);
const POD = '{namespace="web", container="web"}';
const EVENTS = '{job="kubernetes-events"}';
const KERNEL = '{job="node-journal", transport="kernel"}';

describe("rule-filter", () => {
  test.each([
    // Without a parser
    [`${POD} | level="error"`, 'write | detected_level="error", which Loki sets, or parse the lines'],
    [`${POD} | severity=~"ERROR|FATAL"`, 'write | detected_level=~"error|fatal", which Loki sets'],
    [`${POD} | Level!=""`, 'write | detected_level="error"'],
    [`${POD} | status >= 500`, 'write | json | status >= 500 | __error__="", or the same with | logfmt'],
    [`${POD} | client=ip("10.0.0.0/8")`, 'write | json | client=ip("10.0.0.0/8") | __error__=""'],
    [`${POD} | namespce="web"`, 'did you mean "namespace"?'],
    [`${POD} | level="error" or status >= 500`, 'write | detected_level="error"'],
    [`${EVENTS} | reason="FailedMount"`, 'write | logfmt | reason="FailedMount"'],
    [`${EVENTS} | type!="Normal" and reason="BackOff"`, 'write | logfmt | reason="BackOff"'],
    ['{namespace="web"} | reason="FailedMount"', 'write | json | reason="FailedMount"'],
    // Before its parser, and after a stage that removes the label
    [`${POD} | level="error" | json`, 'write | json | level="error"'],
    [`${EVENTS} | type="Warning" | logfmt`, 'write | logfmt | type="Warning"'],
    [`${POD} | json | drop level | level="error"`, "write | drop level after it"],
    [`${POD} | json | keep msg | level="error"`, "write | keep msg after it"],
    [`${POD} | json | label_format severity=level | level="error"`, 'use its new name, "severity"'],
    // Only other labels are extracted
    [`${EVENTS} | logfmt name, kind | reason="BackOff"`, "write | logfmt name, kind, reason"],
    [`${POD} | json a="b" | c="d"`, 'write | json a="b", c'],
    [`${POD} | logfmt a | c="d"`, "write | logfmt a, c"],
    [`${POD} | pattern "<a> <_>" | c="d"`, 'capture it in | pattern "<a> <_>", with <c>'],
    [`${POD} | regexp "(?P<a>.)" | c="d"`, 'capture it in | regexp "(?P<a>.)", with (?P<c>…)'],
    // Fields that events don't have
    [`${EVENTS} | logfmt | involvedObject_name="web"`, 'did you mean "name"?'],
    [`${EVENTS} | logfmt | message=~".*failed.*"`, 'did you mean "msg"?'],
    [`${EVENTS} | logfmt | level="warn"`, 'did you mean "type"?'],
    [`${EVENTS} | logfmt | code="500"`, "use a field of the events (name, kind,"],
    [`${EVENTS} | logfmt k="kindd" | k="Pod"`, "use a field of the events"],
    [`${EVENTS} | message=~".+"`, 'write | logfmt before it, and name the field "msg"'],
    [`${EVENTS} | involvedObject_namespace="web"`, 'did you mean "namespace"?'],
    // Another format
    [`${EVENTS} | json | reason="BackOff"`, "write | logfmt"],
    [`${EVENTS} | unpack`, "write | logfmt"],
    [`${KERNEL} | json | level="error"`, "write | regexp"],
    ['{job="node-journal"} | json | PRIORITY="3"', 'remove PRIORITY="3" and its parser'],
    ['{job="node-journal"} | logfmt | _SYSTEMD_UNIT=~"etcd.+"', "select by node, transport or unit"],
    // Values that the label never has
    [`${EVENTS} | logfmt | type="Error"`, 'write type="Warning"'],
    [`${EVENTS} | logfmt | type="warning"`, 'write type="Warning"'],
    [`${EVENTS} | logfmt | type=~"warning|error"`, 'write type=~"Warning"'],
    [`${EVENTS} | logfmt | type=~"bad|worse"`, "use one of these"],
    [`${POD} | detected_level=~"err|warning"`, 'write detected_level=~"error|warn"'],
    [`${EVENTS} | logfmt t="type" | t="Error"`, 'write t="Warning"'],
    [`${EVENTS} | logfmt | label_format t=type | t="Error"`, 'write t="Warning"'],
    [`${EVENTS} | logfmt | type > 1`, "compare type with one of its values"],
    [`${EVENTS} | logfmt | count > 5s`, "write the number without a unit"],
    [`${EVENTS} | logfmt | reason >= 500`, "compare reason with one of its values"],
    [`${EVENTS} | logfmt | reason="backoff"`, 'write reason="BackOff"'],
    [`${EVENTS} | logfmt | kind="pod"`, 'write kind="Pod"'],
    [`${EVENTS} | logfmt | count="many"`, "write a value that can occur"],
    [`${POD} | detected_level="ERROR"`, 'write detected_level="error"'],
    [`${POD} | detected_level="err"`, 'write detected_level="error"'],
    [`${POD} | detected_level="warning"`, 'write detected_level="warn"'],
    [`${POD} | detected_level=~"ERROR|FATAL"`, 'write detected_level=~"error|fatal"'],
    [`${POD} | detected_level=""`, "use one of these"],
    [`${POD} | detected_level="error|fatal"`, 'write detected_level=~"error|fatal"'],
    [`${POD} | stream="err"`, 'write stream="stderr"'],
    [`${POD} | pod="web-*"`, 'write pod=~"web-.*"'],
    [`{job="node-journal"} | transport="dmesg"`, 'write transport="kernel"'],
    // Two filters that exclude each other
    [`${POD} | json | code="1" | code="2"`, "remove one of the two"],
    [`${POD} | json | code="1" and code="2"`, "remove one of the two"],
    [`${POD} | json | code=~"1|2" | code="3"`, "remove one of the two"],
    [`${KERNEL} | transport="stdout"`, "remove one of the two"],
  ])("suggests how to fix %s", (selection, remedy) => {
    expect(remedies(ruleFilter, count(selection))).toEqual([expect.stringContaining(remedy)]);
  });

  test.each([
    `${POD} | json | level="error"`,
    `${POD} | logfmt | status >= 500`,
    `${POD} | detected_level="error"`,
    `${POD} | detected_level=~"error|fatal"`,
    `${POD} | detected_level=~"(?i)ERROR"`,
    `${POD} | detected_level=~"err.*"`,
    `${POD} | stream="stderr"`,
    `${POD} | app=""`,
    `${POD} | level="error" or detected_level="error"`,
    `${POD} | level!="debug"`,
    `${POD} | level=~".*"`,
    `${POD} | json | __error__=""`,
    `${POD} | json | level="error" | level=~"error|fatal"`,
    `${POD} | json | code=~"1|2" | code="2"`,
    `${POD} | json | code="1" or code="2"`,
    `${POD} | json | code="1" | regexp "(?P<code>2)" | code="2"`,
    `${POD} | json | code="1" | label_format code="2" | code="2"`,
    `${POD} | json | drop level | json | level="error"`,
    `${POD} | keep level | logfmt | detected_level=""`,
    `${POD} | drop detected_level | json | detected_level="ERROR"`,
    `${POD} | logfmt | drop level="debug" | level="error"`,
    `${POD} | pattern "<code> <_>" | code="200"`,
    `${POD} | logfmt namespace | namespace_extracted="a"`,
    `${POD} | label_format level="{{.app}}" | level="error"`,
    `${POD} | unpack | level="error"`,
    `${EVENTS} | logfmt | reason="BackOff" | type="Warning" | kind="Pod" | count > 5`,
    `${EVENTS} | logfmt | reason="SomethingOfAnOperator" | kind="Widget"`,
    `${EVENTS} | logfmt | type=~"Warning|Error"`,
    `${EVENTS} | logfmt name, reason="reason" | reason="BackOff"`,
    `${EVENTS} | regexp "reason=(?P<why>.*?) " | why="BackOff"`,
    `${EVENTS} | line_format "{{.x}}" | json | level="error"`,
    `${EVENTS} | line_format "{{.x}}" | logfmt | level="error"`,
    `${EVENTS} | namespace="web" | detected_level="warn"`,
    '{namespace="web"} | logfmt | type="Error"',
    '{job=~".+"} | logfmt | level="error"',
    '{job="node-journal"} | json | level="error"',
    `${KERNEL} | logfmt | apparmor="DENIED"`,
    '{cluster="elsewhere"} | level="error"',
  ])("accepts %s", (selection) => {
    expect(gots(ruleFilter, count(selection))).toEqual([]);
  });

  test.each([
    [`${POD} | unwrap took`, "parse the lines before it, with | json or | logfmt"],
    [`${EVENTS} | unwrap count`, "write | logfmt before it"],
    [`${EVENTS} | logfmt | unwrap duration(count)`, "write | unwrap count"],
    [`${EVENTS} | logfmt | unwrap type`, "unwrap a label with numbers"],
    [`${EVENTS} | logfmt | unwrap reason`, "unwrap a label with numbers"],
    [`${POD} | unwrap detected_level`, "unwrap a label with numbers"],
    [`${EVENTS} | logfmt | unwrap bytes(count)`, null],
    [`${POD} | regexp "(?P<a>.)" | unwrap took`, "with (?P<took>…)"],
    [`${POD} | logfmt | unwrap took`, null],
    [`${EVENTS} | logfmt | unwrap count`, null],
  ])("examines the unwrapped label of %s", (selection, remedy) => {
    const found = remedies(ruleFilter, alert(`max(max_over_time(${selection} [5m])) > 0`));
    expect(found).toEqual(remedy === null ? [] : [expect.stringContaining(remedy)]);
  });

  test("reports one mistake once", () => {
    expect(gots(ruleFilter, count(`${POD} | level="error" | logger="a"`))).toHaveLength(1);
    const text = alert(`sum by (container) (count_over_time(${EVENTS} | json [5m])) > 0`);
    expect(gots(ruleFilter, text)).toHaveLength(1);
    expect(gots(ruleParserError, text)).toEqual([]);
  });
});

test.each([
  [`${EVENTS} | reason="BackOff"`, "reason", 0],
  [`${EVENTS} | reason="BackOff"`, "name, kind", 0],
  [`${EVENTS} | logfmt name | reason="BackOff"`, "reason", 0],
  [`${EVENTS} | logfmt name | reason="BackOff"`, "kind", 1],
  [`${EVENTS} | reason="BackOff"`, "level", 1],
  [EVENTS, "reason", 1],
])("examines %s by (%s): %j findings of the grouping", (selection, labels, found) => {
  expect(gots(ruleGrouping, alert(`sum by (${labels}) (rate(${selection} [5m])) > 0`))).toHaveLength(found);
});

describe("rule-idle-filter", () => {
  test.each([
    [`${POD} | level!="debug"`, 'write | detected_level!="debug"'],
    [`${POD} | severity!~"INFO|DEBUG"`, 'write | detected_level!~"info|debug"'],
    [`${POD} | user!="root" | json`, 'write | json | user!="" | user!="root"'],
    [`${EVENTS} | type!="Normal"`, 'write | logfmt | type!="" | type!="Normal"'],
    [`${EVENTS} | logfmt | type!="" | type!="normal"`, 'write type!="Normal"'],
    [`${POD} | detected_level!="DEBUG"`, 'write detected_level!="debug"'],
    [`${POD} | stream!="out"`, 'write stream!="stdout"'],
    ['{namespace="web", container!="a|b"} |= "x"', 'write container!~"a|b"'],
    ['{namespace="web", pod!="web-*"} |= "x"', 'write pod!~"web-.*"'],
    ['{container="web", namespace!="$namespace"} |= "x"', "write the value that $namespace stands for"],
    [`${POD} | label_format level=severity`, "parse the lines before it"],
  ])("suggests how to fix %s", (selection, remedy) => {
    expect(remedies(ruleIdleFilter, count(selection))).toEqual([expect.stringContaining(remedy)]);
  });

  test.each([
    `${POD} | detected_level!="debug"`,
    `${POD} | json | level!="debug"`,
    `${POD} | namespace!=""`,
    `${POD} | level=~".*"`,
    `${POD} | app!="other"`,
    '{namespace="web", cluster!="dev"} |= "x"',
    '{namespace="web", job!="node-journal"} |= "x"',
    '{namespace=~".+", container!~"loki|alloy"} |= "x"',
    '{namespace="web", container!~"a|B"} |= "x"',
    `${EVENTS} | logfmt | type!="" | type!="Normal"`,
    `${KERNEL} | transport!="stdout"`,
    `${POD} | json | label_format level=severity`,
    '{cluster="elsewhere"} | level!="debug"',
  ])("accepts %s", (selection) => {
    expect(gots(ruleIdleFilter, count(selection))).toEqual([]);
  });

  test("leaves an attempt to exclude Loki to the check of the rule's own text", () => {
    expect(gots(ruleIdleFilter, count('{namespace=~".+", container!="loki|alloy"} |= "x"'))).toEqual([]);
  });
});

describe("rule-plain-pattern", () => {
  test.each([
    [`${POD} |= "error|fatal"`, 'write |~ "error|fatal"; if you mean the text itself, write |~ "error\\\\|fatal"'],
    [`${POD} |= "connection refused|timed out"`, 'write |~ "connection refused|timed out"'],
    [`${POD} |= "level=error|level=fatal"`, 'write |~ "level=error|level=fatal"'],
    [`${POD} |= "500|502|503"`, 'write |~ "500|502|503"'],
    [`${POD} |= "(ERROR|FATAL)"`, 'write |~ "(ERROR|FATAL)"'],
    [`${POD} |= "a" or "error|fatal"`, 'write |~ "a|error|fatal"'],
    [`${POD} != "debug|trace"`, 'write !~ "debug|trace"'],
    [`${POD} |= "error.*timeout"`, 'write |~ "error.*timeout"'],
    [`${POD} |= "(?i)error"`, 'write |~ "(?i)error"'],
    [`${POD} |= "^panic"`, 'write |~ "^panic"'],
    [`${POD} |= "panic$"`, 'write |~ "panic$"'],
    [`${POD} |= "[Ee]rror"`, 'write |~ "[Ee]rror"'],
    [`${POD} |= "code [0-9]+"`, 'write |~ "code [0-9]+"'],
    [`${POD} |= "code \\\\d+"`, 'write |~ "code \\\\d+"'],
    [`${POD} |= "*error*"`, 'write |= "error"'],
    [`${POD} |= "*error"`, 'write |= "error"'],
    [`${POD} != "debug*"`, 'write != "debug"'],
    [`${POD} |= "*"`, "remove it"],
    [`${POD} |= "$search"`, "write the value that $search stands for"],
    [`${POD} |~ "(?i)[[search]]"`, "write the value that [[search]] stands for"],
    [`${POD} |~ "cost$amount"`, 'write |~ "cost\\\\$amount"'],
    [`${POD} |> "error"`, 'write |= "error"'],
    [`${POD} !> "error"`, 'write != "error"'],
    ['{namespace="web", pod=~"web-*"}', 'write pod=~"web-.*"'],
    [`${POD} |= "code=4.."`, 'write |~ "code=4.."'],
    ['{namespace=~"web|Shop"} |= "x"', "correct or remove Shop"],
    ['{job=~"node-journal|journald"} |= "x"', "correct or remove journald"],
    ['{namespace="web", container!~"proxy|side_car"} |= "x"', "correct or remove side_car"],
    ['{namespace="web", pod!~"web-*-canary"}', 'write pod!~"web-.*-canary"'],
    [`${POD} | json | level=~"$level"`, "write the value that $level stands for"],
    [`${POD} | json | level="[[level]]"`, "write the value that [[level]] stands for"],
    [`${POD} | json | level="error|fatal"`, 'write level=~"error|fatal"; if you mean the text itself'],
    [`${POD} | json | status!="5.."`, 'write status!~"5.."'],
    [`${POD} | json | method="GET|POST"`, 'write method=~"GET|POST"'],
    [`${POD} | json | status="500|503"`, 'write status=~"500|503"'],
    [`${POD} | json | path="^/api"`, 'write path=~"^/api"'],
    [`${POD} | json | user="svc-*"`, 'write user=~"svc-.*"'],
  ])("suggests how to fix %s", (selection, remedy) => {
    expect(remedies(rulePlainPattern, count(selection))).toEqual([expect.stringContaining(remedy)]);
  });

  test.each([
    '"a.b"',
    '"GET /x?y=1"',
    '"[ERROR]"',
    '"| error |"',
    '"|ERROR|"',
    '"ERROR|main"',
    '"2026|INFO|start"',
    '"METRIC|input.costMs"',
    '"ERROR|input.fail"',
    '"CEF:0|vendor|product"',
    '"id=1|name=a"',
    '"level=error"',
    '"(code 7)"',
    '"SELECT * FROM"',
    '"*** panic ***"',
    '"loading..."',
    '"US$"',
    '"$HOME/.ssh"',
    '"{{ .Values.x }} is missing"',
    '"${jndi:rmi"',
    '"retry in 5..."',
    '"took 1..2 s"',
    '"C:\\\\data"',
    '"a||b"',
    '"x^2"',
    '"must match [a-z0-9]"',
    '"items[0]"',
    '"error+"',
    '"^[[31m"',
    '"*MyError"',
    '"c++"',
    '"why?"',
    '"error"',
  ])("accepts the text %s", (text) => {
    expect(gots(rulePlainPattern, count(`${POD} |= ${text}`))).toEqual([]);
    expect(gots(rulePlainPattern, count(`${POD} != ${text}`))).toEqual([]);
  });

  test.each([
    `${POD} |~ "error|fatal"`,
    `${POD} |~ "error$|^fatal"`,
    `${POD} |~ "(?m)error$\\\\nfatal"`,
    `${POD} |> "<_>error<_>"`,
    `${POD} |= ip("10.0.0.0/8")`,
    `${POD} | json | level="error"`,
    `${POD} | json | path="/api/*"`,
    `${POD} | json | user="auth0|5f7c8e"`,
    `${POD} | json | cron="*/5 * * * *"`,
    `${POD} | json | level=~"error|fatal"`,
    '{namespace=~"web|shop"} | app=~"Cart|Web_API|"',
    '{namespace="web", pod=~"web-.*"}',
    '{namespace="web", pod=~"web-[0-9]*"}',
    '{namespace="web", pod=~"web-\\\\d*"}',
    '{cluster="elsewhere"} |= "error|fatal"',
  ])("accepts %s", (selection) => {
    expect(gots(rulePlainPattern, count(selection))).toEqual([]);
  });
});

describe("rule-contradiction", () => {
  test.each([
    ['|= "error" != "err"', true],
    ['|= "error" != "error"', true],
    ['!= "err" |= "error"', true],
    ['|= "error" !~ "(?i)ERR"', true],
    ['|~ "a1|a2" != "a"', true],
    ['|= "a" or "b" != "a" != "b"', true],
    ['|= "a" or "b" != "a" or "b"', true],
    ['|= "error" | json != "error"', true],
    ['|= "error" != "error timeout"', false],
    ['|= "error" !~ "^error"', false],
    ['|= "error" !~ "error\\\\b"', false],
    ['|= "error" !~ ".*"', false],
    ['|= "a" or "b" != "a"', false],
    ['|~ "(?i)error" != "error"', false],
    ['|~ "err.r" != "error"', false],
    ['|= "error" | line_format "{{.x}}" != "error"', false],
    ['|= "" != "a"', false],
  ])("examines %s (%j)", (filters, found) => {
    expect(gots(ruleContradiction, count(`${POD} ${filters}`))).toHaveLength(found ? 1 : 0);
  });
});

describe("rule-conversion-error", () => {
  test.each([
    [`count_over_time(${POD} | logfmt | took > 5s [5m])`, 'write | took > 5s | __error__=""'],
    [`count_over_time(${POD} | json | __error__="" | size > 5KB [5m])`, 'write | size > 5KB | __error__=""'],
    [`count_over_time(${POD} | logfmt | level="a" or took > 5s [5m])`, 'write | level="a" or took > 5s | __error__=""'],
    [
      `count_over_time(${POD} | logfmt | took > 5s and level="a" [5m])`,
      'write | took > 5s and level="a" | __error__=""',
    ],
    [`max_over_time(${POD} | logfmt | unwrap took [5m])`, 'write | unwrap took | __error__=""'],
    [`max_over_time(${POD} | json | __error__="" | unwrap took [5m])`, 'write | unwrap took | __error__=""'],
    [
      `max_over_time(${POD} | json | took!="" | unwrap duration(took) [5m])`,
      'write | unwrap duration(took) | __error__=""',
    ],
    [
      `max_over_time(${POD} | logfmt | took > 5s | unwrap bytes(size) [5m])`,
      'write | unwrap bytes(size) | __error__=""',
    ],
    [`count_over_time(${POD} | logfmt | duration > 5 [5m])`, 'write | duration > 5 | __error__=""'],
    [`absent_over_time(${POD} | logfmt | took > 5s [5m])`, 'write | took > 5s | __error__=""'],
  ])("suggests where to filter in %s", (query, remedy) => {
    expect(remedies(ruleConversionError, alert(`sum(${query}) > 0`))).toEqual([remedy]);
  });

  test.each([
    `count_over_time(${POD} | logfmt | took > 5s | __error__="" [5m])`,
    `count_over_time(${POD} | logfmt | took > 5s | level="a" | __error__="" [5m])`,
    `count_over_time(${POD} | logfmt | took > 5s and __error__="" [5m])`,
    `count_over_time(${POD} | logfmt | took > 5s | drop __error__ [5m])`,
    `count_over_time(${POD} | logfmt | took=~"[0-9]+ms" | took > 5ms [5m])`,
    `count_over_time(${POD} | regexp "took=(?P<took>[0-9.]+ms)" | took > 5ms [5m])`,
    `count_over_time(${POD} | json | status >= 500 [5m])`,
    `count_over_time(${POD} | logfmt | status >= 500 [5m])`,
    `count_over_time(${POD} | json | duration > 5 [5m])`,
    `count_over_time(${POD} | logfmt | duration > 5 | __error__="" [5m])`,
    `count_over_time(${EVENTS} | logfmt | count > 5 [5m])`,
    `max_over_time(${EVENTS} | logfmt | unwrap count [5m])`,
    `max_over_time(${POD} | logfmt | unwrap took | __error__="" [5m])`,
    `max_over_time(${POD} | logfmt | took > 5s | unwrap took | __error__="" [5m])`,
    `max_over_time(${POD} | logfmt | unwrap took | took > 1 and __error__="" [5m])`,
    `max_over_time(${POD} | regexp "(?P<took>\\\\d+)" | unwrap took [5m])`,
    'max_over_time({cluster="elsewhere"} | logfmt | unwrap took [5m])',
  ])("accepts %s", (query) => {
    expect(gots(ruleConversionError, alert(`sum(${query}) > 0`))).toEqual([]);
  });
});
