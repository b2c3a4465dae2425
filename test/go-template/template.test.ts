import { analyzeTemplate } from "../../src/go-template";

const parsed = (text: string) =>
  analyzeTemplate(text, { functions: ["humanize", "match"], variables: ["$labels", "$value"] });

test.each([
  "no action at all",
  "{{ $labels.a }} and {{ .Value | humanize }}",
  '{{ printf "%.2f" $value }}{{ $value | printf "%s" }}',
  "{{- if .Labels.a -}}x{{- else if $value -}}y{{- else -}}z{{- end -}}",
  "{{ range $i, $v := $labels }}{{ $i }}{{ if $v }}{{ continue }}{{ end }}{{ else }}none{{ end }}",
  "{{ with $labels }}{{ .a }}{{ else }}{{ .b }}{{ end }}",
  "{{ $x := 1 }}{{ $x }}",
  '{{ define "t" }}{{ . }}{{ end }}{{ template "t" . }}{{ block "b" $value }}{{ end }}',
  "{{/* a comment */}}{{- /* another */ -}}",
  '{{ "}}" }}{{ `}}` }}',
  "{{ ($labels).a }}{{ (index $labels `a`) }}",
  "{{ and $value (eq $labels.a `b`) }}",
  "{{ -3 }}{{- 3 }}{{ 0x1F }}{{ 'c' }}{{ true }}",
  "{{\n$value\n}}",
])("Go parses %s", (text) => {
  expect(parsed(text).problem).toBeNull();
});

test.each([
  ["{{ $labels.a", "{{ without }}"],
  ["{{ }}", "an action without a value"],
  ["{{ nothing .a }}", 'an unknown function "nothing"'],
  ["{{ $label.a }}", 'an undeclared variable "$label"'],
  ["{{ $labels['a'] }}", "[ in an action"],
  ["{{ $labels.a-b }}", "- in an action"],
  ["{{ if $value }}x", "{{if}} without {{end}}"],
  ["{{ end }}", "{{end}} without an {{if}} before it"],
  ["{{ else }}", "{{else}} without an {{if}} before it"],
  ["{{ if 1 }}{{ else }}{{ else }}{{ end }}", "{{else}} without an {{if}} before it"],
  ["{{ range $v := $labels }}{{ end }}{{ $v }}", 'an undeclared variable "$v"'],
  ['{{ $value | "x" }}', '"x" after |'],
  ["{{ ($value }}", '"(" without ")"'],
  ["{{ $value) }}", '")" without "("'],
  ["{{ break }}", "{{break}} outside of a range"],
  ["{{ template x }}", "{{template}} without a name"],
  ['{{ "a""b" }}', '""b"" in a command'],
  ["{{ 1x }}", "1 in an action"],
])("Go doesn't parse %s", (text, got) => {
  expect(parsed(text).problem).toMatchObject({ got });
});

test("what is misspelt is told with what was meant", () => {
  expect(parsed("{{ humanise $value }}").problem?.remedy).toBe('did you mean "humanize"?');
  expect(parsed("{{ $label }}").problem?.remedy).toBe('did you mean "$labels"?');
});

const references = (text: string) => parsed(text).references.map(({ root, path }) => [root, ...path].join(" "));

test.each([
  ["{{ $labels.a }}", ["$labels a"]],
  ["{{ .Labels.a }}", [". Labels a"]],
  ["{{ $.Labels.a }}", ["$ Labels a"]],
  ['{{ index $labels "a" }}', ["$labels", "$labels a"]],
  ['{{ index .Labels "a-b" }}', [". Labels", ". Labels a-b"]],
  ["{{ if $labels.a }}{{ .Labels.b }}{{ end }}", ["$labels a", ". Labels b"]],
  ["{{ with $labels }}{{ .a }}{{ else }}{{ .Value }}{{ end }}", ["$labels", ". Value"]],
  ["{{ range $labels }}{{ .a }}{{ end }}", ["$labels"]],
])("%s reads %j", (text, expected) => {
  expect(references(text)).toEqual(expected);
});

test("a reference knows where it stands", () => {
  const text = "of {{ $labels.pod | humanize }}";
  const [{ from, to } = { from: 0, to: 0 }] = parsed(text).references;
  expect(text.slice(from, to)).toBe("$labels.pod");
});
