import fc from "fast-check";

/** A log selector, and lines of the source that it selects as the agents send them. */
export interface Filtering {
  readonly query: string;
  readonly stream: {
    readonly labels: Readonly<Record<string, string>>;
    readonly entries: readonly { readonly line: string; readonly metadata: Readonly<Record<string, string>> }[];
  };
}

const one = <T>(...values: readonly T[]) => fc.constantFrom(...values);

const levels = one("trace", "debug", "info", "warn", "error", "critical", "fatal", "unknown");

/** @see https://github.com/grafana/alloy/blob/v1.18.1/internal/component/loki/source/kubernetes_events/event_controller.go */
const event = fc
  .record({
    kind: one("Pod", "Node", "Job"),
    reason: one("BackOff", "FailedMount", "Evicted", "Custom"),
    type: one("Normal", "Warning"),
    count: fc.integer({ min: 1, max: 300 }),
    text: one("Back-off restarting failed container web", 'a "quoted" error', "boom|bang"),
  })
  .map(
    ({ kind, reason, type, count, text }) =>
      `name=web-0 kind=${kind} reason=${reason} type=${type} count=${count} msg=${JSON.stringify(text)} `,
  );

const pod = one(
  '{"level":"error","status":500,"msg":"boom"}',
  '{"level":"ERROR","status":"none","took":"5ms","reason":"BackOff","type":"Error"}',
  'level=error status=200 took=1.5s msg="boom|bang" reason=x type=Error',
  "level=debug stream=other namespace=other code=1",
  "code=2 level=info kind=pod",
  "GET /a 200",
  "error",
  "",
);

const kernel = one("oom-kill:constraint=CONSTRAINT_MEMCG,task=web", 'audit: apparmor="DENIED" level=error', "error 7");

interface Source {
  readonly labels: Readonly<Record<string, string>>;
  readonly selectors: readonly string[];
  readonly line: fc.Arbitrary<string>;
  /** The values of structured metadata besides the level. */
  readonly streams: readonly string[];
}

const SOURCES: readonly Source[] = [
  {
    labels: { job: "kubernetes-events", service_name: "kubernetes-events" },
    selectors: [
      '{job="kubernetes-events"}',
      '{job="kubernetes-events", node=""}',
      '{service_name="kubernetes-events"}',
    ],
    line: event,
    streams: [],
  },
  {
    labels: { namespace: "web", pod: "web-0", container: "web", node: "node-1", service_name: "web" },
    selectors: [
      '{namespace="web"}',
      '{container=~"web|db", namespace!="x"}',
      '{pod=~"web-.*"}',
      '{service_name="web", log_collection=""}',
    ],
    line: pod,
    streams: ["stdout", "stderr"],
  },
  {
    labels: { job: "node-journal", node: "node-1", transport: "kernel", service_name: "node-journal" },
    selectors: ['{job="node-journal"}', '{job="node-journal", transport="kernel"}', '{transport=~"kernel|stdout"}'],
    line: kernel,
    streams: [],
  },
];

const parser = one(
  "| json",
  "| logfmt",
  "| logfmt reason, kind",
  '| logfmt r="reason", level',
  '| json level, code="status"',
  '| regexp "level=(?P<level>\\\\w+)"',
  '| pattern "<word> <_>"',
  "| unpack",
);
const change = one(
  "| drop level",
  "| drop reason, stream",
  '| drop level="error"',
  "| keep level, namespace",
  "| label_format severity=level",
  '| label_format level="x"',
  "| label_format a=stream, b=type",
  '| line_format "level=error {{.reason}}"',
);
const label = one(
  "level",
  "reason",
  "type",
  "kind",
  "status",
  "stream",
  "detected_level",
  "transport",
  "namespace",
  "r",
  "severity",
  "pod",
  "a",
);
const value = one(
  '"error"',
  '"Error"',
  '"Warning"',
  '"BackOff"',
  '"backoff"',
  '"Pod"',
  '"pod"',
  '"stderr"',
  '"web"',
  '"1"',
  '"x"',
  '""',
  '"kernel"',
  '"web-0"',
);
const pattern = one(
  '"error|warn"',
  '"(?i)ERROR"',
  '".+"',
  '".*"',
  '"Warning|Error"',
  '"W.*"',
  '"std(out|err)"',
  '"web|$x"',
  '"^kernel$"',
  '"ERROR|FATAL"',
);
const matcher = fc.oneof(
  fc.tuple(label, one("=", "=", "=", "!="), value).map((parts) => parts.join("")),
  fc.tuple(label, one("=~", "!~"), pattern).map((parts) => parts.join("")),
  fc
    .tuple(one("count", "status", "type", "took", "reason"), one(">", "<=", "!="), one("0", "5", "5s", "1KB"))
    .map((parts) => parts.join(" ")),
);
const filter = fc
  .tuple(matcher, one(" and ", " or ", ", ", null), matcher)
  .map(([left, join, right]) => `| ${join === null ? left : left + join + right}`);
const lineFilter = fc
  .tuple(one("|=", "!=", "|~", "!~"), one('"error"', '"err"', '"boom"', '"boom|bang"', '"BackOff"', '"o"'))
  .map((parts) => parts.join(" "));

const stages = fc
  .array(fc.oneof({ arbitrary: filter, weight: 3 }, parser, change, lineFilter), { minLength: 1, maxLength: 5 })
  .map((parts) => parts.join(" "));

/** Selections of each source, with lines that it may write. */
export const filterings: fc.Arbitrary<Filtering> = one(...SOURCES).chain((source) =>
  fc
    .record({
      selector: one(...source.selectors),
      stages,
      lines: fc.array(fc.tuple(source.line, levels, one(...(source.streams.length > 0 ? source.streams : [""]))), {
        minLength: 6,
        maxLength: 12,
      }),
    })
    .map(({ selector, stages: pipeline, lines }) => ({
      query: `${selector} ${pipeline}`,
      stream: {
        labels: source.labels,
        entries: lines.map(([line, detected_level, stream]) => ({
          line,
          metadata: stream === "" ? { detected_level } : { detected_level, stream },
        })),
      },
    })),
);
