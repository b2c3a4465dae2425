const FILES = 10;
const GROUPS = 10;
const RULES = 10;

/**
 * Returns the texts of rule files with a thousand alerts of ten shapes, as teams write them. No check finds anything in
 * them.
 * @returns {ReadonlyMap<string, string>} by file name
 */
export function thousandRules() {
  const files = Array.from({ length: FILES }, (_, file) => [`team-${file}.yaml`, ruleFile(file)]);
  return new Map(files);
}

function ruleFile(file) {
  const groups = Array.from({ length: GROUPS }, (_, group) => {
    const first = (file * GROUPS + group) * RULES;
    const rules = Array.from({ length: RULES }, (_, rule) => alert(first + rule));
    return `  - name: team-${file}-group-${group}\n    interval: 30s\n    rules:\n${rules.join("")}`;
  });
  return `groups:\n${groups.join("")}`;
}

function alert(number) {
  const { expr, text } = SHAPES[number % SHAPES.length](number);
  return `      - alert: Alert${number}
        expr: |
${expr.map((line) => `          ${line}\n`).join("")}        for: 5m
        labels:
          severity: warning
        annotations:
          summary: >-
            ${text}
          description: >-
            This alert has been firing for at least five minutes, with a value of {{ $value | printf "%.2f" }}. Look at
            the newest lines first, and compare them with those of the last release.
`;
}

const SHAPES = [
  (number) => ({
    expr: [`sum by (namespace) (rate({namespace="shop"} |= "error" | app="shop-${number}" [10m])) > 1`],
    text: "Errors of a shop in {{ $labels.namespace }}",
  }),
  (number) => ({
    expr: [
      `sum by (namespace, pod) (`,
      `  count_over_time({container="c${number}"} |~ "(?i)fail(ed|ure)" != "retry" [10m])`,
      `) > 5`,
    ],
    text: "Failures in {{ $labels.namespace }}/{{ $labels.pod }}",
  }),
  (number) => ({
    expr: [
      `sum by (namespace, code) (`,
      `  count_over_time({namespace="web"} | app="web-${number}" | json code="status" | code >= 500 [10m])`,
      `) > 10`,
    ],
    text: "Status {{ $labels.code }} in {{ $labels.namespace }}",
  }),
  (number) => ({
    expr: [
      `sum by (namespace, user) (`,
      `  count_over_time({namespace="access"} | app="sshd-${number}" | regexp "user (?P<user>[a-z]+) failed" | user != "" [15m])`,
      `) > 3`,
    ],
    text: "Failed logins of {{ $labels.user }} in {{ $labels.namespace }}",
  }),
  (number) => ({
    expr: [
      `sum by (namespace, app) (`,
      `  count_over_time({namespace="team-${number}"} | logfmt | level="error" | duration > 2s | __error__="" [10m])`,
      `) > 20`,
    ],
    text: "Slow requests of {{ $labels.app }} in {{ $labels.namespace }}",
  }),
  (number) => ({
    expr: [
      `sum by (namespace) (rate({namespace="api"} | app="api-${number}" | json | status >= 500 [10m]))`,
      `  /`,
      `sum by (namespace) (rate({namespace="api"} | app="api-${number}" | json | status >= 100 [10m]))`,
      `  > 0.05`,
    ],
    text: "{{ $value | humanizePercentage }} of the requests in {{ $labels.namespace }} fail",
  }),
  (number) => ({
    expr: [
      `sum by (node) (`,
      `  count_over_time({job="node-journal", unit="service-${number}"} |= "Failed with result" [15m])`,
      `) > 2`,
    ],
    text: "A service fails on {{ $labels.node }}",
  }),
  (number) => ({
    expr: [
      `sum by (namespace, name) (`,
      `  count_over_time({job="kubernetes-events"} | logfmt | namespace="team-${number}" | reason="FailedMount" [15m])`,
      `) > 3`,
    ],
    text: "A volume of {{ $labels.namespace }}/{{ $labels.name }} can't be mounted",
  }),
  (number) => ({
    expr: [
      `max by (namespace) (`,
      `  quantile_over_time(0.99, {namespace="db"} | app="db-${number}" | logfmt | unwrap duration(latency) | __error__="" [10m])`,
      `) > 2`,
    ],
    text: "Slow queries in {{ $labels.namespace }}",
  }),
  (number) => ({
    expr: [`absent_over_time({namespace="backup", container="backup-${number}"} |= "backup finished" [12h])`],
    text: "No backup of {{ $labels.container }}",
  }),
];
