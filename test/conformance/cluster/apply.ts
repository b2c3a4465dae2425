import { parseAllDocuments } from "yaml";
import type { RenderedRelease, RenderedStack } from "../../../src/stack/rendered-stack";
import type { Manifest } from "../../../tools/manifests/manifest";
import { type Resources, terraformObjects } from "../../../tools/manifests/terraform-objects";
import { fakeAgentChart, fakeEventsChart, fakeLokiChart, renderedChart } from "./charts";
import type { KubeClient } from "./kube-client";

interface AppliedProps {
  readonly kube: KubeClient;
  readonly stack: RenderedStack;
  readonly resources: Resources;
  /** Null if fakes must replace them. */
  readonly charts: Charts | null;
}

/** Helm and the paths of the charts. */
export interface Charts {
  readonly helm: string;
  readonly loki: string;
  readonly alloy: string;
}

/** The field managers of Terraform's two providers: the API server derives them from the User-Agent header. */
const KUBERNETES_PROVIDER = "HashiCorp";
const HELM_PROVIDER = "terraform-provider-helm";

/** Creates the objects that `terraform apply` would create. */
export async function apply({ kube, stack, resources, charts }: AppliedProps): Promise<void> {
  const { model } = stack;
  const namespace = model.namespace.name;
  const names = await createResources(kube, resources);
  const configMapOf = (id: string) => names.get(`kubernetes_config_map_v1.${id}`) ?? "";
  const objectsOf = (release: RenderedRelease, chart: "loki" | "alloy", set: Readonly<Record<string, string>>) =>
    charts && renderedChart({ helm: charts.helm, chart: charts[chart], release, namespace, set });
  const ofAlloy = (release: RenderedRelease, configMap: string) =>
    objectsOf(release, "alloy", { "alloy.configMap.name": configMap });
  const { loki, agent, events } = stack;
  await install(kube, loki, namespace, objectsOf(loki, "loki", {}) ?? fakeLokiChart(model));
  const ofAgent = configMapOf(agent.configMap);
  await install(kube, agent, namespace, ofAlloy(agent, ofAgent) ?? fakeAgentChart(model, ofAgent));
  if (events === null) return;
  const ofEvents = configMapOf(events.configMap);
  await install(kube, events, namespace, ofAlloy(events, ofEvents) ?? fakeEventsChart(model, events.release, ofEvents));
}

/** @returns the names that the API server assigned, by Terraform address */
async function createResources(kube: KubeClient, resources: Resources): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  for (const { id, object } of terraformObjects(resources)) {
    const { metadata } = await kube.create(object, KUBERNETES_PROVIDER);
    names.set(id, metadata.name ?? "");
    if (object.kind === "Namespace") await kube.create(defaultAccount(metadata.name ?? ""));
  }
  return names;
}

/** Creates the objects of a release, with Helm's ownership annotations. */
async function install(
  kube: KubeClient,
  release: RenderedRelease,
  namespace: string,
  objects: readonly Manifest[],
): Promise<void> {
  const ownership = { "meta.helm.sh/release-name": release.release, "meta.helm.sh/release-namespace": namespace };
  for (const object of objects) {
    const { metadata } = object;
    const annotations = { ...metadata.annotations, ...ownership };
    await kube.create({ ...object, metadata: { ...metadata, annotations } }, HELM_PROVIDER);
  }
  await kube.create(releaseSecret(release, namespace, "deployed"), HELM_PROVIDER);
}

/** The status of a Helm release. @see https://helm.sh/docs/helm/helm_status/ */
type ReleaseStatus = "deployed" | "pending-install" | "pending-upgrade" | "failed";

/** Helm's secret of a release, without the encoded release itself, which only Helm reads. */
function releaseSecret({ release }: RenderedRelease, namespace: string, status: ReleaseStatus): Manifest {
  return {
    apiVersion: "v1",
    kind: "Secret",
    type: "helm.sh/release.v1",
    metadata: {
      name: `sh.helm.release.v1.${release}.v1`,
      namespace,
      labels: { name: release, owner: "helm", status, version: "1" },
    },
  };
}

/** Applies the RBAC manifests that a command printed. @param text one or more YAML documents */
export async function grant(kube: KubeClient, text: string): Promise<void> {
  for (const document of parseAllDocuments(text)) {
    const object: Manifest = document.toJS();
    await kube.create(object);
  }
}

/** A namespace, with the default service account that a controller creates in each. */
export function namespaceObjects(name: string): readonly Manifest[] {
  return [{ apiVersion: "v1", kind: "Namespace", metadata: { name } }, defaultAccount(name)];
}

/** A controller creates it in every namespace. Without it, the API server rejects pods. */
function defaultAccount(namespace: string): Manifest {
  return { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "default", namespace } };
}

/** The Alertmanager of the cluster, independent of the settings. */
export const ALERTMANAGER = { service: "alertmanager", namespace: "monitoring", port: 9093 };

export function alertmanagerObjects(node: string): readonly Manifest[] {
  const { service: name, namespace, port } = ALERTMANAGER;
  const labels = { app: "alertmanager" };
  const ports = [{ name: "http", port, targetPort: port }];
  return [
    { apiVersion: "v1", kind: "Service", metadata: { name, namespace }, spec: { selector: labels, ports } },
    podOn(node, { name: "alertmanager-0", namespace, labels }, "alertmanager"),
  ];
}

/** A pod without an owner. */
export function podOn(node: string, metadata: Manifest["metadata"], container: string): Manifest {
  const containers = [{ name: container, image: `example.com/${container}:1.0.0` }];
  return { apiVersion: "v1", kind: "Pod", metadata, spec: { nodeName: node, containers } };
}

/** A pod that runs a script to completion. */
export function scriptOn(node: string, metadata: Manifest["metadata"], script: string): Manifest {
  const containers = [{ name: metadata.name, image: "example.com/busybox:1.0.0", command: ["sh", "-c", script] }];
  return { apiVersion: "v1", kind: "Pod", metadata, spec: { nodeName: node, restartPolicy: "Never", containers } };
}
