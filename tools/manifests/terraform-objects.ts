import { isPlainObject } from "../../src/settings/plain-object";
import type { Manifest, Metadata } from "./manifest";

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
  kubernetes_network_policy_v1: { apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy" },
} as const;

/** The parts of a resource that belong to the object. All others configure Terraform itself. */
const PARTS = ["data", "immutable", "spec"];

/** Fields whose names differ: Terraform's blocks are singular. */
const NAMES: Readonly<Record<string, string>> = {
  container: "containers",
  initContainer: "initContainers",
  toleration: "tolerations",
  volume: "volumes",
  volumeMount: "volumeMounts",
};

/** Terraform writes these numbers as text. */
const IDS = new Set(["runAsUser", "runAsGroup"]);

/** In place of a port that only Terraform's plan knows. */
const API_SERVER_PORT = 6443;

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
export interface TerraformObject {
  readonly id: string;
  readonly object: Manifest;
}

/**
 * Converts Terraform resources to Kubernetes objects, in place of Terraform's provider. It covers only what this stack
 * uses, and the API server rejects its mistakes (fieldValidation=Strict).
 */
export function terraformObjects(resources: Resources): readonly TerraformObject[] {
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
  if (IDS.has(key)) return Number(value);
  if (key === "port") return Number(value) || API_SERVER_PORT;
  if (typeof value === "string") return unescapeTerraform(value);
  if (Array.isArray(value)) return value.map((item: unknown) => translated("", item));
  if (!isPlainObject(value)) return value;
  if (USER_DEFINED_KEYS.has(key))
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [unescapeTerraform(k), translated("", v)]));
  return Object.fromEntries(Object.entries(value).flatMap(([name, part]) => field(name, part)));
}

/** Returns a field under its Kubernetes name. The source of a volume is inlined into the volume's spec. */
function field(name: string, value: unknown): readonly (readonly [string, unknown])[] {
  // Blocks that Terraform repeats for each value that only its plan knows.
  if (name === "dynamic") return [];
  if (name === "persistent_volume_source" && isPlainObject(value)) return Object.entries(value);
  const camel = name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return [[NAMES[camel] ?? camel, translated(camel, value)]];
}

/** Reverses Terraform's escaping. */
function unescapeTerraform(text: string): string {
  return text.replaceAll("$${", () => "${").replaceAll("%%{", "%{");
}
