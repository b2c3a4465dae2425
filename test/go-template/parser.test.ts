import { analyzeTemplate, parseTemplate } from "../../src/go-template";

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
  "{{ if 1 }}{{ else if $x := 2 }}{{ $x }}{{ else }}{{ end }}{{ with 1 }}{{ else with 2 }}{{ end }}",
  "{{ range $v := $labels }}{{ if $v }}{{ break }}{{ end }}{{ end }}",
  "{{ range 3 }}{{ else }}{{ end }}{{ if $x := 1 }}{{ else }}{{ $x }}{{ end }}",
  "{{ ($x := 1) }}{{ $y = 2 }}{{ $x }}{{ $y }}",
  "{{ 1+2i }}{{ 0b11 }}{{ 0o17 }}{{ 1_000 }}{{ .5e-3 }}{{ 0x1p-2 }}{{ '\\n' }}",
  "{{ $value | }}",
])("parses %s", (text) => {
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
  ["{{ break }}", "{{break}} outside a range"],
  ["{{ template x }}", "{{template}} without a name"],
  ['{{ "a""b" }}', '""b"" in a command'],
  ["{{ 1x }}", "1 in an action"],
  ["{{ 09 }}", "0 in an action"],
  ["{{ 'ab' }}", "' in an action"],
  ["{{ $x=1 }}", "= in an action"],
  [String.raw`{{ "\d" }}`, String.raw`an invalid escape in "\d"`],
  ["{{/* no end }}", "a comment without an end"],
  ["{{/* text after the comment */ $value }}", "a comment without an end"],
  ["{{ true.a }}", '".a" in a command'],
  ["{{ print if }}", '"if" in a command'],
  ["{{ $a, $b := $labels }}", '"," in a command'],
  ['{{ if 1 }}{{ define "t" }}{{ end }}{{ end }}', "{{define}} inside another action"],
  ['{{ range 3 }}{{ block "b" . }}{{ break }}{{ end }}{{ end }}', "{{break}} outside a range"],
  ["{{ range 3 }}{{ else }}{{ continue }}{{ end }}", "{{continue}} outside a range"],
  ["{{ if 1 }}{{ else range 2 }}{{ end }}", '"range" after else'],
  ['{{ block "b" }}{{ end }}', "an action without a value"],
  ['{{ $x := 1 }}{{ define "t" }}{{ $x }}{{ end }}', 'an undeclared variable "$x"'],
])("rejects %s", (text, got) => {
  expect(parsed(text).problem).toMatchObject({ got });
});

test("suggests the closest name for a misspelled one", () => {
  expect(parsed("{{ humanise $value }}").problem?.remedy).toBe('did you mean "humanize"?');
  expect(parsed('{{ define "t" }}{{ $x }}{{ end }}').problem?.remedy).toBe(
    "declare it first, as in {{ $x := … }}, or remove it",
  );
  expect(parsed("{{ foo $value }}").problem?.remedy).toBe("remove it, or use a function that these templates have");
  expect(parsed("{{ $label }}").problem?.remedy).toBe('did you mean "$labels"?');
});

test("builds a syntax tree", () => {
  const nodes = parseTemplate(
    '{{ range $i, $v := .a.b }}{{ include "t" ($v.c | print) }}{{ else }}{{ true }}{{ end }}',
    {
      functions: "any",
    },
  );
  expect(nodes).toMatchObject([
    {
      kind: "range",
      pipeline: { variables: ["$i", "$v"], declares: true, commands: [[{ kind: "dot", fields: ["a", "b"] }]] },
      body: [
        {
          kind: "action",
          pipeline: {
            variables: [],
            commands: [
              [
                { kind: "function", value: "include" },
                { kind: "text", value: "t" },
                {
                  kind: "pipeline",
                  value: {
                    commands: [
                      [{ kind: "variable", value: "$v", fields: ["c"] }],
                      [{ kind: "function", value: "print" }],
                    ],
                  },
                },
              ],
            ],
          },
        },
      ],
      otherwise: [{ kind: "action", pipeline: { commands: [[{ kind: "constant", value: "true" }]] } }],
    },
  ]);
});

test("accepts any function on request", () => {
  expect(() => parseTemplate("{{ nothing .a }}", { functions: "any" })).not.toThrow();
});
