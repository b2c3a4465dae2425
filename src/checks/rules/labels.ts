import { closest, distance } from "fastest-levenshtein";
import type { LabelSet } from "../../logql/labels/label-set";

/** The labels that there are, as a remedy names them. */
export function namedLabels(labels: LabelSet): string {
  return labels.names.size === 0 ? "no label" : [...labels.names].join(", ");
}

/** The label that was most likely meant by another one, or null. */
export function meantLabel(name: string, labels: Iterable<string>): string | null {
  const names = [...labels].filter((known) => known !== name);
  if (names.length === 0) return null;
  const alias = names.find((known) => ALIASES[name]?.includes(known));
  const near = alias ?? closest(name, names);
  return alias !== undefined || distance(name, near) <= 2 ? near : null;
}

/** What other agents and conventions call the labels of this plan. */
const ALIASES: Readonly<Record<string, readonly string[]>> = {
  kubernetes_namespace_name: ["namespace"],
  kubernetes_pod_name: ["pod"],
  kubernetes_container_name: ["container"],
  k8s_namespace_name: ["namespace"],
  k8s_pod_name: ["pod"],
  k8s_container_name: ["container"],
  k8s_node_name: ["node"],
  pod_name: ["pod"],
  container_name: ["container"],
  node_name: ["node"],
  hostname: ["node"],
  host: ["node"],
  instance: ["node", "pod"],
  service: ["service_name", "app"],
  level: ["detected_level"],
  severity: ["detected_level"],
  systemd_unit: ["unit"],
  __systemd_unit: ["unit"],
};
