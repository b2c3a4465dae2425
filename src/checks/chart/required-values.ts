import type { RenderedRelease, RenderedStack } from "../../stack/rendered-stack";
import type { Check, Finding } from "../check";
import { shownAt, valueAt, valuesFinding } from "../values";

export const reliedOn: Check = {
  id: "relied-on-values",
  severity: "error",
  reason: "the rest of the plan counts on what a chart makes of these values: names, users, mounts, rights and pods",
  evidence: "charts loki 18.11.0 and alloy 1.11.1, rendered with another value of each",
  find: (stack) => releasesOf(stack).flatMap(({ release, relied }) => relied.flatMap((one) => problem(release, one))),
};

function releasesOf({ model, loki, agent, events }: RenderedStack) {
  const { name } = model.namespace;
  return [
    { release: loki, relied: reliedOnOfLoki(name) },
    { release: agent, relied: reliedOnOfAgent(name) },
    ...(events === null ? [] : [{ release: events, relied: reliedOnOfEvents(name) }]),
  ];
}

function problem(release: RenderedRelease, { key, allowed, otherwise }: Relied): readonly Finding[] {
  const value = valueAt(release.values, key) ?? null;
  if (allowed.some((one) => JSON.stringify(one) === JSON.stringify(value))) return [];
  const written = allowed.filter((one) => one !== null).map((one) => JSON.stringify(one));
  const mayBeLeftOut = written.length < allowed.length;
  return [
    valuesFinding(release, key, {
      got: shownAt(release.values, key),
      expected: `${written.join(" or ") || "nothing"}; otherwise ${otherwise}`,
      remedy: mayBeLeftOut ? `take ${key} out` : `write ${key}: ${written[0]}`,
    }),
  ];
}

/** A chart value that something else in the plan counts on. */
export interface Relied {
  readonly key: string;
  /** What it may be; null where it may be left out, because the chart's own value is right. */
  readonly allowed: readonly unknown[];
  /** What happens with any other value. */
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

/** Two names that no value may change: addresses, the claim and ConfigMaps follow from the release. */
function names(namespace: string): readonly Relied[] {
  const otherwise = "objects have other names than agents, Grafana and the claim look for";
  return [
    ...["fullnameOverride", "nameOverride"].map((key) => ({ key, allowed: [null, ""], otherwise })),
    {
      key: "namespaceOverride",
      allowed: [null, "", namespace],
      otherwise: "objects are in another namespace than the plan's",
    },
  ];
}

export function reliedOnOfLoki(namespace: string): readonly Relied[] {
  return [
    ...names(namespace),
    {
      key: "singleBinary.persistence.enabled",
      allowed: [true, null],
      otherwise: "chunks lie in an emptyDir and go with the pod",
    },
    { key: "singleBinary.kind", allowed: [null, "StatefulSet"], otherwise: "no pod adopts the claim" },
    {
      key: "singleBinary.autoscaling.enabled",
      allowed: [null, false],
      otherwise: "a second Loki would write to the same volume",
    },
    { key: "loki.configObjectName", allowed: [null], otherwise: "the pod mounts a configuration that nobody makes" },
    {
      key: "loki.configStorageType",
      allowed: [null, "ConfigMap"],
      otherwise: "the configuration is a Secret that the pod does not mount",
    },
    {
      key: "loki.podSecurityContext.runAsUser",
      allowed: [null, 10_001],
      otherwise: "Loki is another user than the one to whom the export belongs",
    },
    {
      key: "loki.server.http_listen_port",
      allowed: [null, 3_100],
      otherwise: "the Service has another port than Loki listens on",
    },
    { key: "test.enabled", allowed: [false], otherwise: "the chart refuses to render without its canary" },
    {
      key: "minio.enabled",
      allowed: [null, false],
      otherwise: "the chart refuses to render a store that it has given up",
    },
    ...OTHER_MODES.map((component) => ({
      key: `${component}.replicas`,
      allowed: [null, 0],
      otherwise: "the chart refuses to mix pods of two modes",
    })),
  ];
}

/** What both releases of Alloy need to read from the API server at all. */
function ofAlloy(namespace: string, resource: string): readonly Relied[] {
  const otherwise = `the API server shows it no ${resource}, and it stays healthy`;
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
      otherwise: "a flag may take back what the plan sets (--storage.path)",
    },
  ];
}

export function reliedOnOfAgent(namespace: string): readonly Relied[] {
  return [
    ...ofAlloy(namespace, "pods"),
    {
      key: "alloy.securityContext.runAsUser",
      allowed: [0],
      otherwise: "it may not read the log files, which belong to root",
    },
    {
      key: "controller.nodeSelector",
      allowed: [{ "kubernetes.io/os": "linux" }],
      otherwise: "nodes without the label have no agent",
    },
    { key: "controller.affinity", allowed: [null, {}], otherwise: "nodes that it leaves out have no agent" },
    {
      key: "controller.updateStrategy.type",
      allowed: ["RollingUpdate"],
      otherwise: "agents keep the old pipeline until somebody deletes their pods",
    },
    { key: "alloy.extraEnv", allowed: [null, []], otherwise: "a variable may take the place of the node's name" },
  ];
}

export function reliedOnOfEvents(namespace: string): readonly Relied[] {
  return [
    ...ofAlloy(namespace, "events"),
    { key: "controller.type", allowed: ["deployment"], otherwise: "each event is sent once a node" },
    { key: "controller.replicas", allowed: [1], otherwise: "each event is sent once a pod" },
  ];
}
