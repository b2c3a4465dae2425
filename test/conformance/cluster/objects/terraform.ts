import { isPlainObject } from "../../../../src/settings/plain-object";
import type { Manifest, Metadata } from "./manifest";

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
