import type { V1Endpoints, V1Pod, V1Service } from "@kubernetes/client-node";
import type { Manifest } from "../objects/manifest";
import { isReady, type World } from "./world";

/** Stand-in for the endpoints controller: the addresses of a Service's pods, to which the API server's proxy goes. */
export async function runEndpoints({ kube, namespace, pods }: World): Promise<void> {
  const path = `/api/v1/namespaces/${namespace}/endpoints`;
  const services = await kube.list<V1Service>(`/api/v1/namespaces/${namespace}/services`);
  const there = new Set((await kube.list<V1Endpoints>(path)).map(({ metadata }) => metadata?.name));
  for (const service of services) {
    const endpoints = endpointsOf(service, pods());
    const name = service.metadata?.name;
    if (there.has(name)) await kube.merge(`${path}/${name}`, { subsets: endpoints["subsets"] });
    else await kube.create(endpoints);
  }
}

function endpointsOf({ metadata = {}, spec }: V1Service, all: readonly V1Pod[]): Manifest {
  const { name = "", namespace = "" } = metadata;
  const expected = Object.entries(spec?.selector ?? {});
  const pods = all.filter(
    (pod) =>
      expected.length > 0 &&
      pod.metadata?.namespace === namespace &&
      pod.status?.podIP !== undefined &&
      expected.every(([label, value]) => pod.metadata?.labels?.[label] === value) &&
      (spec?.publishNotReadyAddresses === true || isReady(pod)),
  );
  const [pod] = pods;
  const ports = (spec?.ports ?? []).flatMap(({ name: port, port: number, targetPort = number }) => {
    const found = pod && portOf(pod, targetPort);
    return found === undefined ? [] : [{ name: port, port: found }];
  });
  const addresses = pods.map(({ metadata: of, status }) => ({
    ip: status?.podIP,
    targetRef: { kind: "Pod", namespace, name: of?.name },
  }));
  const subsets = addresses.length > 0 && ports.length > 0 ? [{ addresses, ports }] : [];
  return { apiVersion: "v1", kind: "Endpoints", metadata: { name, namespace }, subsets };
}

/** The number of a port that may be a container's word. */
export function portOf({ spec }: V1Pod, port: number | string): number | undefined {
  if (typeof port === "number") return port;
  const ports = (spec?.containers ?? []).flatMap((container) => container.ports ?? []);
  return ports.find(({ name }) => name === port)?.containerPort;
}
