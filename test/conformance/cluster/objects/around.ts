import type { Manifest } from "./manifest";

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
