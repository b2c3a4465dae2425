import { Access } from "../../src/access/access";
import { Peer } from "../../src/access/peer";
import type { Settings } from "../../src/settings/settings";
import { digestOf } from "../../src/stack/digest";
import { renderStack } from "../../src/stack/rendered-stack";
import { Duration } from "../../src/units";
import { exampleModel, ROOT } from "../helpers/example";
import { synthesized } from "../helpers/synthesized";

const deployment = renderStack(exampleModel(), ROOT);
const digest = digestOf(deployment);

function digestWith(settings: Partial<Settings>): string {
  return digestOf(renderStack(exampleModel(settings), ROOT));
}

test("is a SHA-256 that is equal for equal stacks", () => {
  expect(digest).toMatch(/^[0-9a-f]{64}$/);
  expect(digestWith({})).toBe(digest);
});

test.each<[string, Partial<Settings>]>([
  ["a value of a chart", { loki: { retention: Duration.days(8) } }],
  ["an image", { images: { registry: "registry.example.com" } }],
  ["a chart's repository", { charts: { loki: { repository: "oci://registry.example.com/charts" } } }],
  ["a pipeline", { alloy: { drop: [{ name: "probes", reason: "noise", selector: '{app="probe"}' }] } }],
  ["the absence of a release", { alloy: { events: false } }],
  ["the volume", { nfs: { server: "nfs.example.com", path: "/srv/nfs/other" } }],
  ["an inotify limit", { inotify: { maxUserInstances: 9_000 } }],
  ["the namespace of the datasource", { grafana: { namespace: "grafana" } }],
  ["a peer", { access: Access.networkPolicy({ from: [Peer.namespace("apps")] }) }],
  ["open access", { access: Access.open() }],
  ["the Alertmanager", { alertmanager: { service: "other", namespace: "monitoring" } }],
])("changes with %s", (_, settings) => {
  expect(digestWith(settings)).not.toBe(digest);
});

test("changes with an edited rule", () => {
  const { model } = deployment;
  const files = model.alerting.files.map((file) => ({ ...file, text: `${file.text}# edited\n` }));
  expect(digestOf({ ...deployment, model: { ...model, alerting: { ...model.alerting, files } } })).not.toBe(digest);
});

test("doesn't change with the order of a chart's values", () => {
  const { values } = deployment.loki;
  const reversed = Object.fromEntries(Object.entries(values).reverse());
  expect(JSON.stringify(reversed)).not.toBe(JSON.stringify(values));
  expect(digestOf({ ...deployment, loki: { ...deployment.loki, values: reversed } })).toBe(digest);
});

test("doesn't change with a setting that has no effect on the cluster", () => {
  expect(digestWith({ terraform: { context: "other" } })).toBe(digest);
});

test("is on every ConfigMap of the stack, and on nothing else", () => {
  const json = synthesized();
  const configMaps = Object.values<{ metadata: object }>(json.resource.kubernetes_config_map_v1);
  expect(configMaps).toHaveLength(4);
  for (const { metadata } of configMaps)
    expect(metadata).toMatchObject({ annotations: { "log-collection/digest": digest } });
  expect(JSON.stringify(json).split(digest)).toHaveLength(1 + configMaps.length);
});
