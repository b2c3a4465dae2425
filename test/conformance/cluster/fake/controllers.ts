import type {
  V1Endpoints,
  V1PersistentVolume,
  V1PersistentVolumeClaim,
  V1Pod,
  V1Service,
} from "@kubernetes/client-node";
import type { Manifest } from "../../../../tools/manifests/manifest";
import { runDaemonSets, runReplicas } from "./workloads";
import { isReady, type World } from "./world";

/** Changes within this time cause one reconciliation. */
const DEBOUNCE_MS = 200;

/** Fakes of the controllers. They reconcile after a pod changes, and when a test calls `run`. */
export class Controllers {
  /** Whether claims are bound to volumes. */
  bindsVolumes = true;
  private running: Promise<void> = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly world: World) {}

  /** Schedules a reconciliation. If the API server is down, the next change of a pod causes another one. */
  wake(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.run().catch(() => {});
    }, DEBOUNCE_MS);
  }

  /** Reconciles once, never concurrently: two runs would create the same pods. */
  run(): Promise<void> {
    this.running = this.running.catch(() => {}).then(() => this.reconcile());
    return this.running;
  }

  async end(): Promise<void> {
    clearTimeout(this.timer);
    await this.running.catch(() => {});
  }

  private async reconcile(): Promise<void> {
    if (this.bindsVolumes) await bindVolumes(this.world);
    await runDaemonSets(this.world);
    await runReplicas(this.world);
    await runEndpoints(this.world);
  }
}

/** A fake of the endpoints controller: the API server's proxy connects to the addresses of a Service's endpoints. */
async function runEndpoints({ kube, namespace, pods }: World): Promise<void> {
  const path = `/api/v1/namespaces/${namespace}/endpoints`;
  const services = await kube.list<V1Service>(`/api/v1/namespaces/${namespace}/services`);
  const existing = new Set((await kube.list<V1Endpoints>(path)).map(({ metadata }) => metadata?.name));
  for (const service of services) {
    const endpoints = endpointsOf(service, pods());
    const name = service.metadata?.name;
    if (existing.has(name)) await kube.merge(`${path}/${name}`, { subsets: endpoints["subsets"] });
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

/** Returns the number of a port, which may be given by the name of a container's port. */
export function portOf({ spec }: V1Pod, port: number | string): number | undefined {
  if (typeof port === "number") return port;
  const ports = (spec?.containers ?? []).flatMap((container) => container.ports ?? []);
  return ports.find(({ name }) => name === port)?.containerPort;
}

/** A fake of the volume binder: it binds a claim and a volume that name each other. */
async function bindVolumes({ kube, namespace }: World): Promise<void> {
  const claims = await kube.list<V1PersistentVolumeClaim>(`/api/v1/namespaces/${namespace}/persistentvolumeclaims`);
  const volumes = await kube.list<V1PersistentVolume>("/api/v1/persistentvolumes");
  for (const claim of claims.filter(({ status }) => status?.phase !== "Bound")) {
    const volume = volumes.find((candidate) => belong(claim, candidate));
    if (volume !== undefined) await bind(claim, volume);
  }

  async function bind({ metadata, spec }: V1PersistentVolumeClaim, volume: V1PersistentVolume): Promise<void> {
    const volumePath = `/api/v1/persistentvolumes/${volume.metadata?.name}`;
    const claimPath = `/api/v1/namespaces/${namespace}/persistentvolumeclaims/${metadata?.name}`;
    await kube.merge(volumePath, { spec: { claimRef: { uid: metadata?.uid } } });
    await kube.merge(`${volumePath}/status`, { status: { phase: "Bound" } });
    const bound = { phase: "Bound", capacity: volume.spec?.capacity, accessModes: spec?.accessModes };
    await kube.merge(`${claimPath}/status`, { status: bound });
  }
}

/** Unbinds every claim from its volume. */
export async function unbindVolumes({ kube, namespace }: World): Promise<void> {
  const path = `/api/v1/namespaces/${namespace}/persistentvolumeclaims`;
  for (const { metadata, spec } of await kube.list<V1PersistentVolumeClaim>(path)) {
    await kube.merge(`${path}/${metadata?.name}/status`, { status: { phase: "Pending" } });
    await kube.merge(`/api/v1/persistentvolumes/${spec?.volumeName}/status`, { status: { phase: "Available" } });
  }
}

function belong({ metadata, spec }: V1PersistentVolumeClaim, volume: V1PersistentVolume): boolean {
  const { claimRef, storageClassName } = volume.spec ?? {};
  return (
    spec?.volumeName === volume.metadata?.name &&
    spec?.storageClassName === storageClassName &&
    claimRef?.name === metadata?.name &&
    claimRef?.namespace === metadata?.namespace
  );
}
