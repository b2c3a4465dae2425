import { mapOf, type Shape } from "./shape";

/**
 * Labels that the charts write. The first ones are those of selectors: a pod without them belongs to no workload and no
 * Service.
 */
const WRITTEN_LABELS = [
  ...["app.kubernetes.io/name", "app.kubernetes.io/instance", "app.kubernetes.io/component"],
  ...["app.kubernetes.io/part-of", "app.kubernetes.io/version", "app.kubernetes.io/managed-by", "helm.sh/chart"],
  ...["name", "rollout-group", "variant", "prometheus.io/service-monitor"],
  ...["controller-revision-hash", "pod-template-generation", "pod-template-hash"],
  ...["statefulset.kubernetes.io/pod-name", "apps.kubernetes.io/pod-index"],
];

/** Annotations that the charts write to pods. */
const WRITTEN_ANNOTATIONS = ["checksum/config", "storage/size", "kubectl.kubernetes.io/default-container"];

/** Keys with which another program changes a pod or an object, by what it does. */
const ACTIONS: readonly (readonly [keys: RegExp, effect: string])[] = [
  [/^(meta\.)?helm\.sh\//, "Helm manages the object by it"],
  [
    /inject|sidecar|istio\.io\/|linkerd\.io\/|hashicorp\.com\/|dapr\.io\/|instrumentation\.opentelemetry/,
    "another program adds a container or a proxy to the pod",
  ],
  [/apparmor|seccomp|cri-o|^k8s\.v1\.cni|^k8s\.ovn|multus|bandwidth/, "it changes how the node runs the pod"],
];

/** The values with which such a key turns its program off. */
const OFF = ["false", "disabled"];

/** Service annotations by which a cloud provider, a VPN or a DNS controller publishes a Service. */
const PUBLISHING = new RegExp(
  [
    ...["load-?balancer", "\\b[ena]lb\\b", "dns", "hostname", "ingress", "expose", "public", "external", "tunnel"],
    ...[
      "akamai",
      "ambassador",
      "cloudflare",
      "cloud\\.google\\.com/",
      "consul",
      "contour",
      "f5\\.com",
      "gke\\.io",
      "gloo",
    ],
    ...[
      "haproxy",
      "inlets",
      "istio",
      "kong",
      "kube-vip",
      "metallb",
      "netscaler",
      "ngrok",
      "tailscale",
      "traefik",
      "zalando",
    ],
  ].join("|"),
  "i",
);

/** Whether an annotation of a Service makes another program publish it outside the cluster. */
export function publishes(key: string): boolean {
  return PUBLISHING.test(key);
}

/** Labels that override none of the chart's. Their values must be text: the API server rejects an unquoted true or 1. */
export const labels: Shape = mapOf((key, value) => labelExpectation(key, value));

/** Annotations that override none of the chart's, and make no other program change the pod. */
export const annotations: Shape = mapOf((key, value) => {
  if (WRITTEN_ANNOTATIONS.includes(key)) return "no such annotation: the chart writes it";
  return metadataExpectation(key, value);
});

/** Annotations of a Service. The check exposed-service reports those that publish it. */
export const serviceAnnotations: Shape = mapOf((key, value) =>
  publishes(key) ? null : metadataExpectation(key, value),
);

function labelExpectation(key: string, value: unknown): string | null {
  if (WRITTEN_LABELS.includes(key)) return "no such label: the chart writes it, and selectors use it";
  if (typeof value === "string" && !LABEL_VALUE.test(value)) {
    return "at most 63 letters, digits, dashes, dots and underscores";
  }
  return metadataExpectation(key, value);
}

function metadataExpectation(key: string, value: unknown): string | null {
  if (!METADATA_KEY.test(key)) return "a name of at most 63 characters, optionally with a DNS prefix and a slash";
  if (typeof value !== "string") return "text: put the value in quotes";
  const action = OFF.includes(value) ? undefined : ACTIONS.find(([keys]) => keys.test(key));
  return action === undefined ? null : `no such key: ${action[1]}`;
}

/** @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set */
const METADATA_KEY =
  /^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const LABEL_VALUE = /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/;
