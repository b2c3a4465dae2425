import type { V1ConfigMap, V1ObjectMeta } from "@kubernetes/client-node";
import type { PreflightContext } from "../../src/preflight/context";
import { judgeDatasources } from "../../src/preflight/datasource/judgement";
import { datasource } from "../../src/preflight/links/datasource";
import { toYaml } from "../../src/terraform/yaml";
import { exampleModel } from "../helpers/example";
import { configMapFile } from "../helpers/release";
import { synthesized } from "../helpers/synthesized";
import { fault } from "./objects";

const { grafana } = exampleModel();

function configMap(name: string, data: Record<string, string>, metadata: V1ObjectMeta = {}): V1ConfigMap {
  return { metadata: { name, ...metadata }, data };
}

/** A ConfigMap with one datasource. */
function giving(given: object, metadata: V1ObjectMeta = {}): V1ConfigMap {
  return configMap("other", { "other.yaml": toYaml({ apiVersion: 1, datasources: [given] }) }, metadata);
}

const OWN = configMap(grafana.configMap, {
  "loki-datasource.yaml": configMapFile(synthesized(), grafana.configMap, "loki-datasource.yaml"),
});
const PROMETHEUS = giving({ name: "Prometheus", uid: "prometheus", type: "prometheus" });

test("holds before the first apply, and says where else a datasource may come from", () => {
  expect(judgeDatasources([], grafana)).toEqual({
    status: "holds",
    figure: "no other file",
    notes: [
      'only ConfigMaps in "monitoring" are read: not Secrets, other namespaces or Grafana\'s own files and database',
    ],
  });
});

test("holds beside the plan's own and those of other names", () => {
  expect(judgeDatasources([OWN, PROMETHEUS], grafana)).toMatchObject({ status: "holds", figure: "1 other file" });
});

test.each<[string, object, string]>([
  ["the uid under another name", { name: "Logs", uid: "loki" }, 'gives "Logs" with uid "loki"'],
  ["the name with another uid", { name: "Loki", uid: "P8E" }, 'gives "Loki" with uid "P8E"'],
  ["the name with a uid that YAML takes for a number", { name: "Loki", uid: 7 }, 'gives "Loki" with uid "7"'],
  ["the name without a uid", { name: "Loki" }, 'gives "Loki"'],
  ["the name and the uid", { name: "Loki", uid: "loki" }, 'gives "Loki" with uid "loki"'],
  ["the name in the first organization", { name: "Loki", orgId: 1 }, 'gives "Loki"'],
])("is broken where another file gives %s", (_, given, found) => {
  const seen = fault(judgeDatasources([OWN, PROMETHEUS, giving(given)], grafana));
  expect([seen.status, seen.found]).toEqual(["broken", `the ConfigMap other ${found}`]);
});

test("is broken where another file deletes the plan's: read after it, Grafana ends at what it doesn't find", () => {
  const deleting = configMap("other", { "other.yaml": "deleteDatasources: [{ name: Loki }, { name: Old }]" });
  expect(fault(judgeDatasources([OWN, deleting], grafana)).found).toBe('the ConfigMap other deletes "Loki"');
});

test("tells a file that deletes the name, as the plan's does, by what it gives instead", () => {
  const taking = configMap("other", {
    "other.yaml": "{ deleteDatasources: [{ name: Loki }], datasources: [{ name: Loki, uid: x }] }",
  });
  expect(fault(judgeDatasources([OWN, taking], grafana)).found).toBe('the ConfigMap other gives "Loki" with uid "x"');
});

test("holds where the other one is in another organization, which has names of its own", () => {
  expect(judgeDatasources([giving({ name: "Loki", uid: "loki", orgId: 2 })], grafana)).toMatchObject({
    status: "holds",
  });
});

test("a Helm release that brings one is named, for its values", () => {
  const annotations = { "meta.helm.sh/release-name": "logs", "meta.helm.sh/release-namespace": "old" };
  const { cause, next, names } = fault(judgeDatasources([giving({ name: "Loki" }, { annotations })], grafana));
  expect(cause).toContain("loki-stack");
  expect(next).toContain("helm get values --all <release> --namespace <release-namespace>");
  expect(names).toMatchObject({ release: "logs", "release-namespace": "old" });
});

test("one without a release is a leftover, or somebody's own", () => {
  const { next, names } = fault(judgeDatasources([giving({ name: "Loki" })], grafana));
  expect(next).toContain("kubectl --namespace <namespace> get configmap <configmap>");
  expect(names).toEqual({ namespace: "monitoring", configmap: "other" });
});

test("all that meet it are told at once", () => {
  const second = giving({ name: "Logs", uid: "loki" }, { name: "second" });
  expect(fault(judgeDatasources([giving({ name: "Loki" }), second], grafana)).found).toBe(
    'the ConfigMap other gives "Loki", the ConfigMap second gives "Logs" with uid "loki"',
  );
});

test.each([
  ["no YAML", "datasources: [", "no YAML that could be read: bad.yaml of other"],
  ["no mapping", "- Loki", "no YAML that could be read: bad.yaml of other"],
  ["an alias of nothing", "datasources: *all", "no YAML that could be read: bad.yaml of other"],
])("a file that is %s is told, and is no fault", (_, text, note) => {
  const seen = judgeDatasources([configMap("other", { "bad.yaml": text })], grafana);
  expect(seen).toMatchObject({ status: "holds", notes: expect.arrayContaining([note]) });
});

test("of several documents Grafana reads the first", () => {
  const of = (text: string) => judgeDatasources([configMap("other", { "a.yaml": text })], grafana).status;
  expect(of("datasources: [{ name: Loki }]\n---\na: 1\n")).toBe("broken");
  expect(of("a: 1\n---\ndatasources: [{ name: Loki }]\n")).toBe("holds");
});

test("an empty file gives nothing", () => {
  expect(judgeDatasources([configMap("other", { "a.yaml": "# later\n" })], grafana)).toMatchObject({
    status: "holds",
    notes: [expect.stringContaining("only ConfigMaps in")],
  });
});

test("what Grafana doesn't read, and what gives no datasource, meets nothing", () => {
  const texts = { "loki.json": '{"datasources":[{"name":"Loki"}]}', "a.yml": "datasources: none", "b.yaml": "a: 1" };
  const seen = judgeDatasources([configMap("other", texts), { metadata: { name: "empty" } }], grafana);
  expect(seen).toMatchObject({ status: "holds", figure: "2 other files", notes: [expect.stringMatching(/^only/)] });
});

describe("the link", () => {
  const { signal } = new AbortController();

  /** A cluster that answers in two pages. */
  function look(namespace: string, inOwnNamespace: PreflightContext["inOwnNamespace"] = (asked) => asked) {
    const asked: object[] = [];
    const listNamespacedConfigMap = async (page: { readonly _continue?: string }) => {
      asked.push(page);
      return page._continue === undefined
        ? { items: [OWN], metadata: { _continue: "more" } }
        : { items: [giving({ name: "Loki" })] };
    };
    const context: PreflightContext = Object.assign(Object.create(null), {
      deployment: { model: exampleModel({ grafana: { namespace } }) },
      cluster: { core: () => ({ listNamespacedConfigMap }) },
      inOwnNamespace,
    });
    return { asked, outcome: datasource.look(context, signal) };
  }

  test("reads every page of what the sidecar finds, where Grafana is", async () => {
    const { asked, outcome } = look("grafana");
    expect(await outcome).toMatchObject({ status: "broken", found: 'the ConfigMap other gives "Loki"' });
    const of = { namespace: "grafana", labelSelector: "grafana_datasource" };
    expect(asked).toEqual([expect.objectContaining(of), expect.objectContaining({ ...of, _continue: "more" })]);
  });

  test("finds nothing in a namespace that the plan is yet to make", async () => {
    const refused: PreflightContext["inOwnNamespace"] = async (asked) => {
      await asked;
      return null;
    };
    expect(await look("monitoring", refused).outcome).toMatchObject({ status: "holds", figure: "no other file" });
  });
});

test("takes no more than the right to list ConfigMaps where Grafana is", () => {
  expect(datasource.access(exampleModel({ grafana: { namespace: "grafana" } }), false)).toEqual([
    { apiGroup: "", resource: "configmaps", verbs: ["list"], namespace: "grafana", name: null },
  ]);
});
