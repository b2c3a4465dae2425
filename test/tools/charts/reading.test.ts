import { chartReadings, keyData } from "../../../tools/charts/chart-keys";

function read(template: string, values: Readonly<Record<string, unknown>> = {}) {
  const chart = { version: "1.0.0", values, templates: [template], subCharts: [] };
  return keyData(chartReadings(chart, null).own, []);
}

test.each([
  ["a value that is printed", "{{ .Values.a.b }}", { a: "b" }],
  ["a value after the dollar sign", "{{ $.Values.a }}", { "": "a" }],
  ["a condition", "{{ if .Values.a.enabled }}x{{ end }}", { a: "enabled" }],
  [
    "the values in all branches of a condition",
    "{{ if eq .Chart.Name 1 }}{{ else if .Values.a }}{{ else }}{{ .Values.b }}{{ end }}",
    { "": "a b" },
  ],
  ["a field of the dot in a with", "{{ with .Values.a }}{{ .b }}{{ $.Values.c }}{{ end }}", { "": "c", a: "b" }],
  ["a field of a list's elements", "{{ range .Values.a }}{{ .b }}{{ end }}", { "a.*": "b" }],
  ["the keys of a mapping", "{{ range $key, $_ := .Values.a }}{{ $key }}{{ end }}", { "": "a" }],
  ["a variable", "{{ $a := .Values.a -}} {{ $a.b }}", { a: "b" }],
  [
    "a variable that a branch reassigns",
    "{{ $a := .Values.a }}{{ if 1 }}{{ $a = .Values.b }}{{ end }}{{ $a.c }}",
    { a: "c", b: "c" },
  ],
  ["a whole mapping", "{{ toYaml .Values.a | nindent 2 }}{{ .Values.a.b }}", { "": "a" }],
  ["a mapping without the omitted keys", '{{ omit .Values.a "b" "c" | toYaml }}{{ .Values.a.c }}', { a: "!b * c" }],
  [
    "keys in the arguments of functions",
    '{{ dig "b" "c" "none" .Values.a }}{{ index .Values "d" "e" }}{{ get .Values.f "g" }}',
    { "a.b": "c", d: "e", f: "g" },
  ],
  ["any key if its name is computed", '{{ dig (printf "%s" .Chart.Name) "c" "" .Values.a }}', { "a.*": "c" }],
  [
    "every alternative of coalesce and default",
    "{{ coalesce .Values.a.x .Values.b.x }}{{ .Values.c | default .Values.d }}",
    { "": "c d", a: "x", b: "x" },
  ],
  [
    "a field of merged mappings",
    "{{ $all := mergeOverwrite (dict) .Values.a .Values.b }}{{ $all.c }}",
    { a: "c", b: "c" },
  ],
  [
    "the fields that a named template reads from its argument",
    '{{ define "t" }}{{ .part.x }}{{ .ctx.Values.y }}{{ end }}{{ include "t" (dict "part" .Values.a "ctx" .) }}',
    { "": "y", a: "x" },
  ],
  [
    "a template over several lines",
    '{{- /* why */ -}}\n{{- include (print "a" "b")\n  (dict "x" .Values.a) | quote -}}{{ define "ab" }}{{ .x }}{{ end }}',
    { "": "a" },
  ],
  ["nothing in a comment", "{{/* .Values.a */}}{{- /* .Values.b */ -}}{{ `{{ .Values.c }}` }}", {}],
])("reads %s", (_, template, keys) => {
  expect(read(template)).toEqual(keys);
});

test("ignores an unreachable branch", () => {
  const template =
    '{{ define "t" }}{{ if .zone }}{{ .part.a }}{{ end }}{{ if eq .name "other" }}{{ .part.b }}{{ end }}{{ end }}';
  expect(read(`${template}{{ include "t" (dict "part" .Values.x "name" "one") }}`)).toEqual({});
  expect(read(`${template}{{ include "t" (dict "part" .Values.x "name" "other" "zone" "z") }}`)).toEqual({ x: "a b" });
});

test("reads only the value that ternary can select", () => {
  const template = '{{ define "t" }}{{ (eq .name "one" | ternary .a .b).x }}{{ end }}';
  const first = read(`${template}{{ include "t" (dict "name" "one" "a" .Values.a "b" .Values.b) }}`);
  const second = read(`${template}{{ include "t" (dict "name" "two" "a" .Values.a "b" .Values.b) }}`);
  const either = read(`${template}{{ include "t" (dict "name" .Values.c "a" .Values.a "b" .Values.b) }}`);
  expect([first, second, either]).toEqual([{ a: "x" }, { b: "x" }, { "": "c", a: "x", b: "x" }]);
});

test("reads the values in a value that is a template", () => {
  expect(read("{{ tpl .Values.name . }}", { name: "{{ .Values.prefix }}-x" })).toEqual({ "": "name prefix" });
});

test("separates the values that only a replaced template reads", () => {
  const values = { own: { config: "{{ .Values.own.limit }}{{ .Values.port }}" } };
  const chart = {
    version: "1.0.0",
    values,
    templates: ["{{ tpl .Values.own.config . }}{{ .Values.port }}"],
    subCharts: [],
  };
  const readings = chartReadings(chart, ["own", "config"]);
  expect(keyData(readings.own, [])).toEqual({ "": "port", own: "config" });
  expect(keyData(readings.replaced, [])).toEqual({ "": "port", own: "limit" });
});

test("records only the top key of a subchart", () => {
  expect(
    keyData(
      chartReadings({ version: "1.0.0", values: {}, templates: ["{{ .Values.a.b.c }}"], subCharts: [] }, null).own,
      ["a"],
    ),
  ).toEqual({ "": "a" });
});

test.each(["{{ if .Values.a }}", "{{ .Values.a", "{{ end }}", "{{ (.Values.a }}"])("rejects %s", (template) => {
  expect(() => read(template)).toThrow();
});
