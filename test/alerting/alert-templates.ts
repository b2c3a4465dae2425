/** Templates of alerts. The tests compare them with the expected results, and with those of Loki's packages. */

/** The labels, the value and the time of the alert that the templates get. */
export const LABELS = { namespace: "web", pod: "web-7d9c-x1" };
export const VALUE = 12.5;
/** In seconds; the time at which loki-reference evaluates. */
export const NOW = 1_000_000;

/** Each template with the text that it expands to. */
export const EXPANDED: readonly (readonly [string, string])[] = [
  ["a {{- 1 -}} b", "a1b"],
  ["{{ $labels.pod }} {{ .Labels.namespace }} {{ $labels.missing }}|", "web-7d9c-x1 web |"],
  ["{{ . }}", "{map[namespace:web pod:web-7d9c-x1] map[]  12.5}"],
  ["{{ $value }} {{ 1e6 }} {{ 1e21 }} {{ 0.000001 }} {{ 123456789.0 }}", "12.5 1e+06 1e+21 1e-06 1.23456789e+08"],
  ["{{ 'a' }} {{ 0x10 }} {{ 017 }} {{ 1_000 }} {{ -3 }} {{ true }}", "97 16 15 1000 -3 true"],
  ["{{ if $labels }}y{{ end }}{{ if $labels.x }}n{{ else if .Value }}z{{ end }}", "yz"],
  ["{{ range $k, $v := $labels }}{{ $k }}={{ $v }} {{ else }}none{{ end }}", "namespace=web pod=web-7d9c-x1 "],
  ["{{ range $externalLabels }}x{{ else }}none{{ end }}", "none"],
  ["{{ range 5 }}{{ if eq . 1 }}{{ continue }}{{ end }}{{ if eq . 3 }}{{ break }}{{ end }}{{ . }}{{ end }}", "02"],
  ["{{ with $x := $labels.pod }}{{ . }}{{ $x }}{{ end }}", "web-7d9c-x1web-7d9c-x1"],
  ["{{ $x := 1 }}{{ if true }}{{ $x = 2 }}{{ $x := 3 }}{{ end }}{{ $x }}", "2"],
  [
    '{{ define "t" }}<{{ .pod }}>{{ end }}{{ template "t" $labels }}{{ block "b" 3 }}{{ . }}{{ end }}',
    "<web-7d9c-x1>3",
  ],
  ['{{ and 1 0 (index 3) }} {{ or "" "x" }} {{ not 1 }} {{ and $value "y" }}', "0 x false y"],
  [
    '{{ eq "a" "b" "a" }} {{ ne 1 2 }} {{ lt 1.5 2.0 }} {{ le 2 2 }} {{ gt "b" "a" }} {{ ge 1 2 }} {{ eq nil 3 }}',
    "true true true true true false false",
  ],
  [
    '{{ index $labels "pod" }} {{ index "abc" 1 }} {{ slice "abcd" 1 3 }} {{ slice "abcd" 2 }} {{ len "äb" }}',
    "web-7d9c-x1 98 bc cd 3",
  ],
  ['{{ print 1 2 "a" 3 4 }}|{{ println "a" 1 }}', "1 2a3 4|a 1\n"],
  [
    '{{ html "<a&\'>" }} {{ js "<a\'\\n" }} {{ urlquery "a b/ü" }}',
    "&lt;a&amp;&#39;&gt; \\u003Ca\\'\\u000A a+b%2F%C3%BC",
  ],
  [
    '{{ printf "%5.1f|%-4s|%08.3f|%+d|%x|%q|%t|%e|%g|%T" $value "a" $value 3 255 "x\\n" true $value 0.1 $labels }}',
    ' 12.5|a   |0012.500|+3|ff|"x\\n"|true|1.250000e+01|0.1|map[string]string',
  ],
  ['{{ printf "%.0f %.0f %.0f %.2f %.3g" 0.5 1.5 2.5 1.005 1234.5 }}', "0 2 2 1.00 1.23e+03"],
  [
    '{{ printf "%[2]s %[1]s %*d %.*f %6.2f%%" "a" "b" }}',
    "b a %!(BADWIDTH)%!d(MISSING) %!(BADPREC)%!f(MISSING) %!f(MISSING)%",
  ],
  [
    "{{ humanize 1234567.0 }} {{ humanize 0.00012 }} {{ humanize1024 2048.0 }} {{ humanizePercentage 0.256 }}",
    "1.235M 120u 2ki 25.6%",
  ],
  [
    '{{ humanizeDuration 93784.0 }} {{ humanizeDuration 0.25 }} {{ humanizeDuration -61.0 }} {{ humanizeDuration "5" }}',
    "1d 2h 3m 4s 250ms -1m 1s 5s",
  ],
  [
    "{{ $value | toTime }} {{ humanizeTimestamp 1e9 }}",
    "1970-01-01 00:00:12.5 +0000 UTC 2001-09-09 01:46:40 +0000 UTC",
  ],
  [
    '{{ (now | toTime).Format "Mon Jan _2 15:04:05 2006" }} {{ (toTime 0).Month }} {{ (toTime 0).Weekday }}',
    "Mon Jan 12 13:46:40 1970 January Thursday",
  ],
  [
    "{{ $value | toDuration }} {{ (toDuration 3723).Minutes }} {{ toDuration 0.0015 }} {{ toDuration 3723 }}",
    "12.5s 62.05 1.5ms 1h2m3s",
  ],
  [
    '{{ title "web-1 foo_bar" }} {{ toUpper "a" }} {{ toLower "A" }} {{ stripPort "a:80" }} {{ stripDomain "a.b:80" }} {{ stripDomain "10.0.0.1" }}',
    "Web-1 Foo_bar A a a a:80 10.0.0.1",
  ],
  [`{{ reReplaceAll "(?P<x>w)(eb)" "\${2}$x$$" $labels.pod }} {{ match "^web" $labels.pod }}`, "ebw$-7d9c-x1 true"],
  [
    '{{ parseDuration "1h30m" }} {{ urlQueryEscape "a b" }} {{ graphLink "x" }} {{ safeHtml "<b>" }}',
    "5400 a+b /graph?g0.expr=x&g0.tab=0 <b>",
  ],
  ['{{ query "vector(1)" | first | value }} {{ query "vector(1)" | sortByLabel "x" | len }}', "12.5 1"],
  ['{{ (args 1 "a").arg1 }} {{ args }}', "a map[]"],
];

/** Each template that fails, with a part of the message. */
export const FAILING: readonly (readonly [string, string])[] = [
  ["{{ .namespace }}", "can't evaluate field namespace in type struct"],
  ["{{ $labels.pod.name }}", "can't evaluate field name in type string"],
  ["{{ $value.x }}", "can't evaluate field x in type float64"],
  ["{{ if gt $value 0 }}{{ end }}", "incompatible types for comparison: float64 and int"],
  ["{{ lt true false }}", "invalid type for comparison"],
  ['{{ eq $labels "a" }}', "incompatible types for comparison: map[string]string and string"],
  ["{{ eq $labels $labels }}", "non-comparable type map[string]string"],
  ["{{ humanize }}", "wrong number of args for humanize: want 1 got 0"],
  ['{{ $value | humanize "x" }}', "wrong number of args for humanize: want 1 got 2"],
  ["{{ and }}", "wrong number of args for and: want at least 1 got 0"],
  ["{{ toUpper $value }}", "wrong type for value; expected string; got float64"],
  ["{{ toUpper 3 }}", "expected string; found int"],
  ["{{ toUpper nil }}", "cannot assign nil to string"],
  ['{{ safeHtml "a" | toLower }}', "expected string; got template.HTML"],
  ['{{ first "x" }}', "expected template.queryResult; found string"],
  ["{{ humanizeDuration $labels.pod }}", 'strconv.ParseFloat: parsing "web-7d9c-x1": invalid syntax'],
  ["{{ toDuration 1 | humanizeDuration }}", "can't convert *time.Duration to float"],
  ['{{ query "up" | first | value }}', "Loki can't parse the query"],
  ['{{ query "{a=`b`}" }}', "rule result is not a vector or scalar"],
  ['{{ template "x" . }}', 'template "x" not defined'],
  ['{{ define "x" }}{{ template "x" . }}{{ end }}{{ template "x" . }}', "exceeded maximum template depth"],
  ["{{ index $labels 1 }}", "value has type int; should be string"],
  ['{{ index $labels.pod "a" }}', "cannot index slice/array with type string"],
  ["{{ index 3 1 }}", "can't index item of type int"],
  ["{{ slice $labels.pod 0 30 }}", "index out of range: 30"],
  ["{{ len 3 }}", "len of type int"],
  ["{{ call 3 }}", "non-function of type int"],
  ['{{ $labels.pod "x" }}', "pod is not a method but has arguments"],
  ['{{ "x" 3 }}', "can't give argument to non-function"],
  ["{{ $x := nil }}", "nil is not a command"],
  ["{{ range $value }}{{ end }}", "range can't iterate over float64"],
  ['{{ match "(" "x" }}', "missing closing )"],
  ['{{ parseDuration "1x" }}', 'not a valid duration: "1x"'],
  ["{{ toTime 1e300 }}", "overflows int64"],
  ["{{ 99999999999999999999 }}", "overflows int"],
];

/** Each template that expands to an error, with the error. */
export const PRINTING: readonly (readonly [string, string])[] = [
  ['{{ printf "%d" $value }}', "%!d(float64=12.5)"],
  ['{{ printf "%s %s" "a" }}', "%!s(MISSING)"],
  ['{{ printf "a" 1 nil }}', "%!(EXTRA int=1, <nil>)"],
  ['{{ printf "%.1f%" $value }}', "%!(NOVERB)"],
  ['{{ printf "%[3]d" 1 }}', "%!d(BADINDEX)"],
  ['{{ printf "%z" true }}', "%!z(bool=true)"],
  ['{{ printf "%d" nil }}', "%!d(<nil>)"],
  ['{{ define "x" }}{{ . }}{{ end }}{{ template "x" }}', "<no value>"],
  ["{{ (args 1).arg1 }}", "<no value>"],
];
