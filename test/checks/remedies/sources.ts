import { inQuery, type RemedyCase } from "./remedy";

const POD = 'namespace="web", container="web"';
const EVENTS = 'job="kubernetes-events"';

/** The selector and the stages of a query before and after following the remedy. */
function selection(check: string, before: string, remedy: string, after: string): RemedyCase {
  const query = (text: string) => `sum(count_over_time(${text} [5m])) > 5`;
  return inQuery(check, query(before), remedy, query(after));
}

const filters: readonly RemedyCase[] = [
  ['| level="error"', 'write | detected_level="error"', '| detected_level="error"'],
  ['| level="ERROR"', "or parse the lines: write | json", '| json | level="ERROR"'],
  ['| level="ERROR"', "or the same with | logfmt", '| logfmt | level="ERROR"'],
  ['| code="1" | json', 'write | json | code="1"', '| json | code="1"'],
  ["| status >= 500", 'write | json | status >= 500 | __error__=""', '| json | status >= 500 | __error__=""'],
  ["| logfmt | drop code | code=`1`", "write | drop code after it", "| logfmt | code=`1` | drop code"],
  ["| logfmt a | code=`1`", "write | logfmt a, code", "| logfmt a, code | code=`1`"],
  ['| detected_level="WARNING"', 'write detected_level="warn"', '| detected_level="warn"'],
  ["| logfmt | code=`1` | code=`2`", "remove one of the two", "| logfmt | code=`1`"],
].map(([before, remedy, after]) => selection("rule-filter", `{${POD}} ${before}`, `${remedy}`, `{${POD}} ${after}`));

const events: readonly RemedyCase[] = [
  ['| reason="FailedMount"', 'write | logfmt | reason="FailedMount"', '| logfmt | reason="FailedMount"'],
  ['| json | reason="FailedMount"', "write | logfmt", '| logfmt | reason="FailedMount"'],
  [
    "| logfmt name | reason=`FailedMount`",
    "write | logfmt name, reason",
    "| logfmt name, reason | reason=`FailedMount`",
  ],
  ["| logfmt | object_kind=`Pod`", 'did you mean "kind"', "| logfmt | kind=`Pod`"],
  ['| logfmt | type="Error"', 'write type="Warning"', '| logfmt | type="Warning"'],
].map(([before, remedy, after]) =>
  selection("rule-filter", `{${EVENTS}} ${before}`, `${remedy}`, `{${EVENTS}} ${after}`),
);

const idle: readonly RemedyCase[] = [
  [`{${POD}} | level!="debug"`, 'write | detected_level!="debug"', `{${POD}} | detected_level!="debug"`],
  [`{${POD}} | user!="a" | logfmt`, "write | logfmt", `{${POD}} | logfmt | user!="" | user!="a"`],
  [`{${EVENTS}} | type!="Normal"`, "write | logfmt", `{${EVENTS}} | logfmt | type!="" | type!="Normal"`],
  [`{${POD}, pod!="a|b"}`, 'write pod!~"a|b"', `{${POD}, pod!~"a|b"}`],
].map(([before, remedy, after]) => selection("rule-idle-filter", `${before}`, `${remedy}`, `${after}`));

const names: readonly RemedyCase[] = [
  ['{job="node-journal", unit=~"etcd.service"}', 'write unit=~"etcd"', '{job="node-journal", unit=~"etcd"}'],
  ['{namespace="$namespace"}', "write the value that $namespace stands for", '{namespace="web"}'],
  ['{namespace="web|shop"}', 'write namespace=~"web|shop"', '{namespace=~"web|shop"}'],
  ['{pod="web-*"}', 'write pod=~"web-.*"', '{pod=~"web-.*"}'],
  ['{namespace="My_Shop"}', 'write namespace="my-shop"', '{namespace="my-shop"}'],
  ['{pod="web-0", level="ERROR"}', '{…} | detected_level="error"', '{pod="web-0"} | detected_level="error"'],
  ['{app="nginx"}', '{container=~".+"} | app="nginx"', '{container=~".+"} | app="nginx"'],
  ['{namespace="web", app="nginx"}', '{namespace="web"} | app="nginx"', '{namespace="web"} | app="nginx"'],
  [
    '{job="kubernetes-events", namespace="web"}',
    '{job="kubernetes-events"} | namespace="web"',
    '{job="kubernetes-events"} | namespace="web"',
  ],
  [
    '{job="kubernetes-events", reason="FailedMount"}',
    '{…} | logfmt | reason="FailedMount"',
    '{job="kubernetes-events"} | logfmt | reason="FailedMount"',
  ],
  ['{namespace="web", namespace!="web"}', "remove one of the two", '{namespace="web"}'],
  [
    '{host="a", container_name="b", severity="ERROR"}',
    'host: did you mean "node"? container_name: did you mean "container"? severity: filter by it after the selector: {…} | detected_level="error"',
    '{node="a", container="b"} | detected_level="error"',
  ],
  [
    '{job="node-journal", transport="kernel", unit="kubelet"}',
    "remove unit or transport",
    '{job="node-journal", unit="kubelet"}',
  ],
  ['{job="kubernetes/events"}', 'write job="kubernetes-events"', '{job="kubernetes-events"}'],
  ['{job="node-journal", transport="dmesg"}', 'write transport="kernel"', '{job="node-journal", transport="kernel"}'],
].map(([before, remedy, after]) => selection("rule-source", `${before}`, `${remedy}`, `${after}`));

const ownText: readonly RemedyCase[] = [
  ['{node=~".+"}', 'write {node=~".+", log_collection=""}', '{node=~".+", log_collection=""}'],
  [
    '{namespace=~".+", container!="loki|alloy"}',
    'write {namespace=~".+", log_collection=""}',
    '{namespace=~".+", log_collection=""}',
  ],
  ['{pod=~"loki.*"}', 'write != "query_hash="', '{pod=~"loki.*"} != "query_hash="'],
].map(([before, remedy, after]) =>
  selection("rule-self-match", `${before} |= "panic"`, `${remedy}`, `${after} |= "panic"`),
);

const patterns: readonly RemedyCase[] = [
  ['|= "error|fatal"', 'write |~ "error|fatal"', '|~ "error|fatal"'],
  ['|= "error|fatal"', 'if you mean the text itself, write |~ "error\\\\|fatal"', '|~ "error\\\\|fatal"'],
  ['|= "*error*"', 'write |= "error"', '|= "error"'],
  ['|= "*"', "remove it", ""],
  ['|= "$search"', "write the value that $search stands for", '|= "error"'],
  ['|~ "cost$amount"', 'write |~ "cost\\\\$amount"', '|~ "cost\\\\$amount"'],
  ['|> "error"', 'write |= "error"', '|= "error"'],
  ['| logfmt | level="error|fatal"', 'write level=~"error|fatal"', '| logfmt | level=~"error|fatal"'],
  ['| logfmt | code="5.."', 'write code=~"5\\\\.\\\\."', '| logfmt | code=~"5\\\\.\\\\."'],
].map(([before, remedy, after]) =>
  selection("rule-plain-pattern", `{${POD}} ${before}`, `${remedy}`, `{${POD}} ${after}`),
);

const contradictions: readonly RemedyCase[] = [
  ['|= "error" != "err"', 'remove != "err"', '|= "error"'],
  ['|= "error" != "err"', "or exclude a text that only the unwanted lines contain", '|= "error" != "error 7"'],
].map(([before, remedy, after]) =>
  selection("rule-contradiction", `{${POD}} ${before}`, `${remedy}`, `{${POD}} ${after}`),
);

const CRASHES = '{job="kubernetes-events"} |= "Back-off restarting failed container"';
const unwritten: readonly RemedyCase[] = [
  [
    '{namespace="web"} |= "OOMKill"',
    "^oom-kill:constraint=",
    '{job="node-journal", transport="kernel"} |~ "^oom-kill:constraint="',
  ],
  ['{namespace="web"} |= "CrashLoop"', CRASHES, CRASHES],
  [
    '{namespace="web", container=~".+"} |= "ErrImagePull"',
    "Back-off pulling image",
    `{${EVENTS}} |= "Back-off pulling image"`,
  ],
  [
    `{${EVENTS}} | logfmt | reason="CrashLoopBackOff"`,
    'write reason="BackOff" over [15m]',
    `{${EVENTS}} | logfmt | reason="BackOff"`,
  ],
  [
    `{${EVENTS}} |= \`reason="Unhealthy" type\``,
    'write |= "reason=Unhealthy type"',
    `{${EVENTS}} |= "reason=Unhealthy type"`,
  ],
  [`{${EVENTS}} |= \`"reason":"FailedMount"\``, 'write |= "reason=FailedMount"', `{${EVENTS}} |= "reason=FailedMount"`],
].map(([before, remedy, after]) => {
  const query = (text: string) => `sum(count_over_time(${text} [15m])) > 5`;
  return inQuery("rule-never-written", query(`${before}`), `${remedy}`, query(`${after}`));
});

const conversions: readonly RemedyCase[] = [
  ["count_over_time", "| logfmt | took > 5s", '| took > 5s | __error__=""', '| logfmt | took > 5s | __error__=""'],
  ["max_over_time", "| logfmt | unwrap took", '| unwrap took | __error__=""', '| logfmt | unwrap took | __error__=""'],
].map(([name, before, remedy, after]) => {
  const query = (stages: string) => `sum(${name}({${POD}} ${stages} [5m])) > 5`;
  return inQuery("rule-conversion-error", query(`${before}`), `write ${remedy}`, query(`${after}`));
});

const expressions: readonly RemedyCase[] = [
  selection("rule-regexp", '{pod=~"*web"}', 'write ".*web"', '{pod=~".*web"}'),
  selection("rule-evaluation", `{${POD}} |~ "a|*b"`, 'write "a|.*b"', `{${POD}} |~ "a|.*b"`),
];

/** Remedies of the checks of what a rule selects and filters. */
export const sourceRemedies: readonly RemedyCase[] = [
  ...filters,
  ...events,
  ...idle,
  ...names,
  ...ownText,
  ...patterns,
  ...contradictions,
  ...unwritten,
  ...conversions,
  ...expressions,
];
