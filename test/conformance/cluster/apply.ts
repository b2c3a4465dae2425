import { parseAllDocuments } from "yaml";
import { isPlainObject } from "../../../src/settings/plain-object";
import type { RenderedRelease, RenderedStack } from "../../../src/stack/rendered-stack";
import { agentStandIn, eventsStandIn, lokiStandIn, renderedChart } from "./charts";
import type { KubeClient, Manifest, Metadata } from "./kube-client";

export interface AppliedProps {
  readonly kube: KubeClient;
  readonly deployment: RenderedStack;
  readonly resources: Resources;
  /** Null where stand-ins have to do. */
  readonly charts: Charts | null;
}

/** Where the charts are. */
export interface Charts {
  readonly helm: string;
  readonly loki: string;
  readonly alloy: string;
}

/** What the API server calls Terraform's two providers, after the agent that they name in their requests. */
const KUBERNETES_PROVIDER = "HashiCorp";
const HELM_PROVIDER = "terraform-provider-helm";

/** Creates what an apply would create. */
export async function apply({ kube, deployment, resources, charts }: AppliedProps): Promise<void> {
  const { model } = deployment;
  const namespace = model.namespace.name;
  const names = await createPlanned(kube, resources);
  const configMapOf = (id: string) => names.get(`kubernetes_config_map_v1.${id}`) ?? "";
  const objectsOf = (release: RenderedRelease, chart: "loki" | "alloy", set: Readonly<Record<string, string>>) =>
    charts && renderedChart({ helm: charts.helm, chart: charts[chart], release, namespace, set });
  const ofAlloy = (release: RenderedRelease, configMap: string) =>
    objectsOf(release, "alloy", { "alloy.configMap.name": configMap });
  const { loki, agent, events } = deployment;
  await install(kube, loki, namespace, objectsOf(loki, "loki", {}) ?? lokiStandIn(model));
  const ofAgent = configMapOf(agent.configMap);
  await install(kube, agent, namespace, ofAlloy(agent, ofAgent) ?? agentStandIn(model, ofAgent));
  if (events === null) return;
  const ofEvents = configMapOf(events.configMap);
  await install(kube, events, namespace, ofAlloy(events, ofEvents) ?? eventsStandIn(model, events.release, ofEvents));
}

/** @returns the names that the API server has given, by the ids of the plan */
async function createPlanned(kube: KubeClient, resources: Resources): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  for (const { id, object } of plannedObjects(resources)) {
    const { metadata } = await kube.create(object, KUBERNETES_PROVIDER);
    names.set(id, metadata.name ?? "");
  }
  return names;
}

/** Creates the objects of a release, with Helm's notes on whose they are. */
async function install(
  kube: KubeClient,
  release: RenderedRelease,
  namespace: string,
  objects: readonly Manifest[],
): Promise<void> {
  const notes = { "meta.helm.sh/release-name": release.release, "meta.helm.sh/release-namespace": namespace };
  for (const object of objects) {
    const { metadata } = object;
    const annotations = { ...metadata.annotations, ...notes };
    await kube.create({ ...object, metadata: { ...metadata, annotations } }, HELM_PROVIDER);
  }
  await kube.create(releaseSecret(release, namespace, "deployed"), HELM_PROVIDER);
}

type Block = Readonly<Record<string, unknown>>;

/** Resources of Terraform's Kubernetes provider by their type and id. */
export type Resources = Readonly<Record<string, Readonly<Record<string, Block>>>>;

/** In the order in which they can be created. */
const KINDS = {
  kubernetes_namespace_v1: { apiVersion: "v1", kind: "Namespace" },
  kubernetes_persistent_volume_v1: { apiVersion: "v1", kind: "PersistentVolume" },
  kubernetes_persistent_volume_claim_v1: { apiVersion: "v1", kind: "PersistentVolumeClaim" },
  kubernetes_config_map_v1: { apiVersion: "v1", kind: "ConfigMap" },
  kubernetes_daemon_set_v1: { apiVersion: "apps/v1", kind: "DaemonSet" },
} as const;

/** The parts of a resource that are the object's; the others tell Terraform how to go about it. */
const PARTS = ["data", "immutable", "spec"];

/** Blocks that Terraform names in the singular, and words that Kubernetes writes in capitals. */
const NAMES: Readonly<Record<string, string>> = {
  hostPid: "hostPID",
  container: "containers",
  initContainer: "initContainers",
  toleration: "tolerations",
};

/** Their keys are people's words, not Kubernetes'. */
const PEOPLES = new Set(["labels", "annotations", "matchLabels", "nodeSelector", "data", "limits", "requests"]);

/** An object, with the id that the plan knows it by. */
export interface PlannedObject {
  readonly id: string;
  readonly object: Manifest;
}

/**
 * The objects that Terraform's provider makes of a plan. There is no Terraform here: this knows what this plan uses,
 * and the API server refuses whatever it gets wrong (fieldValidation=Strict).
 */
export function plannedObjects(resources: Resources): readonly PlannedObject[] {
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
  if (typeof value === "string") return literal(value);
  if (Array.isArray(value)) return value.map((item: unknown) => translated("", item));
  if (!isPlainObject(value)) return value;
  if (PEOPLES.has(key))
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [literal(k), translated("", v)]));
  return Object.fromEntries(Object.entries(value).flatMap(([name, part]) => field(name, part)));
}

/** A field as Kubernetes names it. The kind of a volume is a field of the volume's own. */
function field(name: string, value: unknown): readonly (readonly [string, unknown])[] {
  if (name === "persistent_volume_source" && isPlainObject(value)) return Object.entries(value);
  const camel = name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return [[NAMES[camel] ?? camel, translated(camel, value)]];
}

/** What the text says that was written for Terraform. */
function literal(text: string): string {
  return text.replaceAll("$${", () => "${").replaceAll("%%{", "%{");
}

/** As Helm calls them. @see https://helm.sh/docs/helm/helm_status/ */
export type ReleaseStatus = "deployed" | "pending-install" | "pending-upgrade" | "failed";

/** What Helm writes down of a release, without the release itself, which only Helm reads. */
export function releaseSecret({ release }: RenderedRelease, namespace: string, status: ReleaseStatus): Manifest {
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

/** Applies printed roles. @param text the YAML of some objects */
export async function grant(kube: KubeClient, text: string): Promise<void> {
  for (const document of parseAllDocuments(text)) {
    const object: Manifest = document.toJS();
    await kube.create(object);
  }
}

/** What is there before the plan is applied. */

/** A namespace, with the account that a controller gives to each. */
export function namespaceObjects(name: string): readonly Manifest[] {
  return [
    { apiVersion: "v1", kind: "Namespace", metadata: { name } },
    { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "default", namespace: name } },
  ];
}

/** The Alertmanager that is there, whatever the settings say. */
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

/** A pod that nobody owns. */
export function podOn(node: string, metadata: Manifest["metadata"], container: string): Manifest {
  const containers = [{ name: container, image: `example.com/${container}:1.0.0` }];
  return { apiVersion: "v1", kind: "Pod", metadata, spec: { nodeName: node, containers } };
}

/** A pod that runs a script to its end. */
export function scriptOn(node: string, metadata: Manifest["metadata"], script: string): Manifest {
  const containers = [{ name: metadata.name, image: "example.com/busybox:1.0.0", command: ["sh", "-c", script] }];
  return { apiVersion: "v1", kind: "Pod", metadata, spec: { nodeName: node, restartPolicy: "Never", containers } };
}
