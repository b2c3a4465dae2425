import { kubernetesNames } from "../../../src/checks/stack/kubernetes-names";
import type { RenderedStack } from "../../../src/stack/rendered-stack";
import { findings, stack, withModel } from "../stacks";

type Named = (name: string) => RenderedStack;

function part(key: "loki" | "agent" | "events", change: object): RenderedStack {
  const of = stack();
  return { ...of, [key]: of[key] && { ...of[key], ...change } };
}

const rules: Named = (configMap) => withModel("loki", (loki) => ({ ...loki, rules: { ...loki.rules, configMap } }));
const datasource: Named = (configMap) => withModel("grafana", (grafana) => ({ ...grafana, configMap }));
const daemonSet: Named = (name) => withModel("inotify", (inotify) => ({ ...inotify, name }));

function volume(key: "name" | "storageClass" | "claim"): Named {
  return (name) => withModel("loki", (loki) => ({ ...loki, volume: { ...loki.volume, [key]: name } }));
}

const KINDS: readonly (readonly [what: string, maximum: number, named: Named])[] = [
  ["Helm release", 53, (release) => part("loki", { release })],
  ["Helm release", 53, (release) => part("agent", { release })],
  ["Helm release", 53, (release) => part("events", { release })],
  ["ConfigMap's prefix", 57, (configMap) => part("agent", { configMap })],
  ["ConfigMap's prefix", 57, (configMap) => part("events", { configMap })],
  ["ConfigMap", 63, rules],
  ["ConfigMap", 63, datasource],
  ["PersistentVolume", 253, volume("name")],
  ["storage class", 253, volume("storageClass")],
  ["PersistentVolumeClaim", 63, volume("claim")],
  ["DaemonSet", 63, daemonSet],
];

describe.each(KINDS)("the name of a %s", (what, maximum, named) => {
  test(`has at most ${maximum} characters`, () => {
    expect(findings(kubernetesNames, named("x".repeat(maximum)))).toEqual([]);
    const tooLong = "x".repeat(maximum + 1);
    expect(findings(kubernetesNames, named(tooLong))).toEqual([
      {
        setting: `the ${what} "${tooLong}"`,
        got: `${maximum + 1} characters`,
        expected: "lower-case letters, digits and dashes, within the length limit of its kind",
        remedy: "shorten namespace.name, from which the stack derives its names",
      },
    ]);
  });

  test.each(["a", "0", "a-1"])("accepts %s", (name) => {
    expect(findings(kubernetesNames, named(name))).toEqual([]);
  });

  test.each(["Loki", "lokI", "-loki", "loki_1", "loki ", " loki", "lo\nki", "lökl"])("rejects %j", (name) => {
    expect(findings(kubernetesNames, named(name))).toHaveLength(1);
  });
});

test.each(KINDS.filter(([what]) => what !== "ConfigMap's prefix"))(
  "rejects a trailing dash in the name of a %s",
  (...kind) => {
    const [, , named] = kind;
    expect(findings(kubernetesNames, named("loki-"))).toHaveLength(1);
  },
);

test.each(KINDS.filter(([what]) => what !== "storage class"))("rejects an empty name of a %s", (...kind) => {
  const [, , named] = kind;
  expect(findings(kubernetesNames, named(""))).toHaveLength(1);
});

test("accepts a prefix that ends with a dash, and a volume without a class", () => {
  expect(findings(kubernetesNames, part("agent", { configMap: "alloy-" }))).toEqual([]);
  expect(findings(kubernetesNames, volume("storageClass")(""))).toEqual([]);
});

test.each(["name", "storageClass"] as const)("accepts a domain as a volume's %s", (key) => {
  expect(findings(kubernetesNames, volume(key)("loki.example.com"))).toEqual([]);
  expect(findings(kubernetesNames, volume(key)(".example"))).toHaveLength(1);
});

test("ignores objects that are not deployed", () => {
  expect(findings(kubernetesNames, { ...part("events", { release: "", configMap: "" }), events: null })).toEqual([]);
});
