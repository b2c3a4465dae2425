import { nameRemedies } from "./names";
import { inQuery, type RemedyCase } from "./remedy";

const S = '{namespace="a", node=~".+", container="c"}';
const rate = (labels: string, filter = "") =>
  `sum${labels === "" ? "" : ` by (${labels})`} (rate(${S} ${filter} [5m]))`;
const count = (labels: string, filter = "") => rate(labels, filter).replace("rate", "count_over_time");
const ERRORS = rate("namespace", '|= "x"');
const RATIO = `${ERRORS} / ${rate("namespace")}`;
const text = (summary: string) => ({ annotations: { summary } });

/** A remedy that also changes the rule's other keys. */
function inRule(
  check: string,
  [before, rule]: readonly [string, object],
  remedy: string,
  [after, changed]: readonly [string, object],
): RemedyCase {
  return {
    check,
    before: inQuery(check, before, remedy, before, rule).before,
    remedy,
    after: inQuery(check, after, remedy, after, changed).after,
  };
}

const matching: readonly RemedyCase[] = [
  inQuery(
    "rule-matching",
    `${rate("pod", '|= "x"')} / ${rate("namespace")} > 0.5`,
    "group both sides by the same labels, as in by (pod)",
    `${rate("pod", '|= "x"')} / ${rate("pod")} > 0.5`,
  ),
  inQuery(
    "rule-matching",
    `${ERRORS} / ${rate("")} > 0.5`,
    "write / on () group_left",
    `${ERRORS} / on () group_left ${rate("")} > 0.5`,
  ),
  inQuery(
    "rule-matching",
    `${rate("")} / ${ERRORS} > 5`,
    "write / on () group_right",
    `${rate("")} / on () group_right ${ERRORS} > 5`,
  ),
  inQuery("rule-matching", `${ERRORS} > 5 unless vector(1)`, "remove unless vector(…)", `${ERRORS} > 5`),
  inQuery("rule-matching", `${ERRORS} > vector(5)`, "write 5 instead of vector(…)", `${ERRORS} > 5`),
  inQuery(
    "rule-matching",
    `${ERRORS} > 5 unless on (cluster) ${rate("namespace")}`,
    "write unless on (namespace)",
    `${ERRORS} > 5 unless on (namespace) ${rate("namespace")}`,
  ),
  inQuery(
    "rule-matching",
    `${ERRORS} > 5 unless on (namespace, cluster) ${rate("namespace")}`,
    "remove cluster from on (…)",
    `${ERRORS} > 5 unless on (namespace) ${rate("namespace")}`,
  ),
  inQuery(
    "rule-matching",
    `${ERRORS} > 5 and sum by (namespace) (rate({namespace="b"}[5m])) > 5`,
    "write and ignoring (namespace)",
    `${ERRORS} > 5 and ignoring (namespace) sum by (namespace) (rate({namespace="b"}[5m])) > 5`,
  ),
  inQuery(
    "rule-matching",
    `${ERRORS} > 5 and on (namespace) sum by (namespace) (rate({namespace="b"}[5m])) > 5`,
    "remove namespace from on (…)",
    `${ERRORS} > 5 and on () sum by (namespace) (rate({namespace="b"}[5m])) > 5`,
  ),
  inQuery(
    "rule-matching",
    `${rate("namespace, pod", '|= "x"')} / on (namespace) ${rate("namespace")} > 0.5`,
    "write / on (namespace) group_left",
    `${rate("namespace, pod", '|= "x"')} / on (namespace) group_left ${rate("namespace")} > 0.5`,
  ),
  inQuery(
    "rule-matching",
    `${rate("pod, node", '|= "x"')} / on (node) ${rate("pod, node")} > 0.5`,
    "group both sides by (node)",
    `${rate("node", '|= "x"')} / on (node) ${rate("node")} > 0.5`,
  ),
  inQuery(
    "rule-matching-partly",
    `${rate("namespace, app", '|= "x"')} / ${rate("namespace")} > 0.5`,
    "write / on (namespace) group_left",
    `${rate("namespace, app", '|= "x"')} / on (namespace) group_left ${rate("namespace")} > 0.5`,
  ),
];

const thresholds: readonly RemedyCase[] = [
  inQuery("rule-threshold", `${RATIO} > 5`, "write > 0.05 for 5 %", `${RATIO} > 0.05`),
  inQuery("rule-threshold", `100 * ${RATIO} > 500`, "write > 5 for 5 %", `100 * ${RATIO} > 5`),
  inQuery(
    "rule-threshold",
    `${ERRORS} / ${count("namespace")} > 0.05`,
    "use the same function on both sides",
    `${ERRORS} / ${rate("namespace")} > 0.05`,
  ),
  inQuery("rule-threshold", `absent_over_time(${S}[5m]) == 0`, "remove the comparison", `absent_over_time(${S}[5m])`),
  inQuery(
    "rule-threshold",
    `${count("namespace")} > 5 < 3`,
    "compare with a number in the value's range (above 5)",
    `${count("namespace")} > 5 < 30`,
  ),
  inQuery(
    "rule-threshold",
    `${count("namespace")} > 5 and ${count("namespace")} < 3`,
    "write or",
    `${count("namespace")} > 5 or ${count("namespace")} < 3`,
  ),
  inQuery(
    "rule-threshold",
    `${ERRORS} > ${rate("namespace")}`,
    "swap the two sides",
    `${rate("namespace")} > ${ERRORS}`,
  ),
  inQuery("rule-always-fires", `${ERRORS} > 5 or vector(0)`, 'remove "or vector(0)"', `${ERRORS} > 5`),
  inQuery("rule-always-fires", `(${ERRORS} or vector(0)) < 5`, 'remove "or vector(0)"', `${ERRORS} < 5`),
  inQuery(
    "rule-always-fires",
    `(${rate("namespace")} or vector(0)) == 0`,
    `use absent_over_time(${S} [5m])`,
    `absent_over_time(${S} [5m])`,
  ),
  inQuery("rule-always-fires", `(${rate("")} or vector(0)) >= 0`, "write > 0", `(${rate("")} or vector(0)) > 0`),
  inQuery(
    "rule-always-fires",
    `${rate("")} or vector(0) < 1`,
    "write parentheses: (… or vector(0)) < 1",
    `(${rate("")} or vector(0)) < 1`,
  ),
  inQuery(
    "rule-threshold",
    `${count("")} or vector(0) > 5`,
    "write parentheses: (… or vector(0)) > 5",
    `(${count("")} or vector(0)) > 5`,
  ),
  inQuery(
    "rule-threshold",
    `${ERRORS} / ${ERRORS.replace("5m", "30m")} > 10`,
    "compare with a number in the value's range (above 0 and at most 6)",
    `${ERRORS} / ${ERRORS.replace("5m", "30m")} > 5`,
  ),
  inQuery("rule-threshold", `${count("")} > 5 or vector(0) > 5`, 'remove "or vector(0) > 5"', `${count("")} > 5`),
  inQuery("rule-always-fires", "1 > 2", "compare a count of lines with a threshold", `${count("namespace")} > 2`),
  inQuery("rule-always-true", `${count("namespace")} >= 0`, "write > 0", `${count("namespace")} > 0`),
  inQuery("rule-always-true", `1 - ${RATIO} < 99`, "lower the number", `1 - ${RATIO} < 0.99`),
  inQuery(
    "rule-absence",
    `${count("namespace")} == 0`,
    `use absent_over_time(${S} [5m])`,
    `absent_over_time(${S} [5m])`,
  ),
  inQuery("rule-bool", `${ERRORS} > bool 5`, "remove bool", `${ERRORS} > 5`),
  inQuery(
    "rule-bool",
    `(${ERRORS} > bool 5) * (${rate("namespace")} > bool 5)`,
    "compare the result of the calculation, as in (…) > 0",
    `(${ERRORS} > bool 5) * (${rate("namespace")} > bool 5) > 0`,
  ),
  inQuery(
    "rule-quantile",
    `quantile_over_time(95, ${S} | regexp "took (?P<took>.+)" | unwrap took [5m]) by (namespace) > 5`,
    "write 0.95",
    `quantile_over_time(0.95, ${S} | regexp "took (?P<took>.+)" | unwrap took [5m]) by (namespace) > 5`,
  ),
  inQuery("rule-rate-or-count", `${count("namespace")} > 0.5`, "use rate(…)", `${rate("namespace")} > 0.5`),
  inQuery(
    "rule-rate-or-count",
    `${rate("namespace")} > 10`,
    "use count_over_time instead of rate",
    `${count("namespace")} > 10`,
    text("More than 10 errors in the last 5 minutes"),
  ),
];

const percentages: readonly RemedyCase[] = [
  inQuery("rule-percentage", `100 * ${RATIO} > 0.05`, "write > 5 for 5 %", `100 * ${RATIO} > 5`),
  inRule("rule-percentage", [`100 * ${RATIO} > 0.05`, {}], 'state "0.05%" in the alert\'s text', [
    `100 * ${RATIO} > 0.05`,
    text("More than 0.05% errors"),
  ]),
  inRule(
    "rule-percentage",
    [`${RATIO} > 0.05`, text("{{ $value }}% errors")],
    "write {{ $value | humanizePercentage }}",
    [`${RATIO} > 0.05`, text("{{ $value | humanizePercentage }} errors")],
  ),
  inRule(
    "rule-percentage",
    [`100 * ${RATIO} > 5`, text("{{ $value | humanizePercentage }} errors")],
    'write {{ $value | printf "%.1f" }}%',
    [`100 * ${RATIO} > 5`, text('{{ $value | printf "%.1f" }}% errors')],
  ),
  inRule(
    "rule-percentage",
    [`${count("namespace")} > 5`, text("{{ $value }}% errors")],
    "write {{ $value }} without a percent sign",
    [`${count("namespace")} > 5`, text("{{ $value }} errors")],
  ),
];

const windows: readonly RemedyCase[] = [
  inQuery(
    "rule-retention",
    count("namespace").replace("5m", "10d"),
    "use [7d]",
    count("namespace").replace("5m", "7d"),
  ),
  inQuery(
    "rule-retention",
    count("namespace").replace("[5m]", "[6d] offset 2d"),
    "use [5d]",
    count("namespace").replace("[5m]", "[5d] offset 2d"),
  ),
  inQuery(
    "rule-retention",
    count("namespace").replace("[5m]", "[10m] offset -5m"),
    "use [5m] without an offset",
    count("namespace"),
  ),
  inQuery(
    "rule-retention",
    count("namespace").replace("[5m]", "[5m] offset 7d"),
    "use an offset of at most 167h",
    count("namespace").replace("[5m]", "[5m] offset 167h"),
  ),
  inQuery(
    "rule-empty-range",
    count("namespace").replace("[5m]", "[1h] offset 9d"),
    "use an offset of at most 167h",
    count("namespace").replace("[5m]", "[1h] offset 167h"),
  ),
  inQuery(
    "rule-empty-range",
    count("namespace").replace("[5m]", "[8d] offset 9d"),
    "use [7d] without an offset",
    count("namespace").replace("5m", "7d"),
  ),
  inQuery(
    "rule-empty-range",
    count("namespace").replace("[5m]", "[5m] offset -5m"),
    "remove the offset",
    count("namespace"),
  ),
  inQuery(
    "rule-empty-range",
    count("namespace").replace("5m", "40d"),
    "use [7d]",
    count("namespace").replace("5m", "7d"),
  ),
  inQuery("rule-flapping", `${rate("namespace").replace("5m", "1m")} > 0`, "use [5m]", `${rate("namespace")} > 0`),
  inQuery("rule-flapping", `${count("namespace")} == 3`, "use >= 3", `${count("namespace")} >= 3`),
  inQuery(
    "rule-flapping",
    'sum by (namespace) (count_over_time({job="kubernetes-events"} |= "Back-off restarting failed container" [1m])) > 0',
    "use [15m]",
    'sum by (namespace) (count_over_time({job="kubernetes-events"} |= "Back-off restarting failed container" [15m])) > 0',
  ),
  inQuery(
    "rule-window",
    `${rate("namespace").replace("5m", "30s")} > 0`,
    "use [2m]",
    `${rate("namespace").replace("5m", "2m")} > 0`,
  ),
  inRule("rule-for", [`${rate("namespace")} > 0`, { for: "5m" }], "remove for", [`${rate("namespace")} > 0`, {}]),
  inRule("rule-for", [`${rate("namespace").replace("5m", "1m")} > 0`, { for: "5m" }], "remove for and use [5m]", [
    `${rate("namespace")} > 0`,
    {},
  ]),
  inRule("rule-for", [`${count("namespace")} > 0`, { for: "5m" }], "count more than one line", [
    `${count("namespace")} > 1`,
    { for: "5m" },
  ]),
  inRule("rule-long-for", [`${rate("namespace")} > 5`, { for: "10d" }], "use for: 1h", [
    `${rate("namespace")} > 5`,
    { for: "1h" },
  ]),
];

const groupings: readonly RemedyCase[] = [
  inQuery(
    "rule-unaggregated",
    `rate(${S}[5m]) > 5`,
    "write sum by (namespace) (rate(…))",
    `sum by (namespace) (rate(${S}[5m])) > 5`,
  ),
  inQuery(
    "rule-unaggregated",
    `rate(${S}[5m]) > 5`,
    "write sum by (namespace, pod) (rate(…))",
    `sum by (namespace, pod) (rate(${S}[5m])) > 5`,
    text("{{ $labels.pod }}"),
  ),
  inQuery(
    "rule-unaggregated",
    `max_over_time(${S} | regexp "took (?P<took>.+)" | unwrap took [5m]) > 5`,
    "write max_over_time(…) by (namespace)",
    `max_over_time(${S} | regexp "took (?P<took>.+)" | unwrap took [5m]) by (namespace) > 5`,
  ),
  inRule(
    "rule-grouping",
    [`${rate("namespce, foo")} > 5`, text("{{ $labels.namespce }} {{ $labels.foo }}")],
    'write "namespace" instead of "namespce", and remove "foo", or extract it first; do the same in annotations.summary',
    [`${rate("namespace")} > 5`, text("{{ $labels.namespace }}")],
  ),
  inQuery("rule-grouping", `${rate("namespce")} > 5`, 'did you mean "namespace"?', `${rate("namespace")} > 5`),
  inRule(
    "rule-identity",
    [
      `sum by (namespace, trace) (count_over_time(${S} | regexp "(?P<trace_id>.+)" | label_format trace=\`{{ __timestamp__ }}\` [5m])) > 5`,
      text("{{ $labels.trace }}"),
    ],
    "write by (namespace), and remove trace from annotations.summary",
    [
      `sum by (namespace) (count_over_time(${S} | regexp "(?P<trace_id>.+)" | label_format trace=\`{{ __timestamp__ }}\` [5m])) > 5`,
      text("many"),
    ],
  ),
  inQuery(
    "rule-identity",
    `sum by (request_id) (count_over_time(${S} | regexp "(?P<request_id>.+)" [5m])) > 5`,
    "write by (namespace)",
    `sum by (namespace) (count_over_time(${S} | regexp "(?P<request_id>.+)" [5m])) > 5`,
  ),
  inQuery(
    "rule-identity",
    `sum without (pod) (count_over_time(${S} | logfmt [5m])) > 5`,
    "write by (namespace, user)",
    `sum by (namespace, user) (count_over_time(${S} | logfmt [5m])) > 5`,
    text("{{ $labels.user }}"),
  ),
];

/** Remedies of the checks of what a query computes, and of names. */
export const expressionRemedies: readonly RemedyCase[] = [
  ...matching,
  ...thresholds,
  ...percentages,
  ...windows,
  ...groupings,
  ...nameRemedies,
];
