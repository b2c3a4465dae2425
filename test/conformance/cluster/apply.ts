import { parseAllDocuments } from "yaml";
import { isPlainObject } from "../../../src/settings/plain-object";
import type { RenderedRelease, RenderedStack } from "../../../src/stack/rendered-stack";
import { fakeAgentChart, fakeEventsChart, fakeLokiChart, renderedChart } from "./charts";
import type { KubeClient, Manifest, Metadata } from "./kube-client";

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

type Block = Readonly<Record<string, unknown>>;

/** Resources of Terraform's Kubernetes provider, by type and id. */
export type Resources = Readonly<Record<string, Readonly<Record<string, Block>>>>;

/** In the order of creation. */
const KINDS = {
  kubernetes_namespace_v1: { apiVersion: "v1", kind: "Namespace" },
  kubernetes_persistent_volume_v1: { apiVersion: "v1", kind: "PersistentVolume" },
  kubernetes_persistent_volume_claim_v1: { apiVersion: "v1", kind: "PersistentVolumeClaim" },
  kubernetes_config_map_v1: { apiVersion: "v1", kind: "ConfigMap" },
  kubernetes_daemon_set_v1: { apiVersion: "apps/v1", kind: "DaemonSet" },
} as const;

/** The parts of a resource that belong to the object. All others configure Terraform itself. */
const PARTS = ["data", "immutable", "spec"];

/** Fields whose names differ: Terraform's blocks are singular, and Kubernetes writes acronyms in capitals. */
const NAMES: Readonly<Record<string, string>> = {
  hostPid: "hostPID",
  container: "containers",
  initContainer: "initContainers",
  toleration: "tolerations",
};

/** Maps with user-defined keys, which stay as they are. */
const USER_DEFINED_KEYS = new Set([
  "labels",
  "annotations",
  "matchLabels",
  "nodeSelector",
  "data",
  "limits",
  "requests",
]);

/** An object, with its Terraform address. */
interface TerraformObject {
  readonly id: string;
  readonly object: Manifest;
}

/**
 * Converts Terraform resources to Kubernetes objects, in place of Terraform's provider. It covers only what this stack
 * uses, and the API server rejects its mistakes (fieldValidation=Strict).
 */
function terraformObjects(resources: Resources): readonly TerraformObject[] {
  return Object.entries(KINDS).flatMap(([type, { apiVersion, kind }]) =>
    Object.entries(resources[type] ?? {}).map(([id, block]) => ({
      id: `${type}.${id}`,
      object: { apiVersion, kind, metadata: metadataOf(block), ...partsOf(block) },
    })),
  );
}

function metadataOf(block: Block): Metadata {
  const metadata = translated("metadata", block["metadata"]);
  return isPlainObject(metadata) ? metadata : {};
}

function partsOf(block: Block): Block {
  return Object.fromEntries(PARTS.filter((part) => part in block).map((part) => [part, translated(part, block[part])]));
}

function translated(key: string, value: unknown): unknown {
  if (key === "spec" && Array.isArray(value)) return translated(key, value[0]);
  if (key === "runAsUser") return Number(value);
  if (typeof value === "string") return unescapeTerraform(value);
  if (Array.isArray(value)) return value.map((item: unknown) => translated("", item));
  if (!isPlainObject(value)) return value;
  if (USER_DEFINED_KEYS.has(key))
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [unescapeTerraform(k), translated("", v)]));
  return Object.fromEntries(Object.entries(value).flatMap(([name, part]) => field(name, part)));
}

/** Returns a field under its Kubernetes name. The source of a volume is inlined into the volume's spec. */
function field(name: string, value: unknown): readonly (readonly [string, unknown])[] {
  if (name === "persistent_volume_source" && isPlainObject(value)) return Object.entries(value);
  const camel = name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return [[NAMES[camel] ?? camel, translated(camel, value)]];
}

/** Reverses Terraform's escaping. */
function unescapeTerraform(text: string): string {
  return text.replaceAll("$${", () => "${").replaceAll("%%{", "%{");
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
  return [
    { apiVersion: "v1", kind: "Namespace", metadata: { name } },
    { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "default", namespace: name } },
  ];
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
