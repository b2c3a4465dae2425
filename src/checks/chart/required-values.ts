import type { RenderedRelease, RenderedStack } from "../../stack/rendered-stack";
import type { Check, Finding } from "../check";
import { shownAt, valueAt, valuesFinding } from "../values";

export const requiredValues: Check = {
  id: "required-values",
  title: "Chart values are those that the rest of the stack requires",
  severity: "error",
  why: "the names, users, mounts, permissions and pods of the rest of the stack depend on these values",
  remedy: "remove the key, or set the required value",
  evidence: "charts loki 18.11.0 and alloy 1.11.1, each rendered with a different value of every key",
  find: (stack) =>
    releasesOf(stack).flatMap(({ release, required }) => required.flatMap((one) => problem(release, one))),
};

function releasesOf({ model, loki, agent, events }: RenderedStack) {
  const { name } = model.namespace;
  return [
    { release: loki, required: requiredByLoki(name) },
    { release: agent, required: requiredByAgent(name) },
    ...(events === null ? [] : [{ release: events, required: requiredByEvents(name) }]),
  ];
}

function problem(release: RenderedRelease, { key, allowed, otherwise }: RequiredValue): readonly Finding[] {
  const value = valueAt(release.values, key) ?? null;
  if (allowed.some((one) => JSON.stringify(one) === JSON.stringify(value))) return [];
  const written = allowed.filter((other) => other !== null).map((other) => JSON.stringify(other));
  const mayBeAbsent = written.length < allowed.length;
  return [
    valuesFinding(release, key, {
      got: shownAt(release.values, key),
      expected: `${written.join(" or ") || "nothing"}; otherwise ${otherwise}`,
      remedy: mayBeAbsent ? `remove ${key}` : `set ${key}: ${written[0]}`,
    }),
  ];
}

/** A chart value that the rest of the stack requires. */
export interface RequiredValue {
  readonly key: string;
  /** The valid values; null if the key may be absent because the chart's default is valid. */
  readonly allowed: readonly unknown[];
  /** The effect of any other value. */
  readonly otherwise: string;
}

const OTHER_MODES = [
  "ingester",
  "distributor",
  "querier",
  "queryFrontend",
  "queryScheduler",
  "indexGateway",
  "compactor",
  "bloomPlanner",
  "bloomBuilder",
  "bloomGateway",
  "ruler",
];

/** The names of objects must not change: addresses, the claim and ConfigMaps follow from the release. */
function names(namespace: string): readonly RequiredValue[] {
  const otherwise = "objects do not have the names that agents, Grafana and the claim use";
  return [
    ...["fullnameOverride", "nameOverride"].map((key) => ({ key, allowed: [null, ""], otherwise })),
    {
      key: "namespaceOverride",
      allowed: [null, "", namespace],
      otherwise: "objects are not in the stack's namespace",
    },
  ];
}

export function requiredByLoki(namespace: string): readonly RequiredValue[] {
  return [
    ...names(namespace),
    {
      key: "singleBinary.persistence.enabled",
      allowed: [true, null],
      otherwise: "chunks are in an emptyDir and are lost with the pod",
    },
    { key: "singleBinary.kind", allowed: [null, "StatefulSet"], otherwise: "no pod adopts the claim" },
    {
      key: "singleBinary.autoscaling.enabled",
      allowed: [null, false],
      otherwise: "a second Loki writes to the same volume",
    },
    { key: "loki.configObjectName", allowed: [null], otherwise: "the pod mounts a configuration that does not exist" },
    {
      key: "loki.configStorageType",
      allowed: [null, "ConfigMap"],
      otherwise: "the configuration is a Secret that the pod does not mount",
    },
    {
      key: "loki.podSecurityContext.runAsUser",
      allowed: [null, 10_001],
      otherwise: "Loki runs as a user that does not own the export",
    },
    {
      key: "loki.server.http_listen_port",
      allowed: [null, 3_100],
      otherwise: "the port of the Service is not the port on which Loki listens",
    },
    { key: "test.enabled", allowed: [false], otherwise: "the chart does not render without its canary" },
    {
      key: "minio.enabled",
      allowed: [null, false],
      otherwise: "the chart no longer renders this store",
    },
    ...OTHER_MODES.map((component) => ({
      key: `${component}.replicas`,
      allowed: [null, 0],
      otherwise: "the chart does not mix pods of two modes",
    })),
  ];
}

/** What both releases of Alloy require to read from the API server. */
function requiredByAlloy(namespace: string, resource: string): readonly RequiredValue[] {
  const otherwise = `Alloy cannot read ${resource} from the API server, and still reports healthy`;
  return [
    ...names(namespace),
    { key: "rbac.create", allowed: [null, true], otherwise },
    { key: "serviceAccount.create", allowed: [null, true], otherwise },
    {
      key: "rbac.clusterRules",
      allowed: [[{ apiGroups: [""], resources: [resource], verbs: ["list", "watch"] }]],
      otherwise,
    },
    {
      key: "alloy.extraArgs",
      allowed: [null, []],
      otherwise: "a flag can override what the stack sets (--storage.path)",
    },
  ];
}

export function requiredByAgent(namespace: string): readonly RequiredValue[] {
  return [
    ...requiredByAlloy(namespace, "pods"),
    {
      key: "alloy.securityContext.runAsUser",
      allowed: [0],
      otherwise: "agents cannot read the log files, which root owns",
    },
    {
      key: "controller.nodeSelector",
      allowed: [{ "kubernetes.io/os": "linux" }],
      otherwise: "nodes without the label have no agent",
    },
    { key: "controller.affinity", allowed: [null, {}], otherwise: "nodes that it excludes have no agent" },
    {
      key: "controller.updateStrategy.type",
      allowed: ["RollingUpdate"],
      otherwise: "agents keep the old pipeline until their pods are deleted",
    },
    { key: "alloy.extraEnv", allowed: [null, []], otherwise: "a variable can override the node's name" },
  ];
}

export function requiredByEvents(namespace: string): readonly RequiredValue[] {
  return [
    ...requiredByAlloy(namespace, "events"),
    { key: "controller.type", allowed: ["deployment"], otherwise: "each event is sent once per node" },
    { key: "controller.replicas", allowed: [1], otherwise: "each event is sent once per pod" },
  ];
}
