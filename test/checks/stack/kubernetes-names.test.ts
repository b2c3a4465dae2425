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

const KINDS: readonly (readonly [what: string, most: number, named: Named])[] = [
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

describe.each(KINDS)("the name of a %s", (what, most, named) => {
  test(`has ${most} characters at most`, () => {
    expect(findings(kubernetesNames, named("x".repeat(most)))).toEqual([]);
    const tooLong = "x".repeat(most + 1);
    expect(findings(kubernetesNames, named(tooLong))).toEqual([
      {
        setting: `the ${what} "${tooLong}"`,
        got: `${most + 1} characters`,
        expected: "lower-case letters, digits and dashes, within the length limit of its kind",
        remedy: "shorten namespace.name, from which the stack derives its names",
      },
    ]);
  });

  test.each(["a", "0", "a-1"])("may be %s", (name) => {
    expect(findings(kubernetesNames, named(name))).toEqual([]);
  });

  test.each(["Loki", "lokI", "-loki", "loki_1", "loki ", " loki", "lo\nki", "lökl"])("is not %j", (name) => {
    expect(findings(kubernetesNames, named(name))).toHaveLength(1);
  });
});

test.each(KINDS.filter(([what]) => what !== "ConfigMap's prefix"))("the name of a %s ends as it begins", (...kind) => {
  const [, , named] = kind;
  expect(findings(kubernetesNames, named("loki-"))).toHaveLength(1);
});

test.each(KINDS.filter(([what]) => what !== "storage class"))("a %s has a name", (...kind) => {
  const [, , named] = kind;
  expect(findings(kubernetesNames, named(""))).toHaveLength(1);
});

test("a prefix may end with a dash, and a volume may have no class", () => {
  expect(findings(kubernetesNames, part("agent", { configMap: "alloy-" }))).toEqual([]);
  expect(findings(kubernetesNames, volume("storageClass")(""))).toEqual([]);
});

test.each(["name", "storageClass"] as const)("a volume's %s may be a domain", (key) => {
  expect(findings(kubernetesNames, volume(key)("loki.example.com"))).toEqual([]);
  expect(findings(kubernetesNames, volume(key)(".example"))).toHaveLength(1);
});

test("what isn't deployed has no name", () => {
  expect(findings(kubernetesNames, { ...part("events", { release: "", configMap: "" }), events: null })).toEqual([]);
});
