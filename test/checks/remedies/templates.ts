import { alert } from "../rules/rules";
import { inFile, type RemedyCase } from "./remedy";

const BY_NAMESPACE = 'sum by (namespace) (count_over_time({namespace="web"} |= "boom" [5m])) > 5';
const BY_POD = 'sum by (namespace, pod) (count_over_time({namespace="web"} |= "boom" [5m])) > 5';
const UNGROUPED = 'sum(count_over_time({namespace="web"} |= "boom" [5m])) > 5';

const OF_EVENTS =
  'sum by (name) (count_over_time({job="kubernetes-events"} |= "boom" | logfmt name | name!="" [5m])) > 5';
const OF_UNITS = 'sum by (unit) (count_over_time({job="node-journal", unit=~".+"} |= "boom" [5m])) > 5';

const withSummary = (summary: string, query = BY_NAMESPACE) => alert(query, { annotations: { summary } });

/** The summary of an alert before and after following the remedy. */
function inText(check: string, before: string, remedy: string, after: string, query = BY_NAMESPACE): RemedyCase {
  return inFile(check, withSummary(before), remedy, withSummary(after, query));
}

const EXPANSION = "rule-template-expansion";
const FORM = "rule-template-form";
const LEFTOVER = "rule-template-leftover";

/** Remedies of the checks of alert templates. */
export const templateRemedies: readonly RemedyCase[] = [
  inText("rule-template", "{{ $labels.pod }}", "group by (namespace, pod) in the query", "{{ $labels.pod }}", BY_POD),
  inText("rule-template", "in {{ $labels.pod }}", "or remove it from the text", "in a pod"),
  inText("rule-template", "{{ $labels.Namespace }}", 'did you mean "namespace"?', "{{ $labels.namespace }}"),
  inText("rule-template", "x {{ $labels.alertname }}", "write the alert's name", "x Test"),
  inText("rule-template", "x {{ $labels.cluster_id }}", "remove it from the text", "x"),
  inFile(
    "rule-template",
    withSummary("{{ $labels.pod }} in {{ $labels.namespace }}", UNGROUPED),
    "keep it through the query, as in sum by (pod, namespace) (…)",
    withSummary("{{ $labels.pod }} in {{ $labels.namespace }}", BY_POD),
  ),
  inText(EXPANSION, "{{ .namespace }}", "write {{ $labels.namespace }}", "{{ $labels.namespace }}"),
  inText(
    EXPANSION,
    "{{ .pod }}",
    "write {{ $labels.pod }}, and group by (namespace, pod) in the query",
    "{{ $labels.pod }}",
    BY_POD,
  ),
  inText(EXPANSION, "{{ .value }}", "write {{ $value }}", "{{ $value }}"),
  inText(EXPANSION, "{{ .Values.A }}", "write {{ $value }}", "{{ $value }}"),
  inText(EXPANSION, "{{ .Values.cluster }}", "write the value itself", "prod"),
  inText(EXPANSION, "x {{ .Status }}", "remove it", "x"),
  inText(EXPANSION, "{{ .CommonLabels.namespace }}", "write {{ $labels.namespace }}", "{{ $labels.namespace }}"),
  inText(EXPANSION, "{{ .Labels.namespace.name }}", "write {{ $labels.namespace }}", "{{ $labels.namespace }}"),
  inText(
    EXPANSION,
    "{{ with $value }}{{ .Labels.namespace }}{{ end }}",
    "write {{ $labels.namespace }}",
    "{{ with $value }}{{ $labels.namespace }}{{ end }}",
  ),
  inText(EXPANSION, "{{ value }}", "write {{ $value }}", "{{ $value }}"),
  inText(EXPANSION, "{{ if gt $value 5 }}x{{ end }}y", "write gt $value 5.0", "{{ if gt $value 5.0 }}x{{ end }}y"),
  inText(EXPANSION, '{{ if eq $value "5" }}x{{ end }}y', "write eq $value 5.0", "{{ if eq $value 5.0 }}x{{ end }}y"),
  inText(
    EXPANSION,
    "{{ if eq $labels.namespace 5 }}x{{ end }}y",
    'write eq $labels.namespace "5"',
    '{{ if eq $labels.namespace "5" }}x{{ end }}y',
  ),
  inText(EXPANSION, '{{ $value | humanize "x" }}', "pass 1 argument to humanize", "{{ $value | humanize }}"),
  inText(
    EXPANSION,
    "{{ toUpper $value }}",
    'as in {{ printf "%v" $value | toUpper }}',
    '{{ printf "%v" $value | toUpper }}',
  ),
  inText(EXPANSION, "{{ toUpper $labels }}", "as in $labels.namespace", "{{ toUpper $labels.namespace }}"),
  inText(EXPANSION, '{{ printf "%d" $value }}', "write %.0f", '{{ printf "%.0f" $value }}'),
  inText(EXPANSION, '{{ printf "%.2d" $value }}', "write %.0f", '{{ printf "%.0f" $value }}'),
  inText(EXPANSION, '{{ printf "%5s" $value }}', "write %5v", '{{ printf "%5v" $value }}'),
  inText(EXPANSION, '{{ printf "%.1f" $labels.namespace }}', "write %s", '{{ printf "%s" $labels.namespace }}'),
  inText(EXPANSION, '{{ printf "%f" (len $labels) }}', "write %d", '{{ printf "%d" (len $labels) }}'),
  inText(
    EXPANSION,
    '{{ printf "100%, %s" $labels.namespace }}',
    "write %% for a percent sign",
    '{{ printf "100%%, %s" $labels.namespace }}',
  ),
  inText(EXPANSION, '{{ printf "x %s" }}', "pass a value for %s", '{{ printf "x %s" $labels.namespace }}'),
  inText(EXPANSION, '{{ printf "x" $value }}', "add a verb for each value", '{{ printf "x %v" $value }}'),
  inText(
    EXPANSION,
    "{{ humanizeDuration $labels.namespace }}",
    "pass $value to humanizeDuration",
    "{{ humanizeDuration $value }}",
  ),
  inText(
    EXPANSION,
    "{{ $value | toDuration | humanizeDuration }}",
    "the conversion before it",
    "{{ $value | humanizeDuration }}",
  ),
  inText(EXPANSION, '{{ query "up" | first | value }}', "or remove it", "{{ $value }}"),
  inText(EXPANSION, '{{ first "x" }}', "pass the result of query to first", '{{ (query "vector(1)" | first).Value }}'),
  inText(
    EXPANSION,
    "{{ $labels.namespace | slice 0 3 }}",
    "as in {{ slice $labels.namespace 0 5 }}",
    "{{ slice $labels.namespace 0 5 }}",
  ),
  inText(EXPANSION, "{{ index $labels 0 }}", "as in {{ $labels.namespace }}", "{{ $labels.namespace }}"),
  inText(
    EXPANSION,
    '{{ reReplaceAll "(" "" "x" }}',
    "correct the regular expression",
    '{{ reReplaceAll "[(]" "" "x" }}',
  ),
  inText(EXPANSION, '{{ template "x" . }}', 'write the text of "x" here', "x"),
  inText(
    EXPANSION,
    '{{ define "x" }}y{{ template "x" . }}{{ end }}{{ template "x" . }}',
    'remove "x" from its own definition',
    '{{ define "x" }}y{{ end }}{{ template "x" . }}',
  ),
  inText(
    EXPANSION,
    '{{ define "x" }}{{ . }}{{ end }}{{ template "x" }}',
    "or pass the data",
    '{{ define "x" }}{{ . }}{{ end }}{{ template "x" $value }}',
  ),
  inText(
    EXPANSION,
    '{{ $labels.namespace or "x" }}',
    'write or $labels.namespace "x"',
    '{{ or $labels.namespace "x" }}',
  ),
  inText(EXPANSION, "{{ if $value gt 5 }}x{{ end }}y", "write gt $value 5.0", "{{ if gt $value 5.0 }}x{{ end }}y"),
  inText(EXPANSION, "{{ $labels .namespace }}", "write {{ $labels.namespace }}", "{{ $labels.namespace }}"),
  inText(EXPANSION, '{{ $labels.namespace "x" }}', "remove its arguments", "{{ $labels.namespace }}"),
  inText(FORM, "{{ namespace }}", "write {{ $labels.namespace }}", "{{ $labels.namespace }}"),
  inText(
    FORM,
    "{{ labels.pod }}",
    "write {{ $labels.pod }}, and group by (namespace, pod)",
    "{{ $labels.pod }}",
    BY_POD,
  ),
  inText(FORM, '{{ $labels["namespace"] }}', "write {{ $labels.namespace }}", "{{ $labels.namespace }}"),
  inText(
    FORM,
    "{{ $labels.app.kubernetes.io/name }}x",
    "write {{ $labels.app }}, and group by (namespace, app)",
    "{{ $labels.app }}x",
    BY_POD.replace("pod", "app"),
  ),
  inText(FORM, "{{ $labels.app-name }}x", "remove it", "x"),
  inText(FORM, "{{ if $value > 5 }}x{{ end }}y", "as in {{ if gt $value 5.0 }}", "{{ if gt $value 5.0 }}x{{ end }}y"),
  inText(FORM, "{{ $labels.namespace | upper }}", "write toUpper", "{{ $labels.namespace | toUpper }}"),
  inText(
    FORM,
    '{{ $labels.namespace | default "x" }}',
    "write or with the value first",
    '{{ or $labels.namespace "x" }}',
  ),
  inText(FORM, "{{ $value | toInt }}", 'write printf "%.0f"', '{{ $value | printf "%.0f" }}'),
  inText(FORM, "{{ $values.A }}", "write $value", "{{ $value }}"),
  inText(FORM, "{{ '{{' }} $labels.namespace {{ '}}' }}", "write {{ $labels.name }}", "{{ $labels.namespace }}"),
  inText(LEFTOVER, "in $labels.namespace", "write {{ $labels.namespace }}", "in {{ $labels.namespace }}"),
  inText(
    LEFTOVER,
    "in {$labels.pod}",
    "write {{ $labels.pod }}, and group by (namespace, pod)",
    "in {{ $labels.pod }}",
    BY_POD,
  ),
  inText(LEFTOVER, "{{ `{{ $value }}` }}", "and write {{ $value }}", "{{ $value }}"),
  inText(LEFTOVER, "{% raw %}x{% endraw %}", "remove it", "x"),
  inText(LEFTOVER, ["$", "{cluster}"].join(""), "write the value", "prod"),
  inText(LEFTOVER, "<no value> errors", "remove it", "errors"),
  inText(LEFTOVER, "{{ if $value }}{{ end }}", "write the text", "x"),
  inFile(
    "rule-untrusted-command",
    withSummary("Next: kubectl logs {{ $labels.name }}", OF_EVENTS),
    'add | name=~"[A-Za-z0-9][-A-Za-z0-9_.]*" at the end of the pipeline',
    withSummary(
      "Next: kubectl logs {{ $labels.name }}",
      OF_EVENTS.replace(" [5m]", ' | name=~"[A-Za-z0-9][-A-Za-z0-9_.]*" [5m]'),
    ),
  ),
  inFile(
    "rule-untrusted-command",
    withSummary("{{ $labels.name }}: Next: kubectl logs {{ $labels.name }}", OF_EVENTS),
    "or remove name from the command",
    withSummary("{{ $labels.name }}: Next: kubectl get pods", OF_EVENTS),
  ),
  inFile(
    "rule-untrusted-command",
    withSummary("Next: journalctl -u {{ $labels.unit }}", OF_UNITS),
    "write '{{ $labels.unit }}' in single quotes",
    withSummary("Next: journalctl -u '{{ $labels.unit }}'", OF_UNITS),
  ),
  inFile(
    "rule-label-identity",
    alert(BY_NAMESPACE, { labels: { count: "{{ $value }}" } }),
    "move count to the annotations",
    alert(BY_NAMESPACE, { annotations: { count: "{{ $value }}" } }),
  ),
  inFile(
    "rule-template",
    alert(BY_NAMESPACE, { labels: { severity: "warning" }, annotations: { summary: "{{ $labels.severity }}" } }),
    'write "warning" itself',
    alert(BY_NAMESPACE, { labels: { severity: "warning" }, annotations: { summary: "warning" } }),
  ),
  inFile(
    LEFTOVER,
    alert(BY_NAMESPACE, { alert: "Boom {{ $labels.namespace }}" }),
    "remove {{ $labels.namespace }} from the name",
    alert(BY_NAMESPACE, { alert: "Boom" }),
  ),
  // The aggregation must keep the labels that the text reads, and the text may read only those.
  inFile(
    "rule-unaggregated",
    withSummary("{{ $labels.pod }}", 'count_over_time({namespace="web"} |= "boom" [5m]) > 5'),
    "write sum by (namespace, pod) (count_over_time(…))",
    withSummary("{{ $labels.pod }}", BY_POD),
  ),
];
