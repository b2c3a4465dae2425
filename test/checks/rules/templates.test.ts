import { stringify } from "yaml";
import { ruleLabelIdentity } from "../../../src/checks/rules/label-identity";
import { ruleTemplate } from "../../../src/checks/rules/template";
import { ruleTemplateExpansion } from "../../../src/checks/rules/template-expansion";
import { ruleTemplateForm } from "../../../src/checks/rules/template-form";
import { ruleTemplateLeftover } from "../../../src/checks/rules/template-leftover";
import { alert, gots, remedies } from "./rules";

const BY_NAMESPACE = 'sum by (namespace) (count_over_time({namespace="web"} |= "boom" [5m])) > 5';
const CHECKS = [ruleTemplate, ruleTemplateExpansion, ruleTemplateForm, ruleTemplateLeftover, ruleLabelIdentity];

const withSummary = (summary: string) => alert(BY_NAMESPACE, { annotations: { summary } });
const dollar = (name: string) => ["$", `{${name}}`].join("");

test.each([
  "{{ $value }}% of {{ $labels.namespace }}",
  "{{ $labels }} {{ . }} {{ .Labels }}",
  "{{ range $name, $text := $labels }}{{ $name }}={{ $text }} {{ end }}",
  '{{ if eq $labels.namespace "web" }}web{{ end }}',
  '{{ if and (gt $value 1.0) (ne $labels.namespace "x") }}many{{ else }}few{{ end }}',
  '{{ with query "sum(rate({namespace=\\"web\\"}[5m]))" }}{{ . | first | value | humanize }}{{ end }}',
  '{{ range query "sum by (pod) (rate({namespace=\\"web\\"}[5m]))" }}{{ .Labels.pod }}: {{ .Value }}{{ end }}',
  '{{ slice $labels.namespace 0 8 }} {{ reReplaceAll "-.*" "" $labels.namespace }}',
  '{{ printf "%.2f%%" $value }} {{ $value | humanizePercentage }} {{ $value | toTime }}',
  "{{ $externalLabels.cluster }}{{ externalURL }}/x",
  "It costs $5, at 100%! See [[1]] and %d of 5",
  `Run kubectl -n ${dollar("NAMESPACE")} get pods`,
  "{{- /* a comment */ -}} text",
])("finds nothing in %s", (summary) => {
  expect(CHECKS.flatMap((check) => gots(check, withSummary(summary)))).toEqual([]);
});

test.each([
  ["a json field as a number", "| json", "{{ humanizeDuration $labels.took }}"],
  ["a json field as a duration", "| json", "{{ parseDuration $labels.timeout }}"],
  ["a slice of a json field", "| json", "{{ slice $labels.trace 0 32 }}"],
])("accepts %s, which may succeed", (_, stage, summary) => {
  const text = alert(`max by (took, timeout, trace) (count_over_time({namespace="web"} ${stage} [5m])) > 5`, {
    annotations: { summary },
  });
  expect(gots(ruleTemplateExpansion, text)).toEqual([]);
});

test.each([
  ["{{ .namespace }}", '.namespace, which fails: the template\'s data has no field "namespace"'],
  [
    "{{ if gt $value 0 }}x{{ end }}",
    "gt $value 0, which fails: error calling gt: incompatible types for comparison: float64 and int",
  ],
  ['{{ if eq $labels.namespace "other" }}{{ .pod }}{{ end }}', ".pod, which fails"],
  ['{{ if eq $labels.namespace "other" }}x{{ else }}{{ .pod }}{{ end }}', ".pod, which fails"],
  ["{{ range $externalLabels }}{{ .x }}{{ end }}y", ".x, which fails: can't evaluate field x in type string"],
  ["{{ toUpper $value }}", "$value, which fails: toUpper takes string, not float64"],
  ['{{ printf "%d" $value }}', 'printf "%d" $value, which prints %!d(float64=12.5)'],
  ['{{ printf "%d" $labels.namespace }}', 'printf "%d" $labels.namespace, which prints %!d(string=namespace-…)'],
  ['{{ define "x" }}{{ . }}{{ end }}{{ template "x" }}', "{{ . }}, which prints <no value>"],
  [
    '{{ define "x" }}{{ template "x" }}{{ end }}{{ template "x" }}',
    '{{ template "x" }}, which executes "x" again and again',
  ],
])("rule-template-expansion reports %s", (summary, got) => {
  expect(gots(ruleTemplateExpansion, withSummary(summary))).toEqual([
    expect.stringContaining(`annotations.summary with ${got}`),
  ]);
});

test("reports the same mistake in several texts of a rule once", () => {
  const texts = { summary: "{{ .ns }} {{ .ns }}", description: "{{ .ns }}" };
  expect(gots(ruleTemplateExpansion, alert(BY_NAMESPACE, { annotations: texts }))).toEqual([
    'annotations.summary and annotations.description with .ns, which fails: the template\'s data has no field "ns"',
  ]);
  const dropped = { summary: "{{ $labels.pod }}", description: "{{ $labels.container }} of {{ $labels.pod }}" };
  const text = alert(BY_NAMESPACE, { annotations: dropped });
  expect(gots(ruleTemplate, text)).toEqual([
    'annotations.summary and annotations.description with the labels "pod" and "container", which the alert\'s series do not have',
  ]);
  expect(remedies(ruleTemplate, text)).toEqual([
    "group by (namespace, pod, container) in the query, or remove them from the text",
  ]);
  expect(gots(ruleTemplateLeftover, alert(BY_NAMESPACE, { annotations: { a: "$value", b: "$value" } }))).toHaveLength(
    1,
  );
});

test("reports several mistakes in one text", () => {
  expect(gots(ruleTemplateExpansion, withSummary('{{ .x }} {{ printf "%d" $value }} {{ len 3 }}'))).toHaveLength(3);
});

test.each([
  [
    'sum(count_over_time({a="b"}[5m])) > 1',
    "keep it through the query, as in sum by (pod) (…), or remove it from the text",
  ],
  [
    'sum without (pod) (count_over_time({namespace="web"}[5m])) > 1',
    "remove pod from without (…), or remove it from the text",
  ],
  [
    'sum by (namespace) (count_over_time({namespace="web"}[5m])) / sum by (namespace) (count_over_time({namespace="web"}[1h])) > 1',
    "keep it through the query with by (namespace, pod) in each aggregation, or remove it from the text",
  ],
])("rule-template names the grouping of %s", (query, remedy) => {
  expect(remedies(ruleTemplate, alert(query, { annotations: { summary: "{{ $labels.pod }}" } }))).toEqual([remedy]);
});

test.each([
  ["{{ $labels.pod", "annotations.summary with {{ without }}", "close the action with }}"],
  ["{{ $labels.my-label }}", "annotations.summary with - in an action", "remove it"],
  ["{{ $value * 100 }}", "annotations.summary with * in an action", "calculate in the query"],
  ["{{ if not $x }}{{ end }}", 'annotations.summary with an undeclared variable "$x"', "did you mean"],
  ["{{ $externalURL }}", 'annotations.summary with an undeclared variable "$externalURL"', "write {{ externalURL }}"],
  ['{{ tmpl "x" . }}', 'annotations.summary with an unknown function "tmpl"', "write the text here"],
  ["{{% raw %}}", "annotations.summary with % in an action", "remove the quotes of the other template language"],
  ["{{ Labels.namespace }}", 'annotations.summary with an unknown function "Labels"', "write {{ $labels.namespace }}"],
  ["{{{ $labels.namespace }}}", "annotations.summary with { in an action", "write {{ $labels.namespace }}"],
  ["{{ $value:.1f }}", "annotations.summary with : in an action", 'write {{ printf "%.1f" $value }}'],
  [
    '{{ if $labels.namespace == "x" }}{{ end }}',
    'annotations.summary with "=" in a command',
    "write the function first",
  ],
  ["{{ $value.2f }}", "annotations.summary with 2 in an action", 'write {{ printf "%.2f" $value }}'],
  ["{{ $value | %.1f }}", "annotations.summary with % in an action", 'write {{ printf "%.1f" $value }}'],
  [
    '{{ $externalLabels["cluster"] }}',
    "annotations.summary with [ in an action",
    "write {{ $externalLabels.cluster }}",
  ],
  ["{{ $labels.namespace | toLower }", "annotations.summary with } in an action", "close the action with }}"],
  ["{{ endif }}", 'annotations.summary with an unknown function "endif"', "write {{ end }}"],
  [`${"{{ if 1 }}".repeat(300)}`, "annotations.summary with more than 200 levels of nesting", "split the template"],
])("rule-template-form reports %s", (summary, got, remedy) => {
  expect(gots(ruleTemplateForm, withSummary(summary))).toEqual([got]);
  expect(remedies(ruleTemplateForm, withSummary(summary))).toEqual([expect.stringContaining(remedy)]);
});

test.each([
  ["$labels.namespace is down", "$labels.namespace, which it prints as it is"],
  ["{ { $labels.namespace } }", "$labels.namespace, which it prints as it is"],
  [`${dollar("labels.namespace")}`, "labels.namespace, which it prints as it is"],
  ["value: $value", "$value, which it prints as it is"],
  [`in ${dollar("cluster_name")}`, "cluster_name}, which it prints as it is"],
  ['{{ "{{" }} $labels.namespace {{ "}}" }}', "{{ $labels.namespace }}, which it prints as it is"],
  ["{% if x %}{% endif %}", "{% if x %}, which it prints as it is"],
  ["[[ .Labels.namespace ]]", "[[ .Labels.namespace ]], which it prints as it is"],
  ["<no value>", "<no value>, which it prints as it is"],
  ["{{/* nothing */}}", "a template that prints nothing"],
])("rule-template-leftover reports %s", (summary, got) => {
  expect(gots(ruleTemplateLeftover, withSummary(summary))).toEqual([expect.stringContaining(got)]);
});

test("rule-template-leftover reports templates where Loki expands none", () => {
  const rule = { expr: BY_NAMESPACE, labels: { team: "{{ $labels.namespace }}" } };
  const file = stringify({ groups: [{ name: "g", rules: [{ record: "boom:count5m", ...rule }] }] });
  expect(gots(ruleTemplateLeftover, file)).toEqual([
    "labels.team with {{ $labels.namespace }}, which Loki expands only in an alert",
  ]);
  expect(gots(ruleTemplateLeftover, alert(BY_NAMESPACE, { alert: "Boom {{ $labels.namespace }}" }))).toEqual([
    "the alert's name with {{ $labels.namespace }}, which Loki does not expand",
  ]);
});

test("rule-label-identity names all labels with the value in one finding, unless the value is constant", () => {
  const labels = { one: "{{ $value }}", two: "{{ $value | humanize }}" };
  expect(gots(ruleLabelIdentity, alert(BY_NAMESPACE, { labels }))).toEqual([
    "labels.one and labels.two with the value of the query, which differs at every evaluation",
  ]);
  expect(gots(ruleLabelIdentity, alert('absent_over_time({namespace="web"}[5m])', { labels }))).toEqual([]);
});

test.each([
  ["{{ $value }}", "the value of the query"],
  ['{{ .Value | printf "%.0f" }} errors', "the value of the query"],
  ['{{ query "vector(1)" | first | value | humanize }}', "the value of the query"],
  ["{{ now }}", "the time"],
  ['{{ (now | toTime).Format "15:04" }}', "the time"],
])("rule-label-identity reports %s", (count, source) => {
  expect(gots(ruleLabelIdentity, alert(BY_NAMESPACE, { labels: { count } }))).toEqual([
    `labels.count with ${source}, which differs at every evaluation`,
  ]);
});

test.each([
  "{{ $labels.namespace }}",
  "{{ if gt $value 100.0 }}critical{{ else if gt $value 10.0 }}warning{{ else }}info{{ end }}",
  "{{ (now | toTime).Year }}",
  "critical",
])("rule-label-identity accepts %s", (severity) => {
  expect(gots(ruleLabelIdentity, alert(BY_NAMESPACE, { labels: { severity } }))).toEqual([]);
});
