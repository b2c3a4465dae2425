import { type Access, inCluster, inNamespace } from "../../diagnostics/permission";
import type { Model } from "../../model";
import { askAlertmanager } from "../alertmanager";

/** What a link that asks for the drill's pods has to be allowed: it may be the first that asks, and so makes them. */
export function drillAccess(model: Model, readOnly: boolean): readonly Access[] {
  if (readOnly) return [];
  const namespace = model.namespace.name;
  return [
    inCluster("nodes", ["list"]),
    inNamespace(namespace, "pods", ["create", "list", "delete", "deletecollection"]),
    inNamespace(namespace, "pods/log", ["get"]),
    ...askAlertmanager(model, ["create", "delete"]),
  ];
}
