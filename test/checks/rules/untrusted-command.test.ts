import { Access } from "../../../src/access/access";
import { ruleUntrustedCommand } from "../../../src/checks/rules/untrusted-command";
import { alert, gots, remedies } from "./rules";

const BY_NAME = (stages = "") =>
  `sum by (namespace, name) (count_over_time({job="kubernetes-events"} | logfmt name, kind ${stages} [5m])) > 0`;
const NEXT = "Something fails. Next: kubectl logs {{ $labels.name }}";

const described = (expr: string, description: string, name = "description") =>
  alert(expr, { annotations: { [name]: description } });

describe("rule-untrusted-command", () => {
  test.each([
    ["after Next:", NEXT],
    ["in single quotes, which a value can end", "Next: kubectl logs '{{ $labels.name }}'"],
    ["in double quotes", 'Next: kubectl logs "{{ $labels.name }}"'],
    ["with Go's quotes, in which a shell substitutes", 'Next: kubectl logs {{ printf "%q" $labels.name }}'],
    ["in a code span", "Run `curl http://x/{{ $labels.name }}` first."],
    ["in a sentence", "Look at it with kubectl describe pod {{ $labels.name }}"],
    ["in a shell's substitution", "echo $({{ $labels.name }})"],
    ["behind a pipe", "Next: kubectl get pods | grep {{ $labels.name }}"],
    ["on a line of its own", "First:\njournalctl -u {{ $labels.name }}"],
    ["in a variable", "{{ $n := $labels.name }}Next: kubectl logs {{ $n }}"],
    ["in a range", "Next: kubectl logs {{ range $k, $v := $labels }}{{ $v }} {{ end }}"],
    ["without only one character", `Next: kubectl logs '{{ reReplaceAll ";" "" $labels.name }}'`],
  ])("reports a field of an event %s", (_, text) => {
    expect(gots(ruleUntrustedCommand, described(BY_NAME(), text)).join()).toContain('the label "name" in the command');
  });

  test.each([
    ["no command", "Pod {{ $labels.name }} fails"],
    ["a program that only has a name", "kubectl can't reach {{ $labels.name }}"],
    ["a word that is a program, too", "The make of {{ $labels.name }} fails, and ssh is down"],
    ["a sentence after the command", "Next: kubectl get pods. The pod is {{ $labels.name }}"],
    ["a text before the command", "{{ $labels.name }} fails. Next: kubectl get pods"],
    ["a template that keeps only letters", 'Next: kubectl logs {{ reReplaceAll "[^a-z0-9]" "" $labels.name }}'],
    ["a template that quotes", `Next: kubectl logs '{{ reReplaceAll "'" "" $labels.name }}'`],
    ["a condition", '{{ if match "^[a-z]+$" $labels.name }}Next: kubectl logs {{ $labels.name }}{{ end }}'],
    ["a value", "Next: kubectl top pods # {{ $value }}"],
    ["an escape for addresses", "Next: curl http://x/{{ urlQueryEscape $labels.name }}"],
  ])("accepts %s", (_, text) => {
    expect(gots(ruleUntrustedCommand, described(BY_NAME(), text))).toEqual([]);
  });

  test.each([
    ["a filter", BY_NAME('| name=~"[a-z0-9][-.a-z0-9]*"')],
    ["a filter of one value", BY_NAME('| name="web-0"')],
    ["a filter in a combination", BY_NAME('| kind="Pod" and name=~"[\\\\w.-]+"')],
    [
      "an expression",
      'sum by (name) (count_over_time({namespace="web"} | regexp "pod (?P<name>[a-z0-9-]+) " [5m])) > 0',
    ],
    [
      "a template of such a label",
      'sum by (name) (count_over_time({namespace="web"} | regexp "pod (?P<x>[a-z0-9_]+) " | label_format name=`{{ .x | replace "_" "-" }}` [5m])) > 0',
    ],
    [
      "a replacement",
      'sum by (name) (label_replace(count_over_time({namespace="web"} [5m]), "name", "$1", "pod", "(web-[0-9]+)")) > 0',
    ],
  ])("accepts a label that %s constrains", (_, query) => {
    expect(gots(ruleUntrustedCommand, described(query, NEXT))).toEqual([]);
  });

  test.each([
    ["a filter with .", BY_NAME('| name=~"web-.*"')],
    ["a filter of one side of or", BY_NAME('| name=~"[a-z]+" or kind="Pod"')],
    ["a filter that excludes characters", BY_NAME('| name!~".*[;$].*"')],
    [
      "a filter before the parser",
      'sum by (name) (count_over_time({namespace="web"} | name=~"[a-z]+" | json [5m])) > 0',
    ],
    [
      "an expression with \\S",
      'sum by (name) (count_over_time({namespace="web"} | regexp "pod (?P<name>\\\\S+)" [5m])) > 0',
    ],
    ["a negated class", 'sum by (name) (count_over_time({namespace="web"} | regexp "pod (?P<name>[^ ]+)" [5m])) > 0'],
    ["a pattern", 'sum by (name) (count_over_time({namespace="web"} | pattern "<name> <_>" [5m])) > 0'],
    [
      "a template of the line",
      'sum by (name) (count_over_time({namespace="web"} | label_format name=`{{ __line__ }}` [5m])) > 0',
    ],
    ["a later parser", BY_NAME('| name=~"[a-z]+" | logfmt name')],
  ])("reports a label that %s leaves open", (_, query) => {
    expect(gots(ruleUntrustedCommand, described(query, NEXT))).toHaveLength(1);
  });

  const OF_POD = 'sum by (namespace, pod) (count_over_time({namespace=~".+"} |= "boom" [5m])) > 0';
  const COMMAND = "Next: kubectl -n {{ $labels.namespace }} logs {{ $labels.pod }}";

  test("trusts the names of pods, which only agents set", () => {
    expect(gots(ruleUntrustedCommand, described(OF_POD, COMMAND))).toEqual([]);
    expect(gots(ruleUntrustedCommand, described(OF_POD, COMMAND), { access: Access.open() })).toHaveLength(2);
  });

  test("judges the query of a source that is off by what the query constrains", () => {
    const off = { alloy: { events: false } };
    expect(gots(ruleUntrustedCommand, described(BY_NAME(), NEXT), off)).toHaveLength(1);
    expect(gots(ruleUntrustedCommand, described(BY_NAME('| name=~"[a-z0-9]+"'), NEXT), off)).toEqual([]);
  });

  test("trusts no namespace of an event", () => {
    const query = 'sum by (namespace) (count_over_time({job="kubernetes-events"} [5m])) > 0';
    expect(gots(ruleUntrustedCommand, described(query, "Next: kubectl -n '{{ $labels.namespace }}' get pods"))).toEqual(
      [
        `annotations.description with the label "namespace" in the command "kubectl -n '{{ $labels.namespace }}' get pods", while its value may contain a single quote`,
      ],
    );
  });

  test("proposes quotes where they suffice, and a filter otherwise", () => {
    const units = 'sum by (unit) (count_over_time({job="node-journal", unit=~".+"} |= "boom" [5m])) > 0';
    const text = "Next: journalctl -u {{ $labels.unit }}";
    expect(gots(ruleUntrustedCommand, described(units, text))).toEqual([
      'annotations.description with the label "unit" in the command "journalctl -u {{ $labels.unit }}", while its value may contain \\',
    ]);
    expect(remedies(ruleUntrustedCommand, described(units, text))).toEqual([
      "write '{{ $labels.unit }}' in single quotes",
    ]);
    expect(remedies(ruleUntrustedCommand, described(BY_NAME(), NEXT))).toEqual([
      'add | name=~"[A-Za-z0-9][-A-Za-z0-9_.]*" at the end of the pipeline, or remove name from the command',
    ]);
  });
});
