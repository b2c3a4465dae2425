import { analyzeTemplate } from "../../src/go-template";

const analyzed = (text: string) =>
  analyzeTemplate(text, { functions: ["humanize", "match"], variables: ["$labels", "$value"] });

const references = (text: string) => analyzed(text).references.map(({ root, path }) => [root, ...path].join(" "));

test.each([
  ["{{ $labels.a }}", ["$labels a"]],
  ["{{ .Labels.a }}", [". Labels a"]],
  ["{{ $.Labels.a }}", ["$ Labels a"]],
  ['{{ index $labels "a" }}', ["$labels", "$labels a"]],
  ['{{ index .Labels "a-b" }}', [". Labels", ". Labels a-b"]],
  ["{{ if $labels.a }}{{ .Labels.b }}{{ end }}", ["$labels a", ". Labels b"]],
  ["{{ with $labels }}{{ .a }}{{ else }}{{ .Value }}{{ end }}", ["$labels", ". Value"]],
  ["{{ range $labels }}{{ .a }}{{ end }}", ["$labels"]],
  ["{{ if .a }}{{ else if .b }}{{ with .c }}{{ .d }}{{ end }}{{ end }}", [". a", ". b", ". c"]],
  ['{{ define "t" }}{{ .a }}{{ end }}{{ template "t" .b }}{{ block "c" .d }}{{ .e }}{{ end }}', [". b", ". d"]],
  ["{{ ($labels.a | humanize) }}{{ humanize", []],
])("%s reads %j", (text, expected) => {
  expect(references(text)).toEqual(expected);
});

test("locates a reference in the text", () => {
  const text = "of {{ $labels.pod | humanize }}";
  const [{ from, to } = { from: 0, to: 0 }] = analyzed(text).references;
  expect(text.slice(from, to)).toBe("$labels.pod");
});
