import { all, integer, list, mapOf, oneOf, outside, record, type Shape, text, under } from "./shape";

/**
 * Text without template syntax, because the Loki chart evaluates its scheduling values as templates. The two templates
 * are those of the chart's default affinity.
 */
const plainText: Shape = text(
  /^(?![\s\S]*\{\{)|^\{\{ include "loki\.name" \. \}\}$|^\{\{ \.Release\.Name \}\}$/,
  "text without template syntax",
);

const plainMap: Shape = mapOf((_, value) =>
  typeof value === "string" && !value.includes("{{") ? null : "text without template syntax",
);

const templatedMap: Shape = (value, context) =>
  mapOf((_, one) => plainText(one, context)?.expected ?? null)(value, context);

function expressions(...operators: readonly string[]): Shape {
  return list(record({ key: plainText, operator: oneOf(...operators), values: list(plainText) }, ["key", "operator"]));
}

const labelSelector: Shape = record({
  matchLabels: templatedMap,
  matchExpressions: expressions("In", "NotIn", "Exists", "DoesNotExist"),
});

const nodeSelectorTerm: Shape = record({
  matchExpressions: expressions("In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"),
  matchFields: expressions("In", "NotIn"),
});

const podTerm: Shape = record(
  {
    labelSelector,
    topologyKey: plainText,
    namespaces: list(plainText),
    namespaceSelector: labelSelector,
    matchLabelKeys: list(plainText),
    mismatchLabelKeys: list(plainText),
  },
  ["topologyKey"],
);

const podAffinity: Shape = record({
  requiredDuringSchedulingIgnoredDuringExecution: list(podTerm),
  preferredDuringSchedulingIgnoredDuringExecution: list(
    record({ weight: integer(1), podAffinityTerm: podTerm }, ["weight", "podAffinityTerm"]),
  ),
});

/** @see https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/ */
export const affinity: Shape = record({
  nodeAffinity: record({
    requiredDuringSchedulingIgnoredDuringExecution: record({ nodeSelectorTerms: list(nodeSelectorTerm) }, [
      "nodeSelectorTerms",
    ]),
    preferredDuringSchedulingIgnoredDuringExecution: list(
      record({ weight: integer(1), preference: nodeSelectorTerm }, ["weight", "preference"]),
    ),
  }),
  podAffinity,
  podAntiAffinity: podAffinity,
});

/** @see https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/ */
export const tolerations: Shape = list(
  record({
    key: plainText,
    operator: oneOf("Exists", "Equal"),
    value: plainText,
    effect: oneOf("NoSchedule", "PreferNoSchedule", "NoExecute"),
    tolerationSeconds: integer(0),
  }),
);

/** @see https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/ */
export const topologySpread: Shape = list(
  record(
    {
      maxSkew: integer(1),
      topologyKey: plainText,
      whenUnsatisfiable: oneOf("DoNotSchedule", "ScheduleAnyway"),
      labelSelector,
      minDomains: integer(1),
      matchLabelKeys: list(plainText),
      nodeAffinityPolicy: oneOf("Honor", "Ignore"),
      nodeTaintsPolicy: oneOf("Honor", "Ignore"),
    },
    ["maxSkew", "topologyKey", "whenUnsatisfiable"],
  ),
);

/** Labels of nodes. The images are built for Linux, so that label must stay. */
export const linuxNodes: Shape = all(plainMap, (value) => {
  const os = Object.entries(value ?? {}).find(([key]) => key === LINUX)?.[1];
  return os === "linux" ? null : under(LINUX, outside(os, '"linux"', { set: "linux" }));
});

const LINUX = "kubernetes.io/os";
