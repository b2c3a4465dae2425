import type { V1ConfigMap, V1ObjectMeta } from "@kubernetes/client-node";
import type { InOwnNamespace } from "../../src/preflight/context";
import { datasource } from "../../src/preflight/datasource";
import { toYaml } from "../../src/terraform/yaml";
import { exampleModel } from "../helpers/example";
import { configMapFile } from "../helpers/release";
import { synthesized } from "../helpers/synthesized";
import { fault } from "./objects";

const { grafana } = exampleModel();

function configMap(name: string, data: Record<string, string>, metadata: V1ObjectMeta = {}): V1ConfigMap {
  return { metadata: { name, ...metadata }, data };
}

function analyze(configMaps: readonly V1ConfigMap[]) {
  return datasource.analyze({ configMaps, grafana });
}

/** A ConfigMap with one datasource. */
function provisioning(given: object, metadata: V1ObjectMeta = {}): V1ConfigMap {
  return configMap("other", { "other.yaml": toYaml({ apiVersion: 1, datasources: [given] }) }, metadata);
}

const OWN = configMap(grafana.configMap, {
  "loki-datasource.yaml": configMapFile(synthesized(), grafana.configMap, "loki-datasource.yaml"),
});
const PROMETHEUS = provisioning({ name: "Prometheus", uid: "prometheus", type: "prometheus" });

test("passes before the first apply, and notes where else a datasource may come from", () => {
  expect(analyze([])).toEqual({
    status: "pass",
    detail: "no other file",
    notes: [
      'read only ConfigMaps in "monitoring", not Secrets, other namespaces, or Grafana\'s own files and database',
    ],
  });
});

test("passes beside the stack's own datasource and those of other names", () => {
  expect(analyze([OWN, PROMETHEUS])).toMatchObject({ status: "pass", detail: "1 other file" });
});

test.each<[string, object, string]>([
  ["the uid under another name", { name: "Logs", uid: "loki" }, 'provisions "Logs" with uid "loki"'],
  ["the name with another uid", { name: "Loki", uid: "P8E" }, 'provisions "Loki" with uid "P8E"'],
  ["the name with a uid that YAML takes for a number", { name: "Loki", uid: 7 }, 'provisions "Loki" with uid "7"'],
  ["the name without a uid", { name: "Loki" }, 'provisions "Loki"'],
  ["the name and the uid", { name: "Loki", uid: "loki" }, 'provisions "Loki" with uid "loki"'],
  ["the name in the first organization", { name: "Loki", orgId: 1 }, 'provisions "Loki"'],
])("fails if another file provisions %s", (_, given, got) => {
  const seen = fault(analyze([OWN, PROMETHEUS, provisioning(given)]));
  expect([seen.status, seen.got]).toEqual(["fail", `the ConfigMap other ${got}`]);
});

test("fails if another file deletes the stack's datasource, without which Grafana exits", () => {
  const deleting = configMap("other", { "other.yaml": "deleteDatasources: [{ name: Loki }, { name: Old }]" });
  expect(fault(analyze([OWN, deleting])).got).toBe('the ConfigMap other deletes "Loki"');
});

test("reports what a file provisions instead of what it deletes", () => {
  const taking = configMap("other", {
    "other.yaml": "{ deleteDatasources: [{ name: Loki }], datasources: [{ name: Loki, uid: x }] }",
  });
  expect(fault(analyze([OWN, taking])).got).toBe('the ConfigMap other provisions "Loki" with uid "x"');
});

test("ignores a datasource in another organization", () => {
  expect(analyze([provisioning({ name: "Loki", uid: "loki", orgId: 2 })])).toMatchObject({
    status: "pass",
  });
});

test("names the Helm release that provisions another datasource", () => {
  const annotations = { "meta.helm.sh/release-name": "logs", "meta.helm.sh/release-namespace": "old" };
  const { cause, next } = fault(analyze([provisioning({ name: "Loki" }, { annotations })]));
  expect(cause).toContain("loki-stack");
  expect(next).toContain("helm get values --all logs --namespace old");
});

test("shows the owner of a datasource without a release", () => {
  const { next } = fault(analyze([provisioning({ name: "Loki" })]));
  expect(next).toContain("kubectl --namespace monitoring get configmap other ");
});

test("reports all clashes at once", () => {
  const second = provisioning({ name: "Logs", uid: "loki" }, { name: "second" });
  expect(fault(analyze([provisioning({ name: "Loki" }), second])).got).toBe(
    'the ConfigMap other provisions "Loki", the ConfigMap second provisions "Logs" with uid "loki"',
  );
});

test.each([
  ["no YAML", "datasources: [", "invalid YAML: bad.yaml of other"],
  ["no mapping", "- Loki", "invalid YAML: bad.yaml of other"],
  ["an alias without an anchor", "datasources: *all", "invalid YAML: bad.yaml of other"],
])("notes a file with %s", (_, text, note) => {
  const seen = analyze([configMap("other", { "bad.yaml": text })]);
  expect(seen).toMatchObject({ status: "pass", notes: expect.arrayContaining([note]) });
});

test("reads only the first of several documents, as Grafana does", () => {
  const of = (text: string) => analyze([configMap("other", { "a.yaml": text })]).status;
  expect(of("datasources: [{ name: Loki }]\n---\na: 1\n")).toBe("fail");
  expect(of("a: 1\n---\ndatasources: [{ name: Loki }]\n")).toBe("pass");
});

test("ignores an empty file", () => {
  expect(analyze([configMap("other", { "a.yaml": "# later\n" })])).toMatchObject({
    status: "pass",
    notes: [expect.stringContaining("read only ConfigMaps in")],
  });
});

test("ignores files that Grafana does not read, and those without a datasource", () => {
  const texts = { "loki.json": '{"datasources":[{"name":"Loki"}]}', "a.yml": "datasources: none", "b.yaml": "a: 1" };
  const seen = analyze([configMap("other", texts), { metadata: { name: "empty" } }]);
  expect(seen).toMatchObject({ status: "pass", detail: "2 other files", notes: [expect.stringMatching(/^read only/)] });
});

describe("the evidence about datasources", () => {
  const { signal } = new AbortController();

  /** A cluster that answers in two pages. */
  function run(namespace: string, inOwnNamespace: InOwnNamespace = (request) => request) {
    const asked: object[] = [];
    const listNamespacedConfigMap = async (page: { readonly _continue?: string }) => {
      asked.push(page);
      return page._continue === undefined
        ? { items: [OWN], metadata: { _continue: "more" } }
        : { items: [provisioning({ name: "Loki" })] };
    };
    const context = {
      stack: { model: exampleModel({ grafana: { namespace } }) },
      cluster: { core: () => ({ listNamespacedConfigMap }) },
      inOwnNamespace,
    };
    return { asked, outcome: datasource.run(context, signal) };
  }

  test("contains every page of Grafana's namespace", async () => {
    const { asked, outcome } = run("grafana");
    expect(await outcome).toMatchObject({ status: "fail", got: 'the ConfigMap other provisions "Loki"' });
    const of = { namespace: "grafana", labelSelector: "grafana_datasource" };
    expect(asked).toEqual([expect.objectContaining(of), expect.objectContaining({ ...of, _continue: "more" })]);
  });

  test("is empty for a namespace that does not exist yet", async () => {
    const refused: InOwnNamespace = async (request) => {
      await request;
      return null;
    };
    expect(await run("monitoring", refused).outcome).toMatchObject({ status: "pass", detail: "no other file" });
  });
});

test("needs only permission to list ConfigMaps in Grafana's namespace", () => {
  expect(datasource.permissions(exampleModel({ grafana: { namespace: "grafana" } }), false)).toEqual([
    { apiGroup: "", resource: "configmaps", verbs: ["list"], namespace: "grafana", name: null },
  ]);
});
