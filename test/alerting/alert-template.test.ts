import { analyzeAlertTemplate, expandAlertTemplate } from "../../src/alerting/alert-template/expand";
import type { Execution } from "../../src/go-template";
import { EXPANDED, FAILING, LABELS, NOW, PRINTING, VALUE } from "./alert-templates";

const labels = Object.entries(LABELS);

function expand(text: string, value = VALUE): Execution | null {
  const { nodes, problem } = analyzeAlertTemplate(text);
  expect(problem).toBeNull();
  return expandAlertTemplate(nodes, { labels, value, now: NOW });
}

test.each(EXPANDED)("expands %s", (text, expected) => {
  expect(expand(text)?.text).toBe(expected);
});

test.each(FAILING)("fails to expand %s", (text, message) => {
  const execution = expand(text);
  expect(execution?.fails).toBe(true);
  expect(execution?.faults.map((fault) => fault.message)).toContainEqual(expect.stringContaining(message));
});

test.each(PRINTING)("reports that %s prints an error", (text, printed) => {
  const execution = expand(text);
  expect(execution).toMatchObject({ fails: false, text: expect.stringContaining(printed) });
  expect(execution?.faults.map(({ message }) => message)).toEqual([printed]);
});

test("tries the branches that the data does not take, without an effect on the text", () => {
  expect(expand('{{ if eq $labels.pod "x" }}{{ .pod }}{{ else }}ok{{ end }}')).toMatchObject({
    text: "ok",
    fails: false,
    faults: [{ reason: { kind: "field", field: "pod" } }],
  });
});

test.each([
  ["a failure that depends on the value", "{{ if gt (len $labels.pod) 90 }}{{ slice $labels.pod 0 90 }}{{ end }}"],
  [
    "a variable that another branch changes",
    "{{ $x := 1.0 }}{{ if $labels.y }}{{ $x = 1 }}{{ end }}{{ if $labels.z }}{{ gt $x 1.0 }}{{ end }}",
  ],
  [
    "a recursion that a condition ends",
    '{{ define "t" }}{{ if . }}{{ template "t" (slice . 1) }}{{ end }}{{ end }}{{ template "t" "abc" }}',
  ],
])("reports nothing for %s", (_, text) => {
  expect(expand(text)?.faults).toEqual([]);
});

test.each([
  "{{ 1i }}",
  '{{ printf "%x" $value }}',
  "{{ range 100000000 }}{{ end }}",
  "{{ (toTime 1).Clock }}",
  `{{ define "a" }}${"{{ if true }}".repeat(150)}{{ template "a" . }}${"{{ end }}".repeat(151)}{{ template "a" . }}`,
])("gives up on what it does not reproduce: %s", (text) => {
  expect(expand(text)).toBeNull();
});
