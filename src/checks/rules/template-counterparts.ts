/** What to write instead of functions of Helm, Sprig, Grafana and Alertmanager, which the ruler doesn't have. */
const FUNCTIONS: Readonly<Record<string, string>> = {
  upper: "write toUpper",
  lower: "write toLower",
  untitle: "remove it: the ruler has only title",
  title: "write title",
  trunc: 'write printf "%.20s" with the length that you want',
  abbrev: 'write printf "%.20s" with the length that you want',
  substr: "write slice with the text first, as in slice $labels.pod 0 5",
  quote: 'write printf "%q"',
  squote: "write printf \"'%s'\"",
  default: 'write or with the value first, as in {{ or $labels.pod "unknown" }}',
  coalesce: "write or",
  ternary: "write {{ if }}…{{ else }}…{{ end }}",
  empty: "write not",
  contains: "write match with the pattern first",
  hasPrefix: "write match with a pattern that starts with ^",
  hasSuffix: "write match with a pattern that ends with $",
  replace: "write reReplaceAll with the pattern, the replacement and the text",
  regexReplaceAll: "write reReplaceAll with the pattern, the replacement and the text",
  regexMatch: "write match",
  regexFind: "write reReplaceAll with a pattern that covers the whole text",
  trim: 'write reReplaceAll "^\\\\s+|\\\\s+$" ""',
  trimSpace: 'write reReplaceAll "^\\\\s+|\\\\s+$" ""',
  trimPrefix: "write reReplaceAll with a pattern that starts with ^",
  trimSuffix: "write reReplaceAll with a pattern that ends with $",
  trimAll: "write reReplaceAll",
  split: "write reReplaceAll with a pattern that keeps the part you want",
  splitList: "write reReplaceAll with a pattern that keeps the part you want",
  join: "remove it: an alert has no lists",
  stringSlice: "remove it: an alert has no lists",
  list: "remove it: an alert has no lists",
  dict: "write args",
  round: 'write printf "%.2f"',
  floor: 'write printf "%.0f"',
  ceil: 'write printf "%.0f"',
  int: 'write printf "%.0f"',
  int64: 'write printf "%.0f"',
  toInt: 'write printf "%.0f"',
  float64: "remove it: $value is a float64",
  toFloat: "remove it: $value is a float64",
  toString: "write print",
  toJson: "remove it: the ruler cannot write JSON",
  toYaml: "remove it: the ruler cannot write YAML",
  add: "calculate in the query",
  sub: "calculate in the query",
  mul: "calculate in the query",
  div: "calculate in the query",
  mod: "calculate in the query",
  max: "calculate in the query",
  min: "calculate in the query",
  date: "write humanizeTimestamp",
  dateInZone: "write humanizeTimestamp",
  tz: "remove it: the ruler writes times in UTC",
  since: "write humanizeDuration",
  duration: "write humanizeDuration",
  durationRound: "write humanizeDuration",
  humanizeBytes: "write humanize1024",
  percentage: "write humanizePercentage",
  include: "write the text here: a rule has no other templates",
  tpl: "write the text here: a rule has no other templates",
  tmpl: "write the text here: a rule has no other templates",
  indent: "remove it, and indent the text",
  nindent: "remove it, and indent the text",
  required: "remove it",
  urlEncode: "write urlQueryEscape",
  urlParse: "remove it",
  b64enc: "remove it",
  b64dec: "remove it",
  sha256sum: "remove it",
  pathJoin: "remove it, and write the path",
  labelValue: "write {{ $labels }} with the label's name",
  elif: "write {{ else if }}",
  endif: "write {{ end }}",
  endfor: "write {{ end }}",
  for: "write {{ range }}",
  set: "write {{ $name := … }}",
  graphURL: "write graphLink",
};

const VARIABLES: Readonly<Record<string, string>> = {
  $values: "write $value: only Grafana's own alerts have $values",
  $label: "write $labels",
  $Labels: "write $labels",
  $LABELS: "write $labels",
  $lables: "write $labels",
  $Value: "write $value",
  $val: "write $value",
  $externalURL: "write {{ externalURL }}: Loki rejects the variable when it loads the file",
};

/** Returns what to write instead of a function or variable that the ruler doesn't have; null if nothing is known. */
export function counterpartOf(name: string): string | null {
  const table = name.startsWith("$") ? VARIABLES : FUNCTIONS;
  return Object.hasOwn(table, name) ? (table[name] ?? null) : null;
}

/** Fields of Alertmanager's templates. @see https://prometheus.io/docs/alerting/latest/notifications/ */
const OF_ALERTMANAGER = new Set(
  `Receiver Status Alerts GroupLabels CommonLabels CommonAnnotations Annotations StartsAt EndsAt GeneratorURL Fingerprint
  GroupKey TruncatedAlerts DashboardURL PanelURL SilenceURL ValueString`.split(/\s+/),
);
const LABELS_OF_ALERTMANAGER = new Set(["GroupLabels", "CommonLabels"]);
const OF_HELM = new Set("Values Release Chart Capabilities Files Template".split(" "));

/** Whose field it is, if not one of a rule's template. */
export function ownerOf(field: string, path: readonly string[]): "Alertmanager" | "Helm" | "labels" | null {
  if (LABELS_OF_ALERTMANAGER.has(field) && path.length > 0) return "labels";
  if (OF_HELM.has(field)) return "Helm";
  return OF_ALERTMANAGER.has(field) ? "Alertmanager" : null;
}
