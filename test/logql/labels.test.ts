import { LabelSet, labelsOf, parse } from "../../src/logql";

/** Returns the labels of a query's series if its lines have the labels namespace and pod. */
function labels(text: string, fields: readonly string[] | null = null): string {
  const { expression } = parse(text);
  if (expression === null || expression.kind === "logQuery" || expression.kind === "variants") throw new Error(text);
  const { names, open } = labelsOf(expression, () => ({
    labels: new LabelSet(["namespace", "pod"]),
    fields,
    always: [],
  }));
  return [...[...names].sort(), ...(open ? ["…"] : [])].join(" ");
}

const S = '{namespace="a"}';

test.each([
  [`rate(${S}[1m])`, "namespace pod"],
  [`rate(${S} | json [1m])`, "namespace pod …"],
  [`rate(${S} | unpack [1m])`, "namespace pod …"],
  [`rate(${S} | logfmt [1m])`, "namespace pod …"],
  [`rate(${S} | json x, y="a.b" [1m])`, "namespace pod x y"],
  [`rate(${S} | logfmt x, pod [1m])`, "namespace pod pod_extracted x"],
  [`rate(${S} | regexp "(?P<verb>.) (.)" [1m])`, "namespace pod verb"],
  [`rate(${S} | pattern "<ip> <_>" [1m])`, "ip namespace pod"],
  [`rate(${S} | label_format a=pod, b="{{.x}}" [1m])`, "a b namespace"],
  [`rate(${S} | label_format a=absent [1m])`, "namespace pod"],
  [`rate(${S} | drop pod, namespace="x" [1m])`, "namespace"],
  [`rate(${S} | json | keep pod, x [1m])`, "pod x"],
  [`sum_over_time(${S} | json x | unwrap x [1m])`, "namespace pod"],
  [`max_over_time(${S} | json x, y | unwrap x [1m]) by (y)`, "y"],
  [`max_over_time(${S} | json x, y | unwrap x [1m]) without (pod)`, "namespace y"],
  [`absent_over_time({namespace="a", pod=~"b.*"}[1m])`, "namespace"],
  [`sum(rate(${S}[1m]))`, ""],
  [`sum by (pod, absent) (rate(${S}[1m]))`, "pod"],
  [`sum by (x) (rate(${S} | json [1m]))`, "x"],
  [`sum without (pod) (rate(${S}[1m]))`, "namespace"],
  [`topk(3, rate(${S}[1m]))`, "namespace pod"],
  [`sort(sum by (pod) (rate(${S}[1m])))`, "pod"],
  [`label_replace(sum(rate(${S}[1m])), "x", "$1", "pod", "(.*)")`, "x"],
  ["vector(1)", ""],
  [`rate(${S}[1m]) > 1`, "namespace pod"],
  [`1 < sum by (pod) (rate(${S}[1m]))`, "pod"],
  [`rate(${S}[1m]) / on (pod) rate(${S}[1m])`, "pod"],
  [`rate(${S}[1m]) / ignoring (pod) rate(${S}[1m])`, "namespace"],
  [`sum by (pod) (rate(${S}[1m])) * on (pod) group_left (namespace) rate(${S}[1m])`, "namespace pod"],
  [`rate(${S}[1m]) * on (pod) group_right (x) sum by (pod) (rate(${S} | json [1m]))`, "pod"],
  [`sum by (pod) (rate(${S}[1m])) and rate(${S}[1m])`, "pod"],
  [`sum by (pod) (rate(${S}[1m])) unless sum(rate(${S}[1m]))`, "pod"],
  [`sum by (pod) (rate(${S}[1m])) or sum by (namespace) (rate(${S}[1m]))`, "namespace pod"],
])("series of %s have the labels: %s", (text, expected) => {
  expect(labels(text)).toBe(expected);
});

test.each([
  [`rate(${S} | logfmt [1m])`, "name namespace pod reason"],
  [`rate(${S} | line_format "{{.name}}" | logfmt [1m])`, "namespace pod …"],
])("with known logfmt fields, series of %s have the labels: %s", (text, expected) => {
  expect(labels(text, ["name", "reason"])).toBe(expected);
});

test("Loki's own labels may always be present", () => {
  expect(LabelSet.none.mayHave("__error__")).toBe(true);
  expect(LabelSet.none.mayHave("error")).toBe(false);
});
