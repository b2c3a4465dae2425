import type { CoreV1Api, V1Pod, V1Service } from "@kubernetes/client-node";
import { withTimeout } from "../../kube/async";
import type { Status } from "../../kube/errors";
import { isPodReady, labelSelectorOf } from "../../kube/pod";
import { Duration } from "../../units";
import { type Cause, cause } from "../cause";
import type { Fail } from "../outcome";
import { failedBy, type RequestError, requestError } from "./request-error";

const PROXIED = { failure: null, expected: "an answer from the service behind the API server's proxy" } as const;
const LIST_PODS = "kubectl --namespace <namespace> get pods --output wide";
const SHOW_SERVICE = "kubectl --namespace <namespace> get service <service> --output yaml";

const noService = requestError({
  ...PROXIED,
  title: "The Service does not exist (404 from the API server)",
  causes: {
    notDeployed: cause(
      "The namespace <namespace> has no Service <service>: nothing is deployed, or it has another name or namespace.",
      "kubectl get services --all-namespaces",
    ),
  },
});

const noEndpoints = requestError({
  ...PROXIED,
  title: "No pod behind the Service is ready (503 from the API server)",
  causes: {
    podNotReady: cause("Its pod <pod> is not ready.", "kubectl --namespace <namespace> describe pod <pod>"),
    podEnding: cause("Its pod <pod> is ending.", "kubectl --namespace <namespace> get pod <pod> --watch"),
    noPod: cause(
      "The Service's selector matches no pod.",
      "kubectl --namespace <namespace> describe service <service>",
    ),
    noSelector: cause(
      "The Service has no selector, and it has no endpoints.",
      "kubectl --namespace <namespace> get endpoints <service>",
    ),
    justReady: cause("Its pod became ready a moment ago.", "run the command again"),
    unknown: cause("Its pod is not ready, or the Service's selector matches no pod.", LIST_PODS),
  },
});

const noPort = requestError({
  ...PROXIED,
  title: "The Service has no such port (503 from the API server)",
  causes: {
    otherPort: cause("The settings have the port <port>, which the Service <service> does not have.", SHOW_SERVICE),
  },
});

const podRefuses = requestError({
  ...PROXIED,
  title: "The pod refuses the API server's connection (503 from the API server)",
  causes: {
    justEnded: cause(
      "The process just ended, and its pod still counts as ready.",
      "kubectl --namespace <namespace> get pods --watch",
    ),
    otherTargetPort: cause("The process listens on another port than the Service's targetPort.", SHOW_SERVICE),
  },
});

const podUnreachable = requestError({
  ...PROXIED,
  title: "The API server cannot reach the pod (503 from the API server)",
  causes: {
    nodeDown: cause("The pod's node is down or unreachable.", "kubectl get nodes"),
    networkPolicy: cause(
      "A NetworkPolicy or firewall separates the control plane from the pod network.",
      "write the addresses from which the API server reaches pods into access.controlPlane (docs/network.md), or to see all policies: kubectl --namespace <namespace> get networkpolicies",
    ),
    outsidePodNetwork: cause(
      "The control plane is outside the pod network, as with some providers. It needs a direct URL.",
      "pass the service's own URL, such as --loki-url or --alertmanager-url",
    ),
  },
});

const proxyTimeout = requestError({
  ...PROXIED,
  title: "The API server's proxy receives no answer in time",
  causes: { hanging: cause("The program behind it hangs, or needs more time for the answer.", LIST_PODS) },
});

const closed = requestError({
  ...PROXIED,
  title: "A service behind the API server's proxy closes the connection",
  causes: {
    restarting: cause("It is ending or restarting.", "kubectl --namespace <namespace> get pods --watch"),
    outOfMemory: cause(
      "It exceeds its memory limit while it answers, and is killed.",
      "kubectl --namespace <namespace> describe pods",
    ),
    apiServerEnding: cause("The API server itself is ending.", "kubectl get --raw '/readyz?verbose'"),
  },
});

export const PROXY_ERRORS: readonly RequestError[] = [
  noService,
  noEndpoints,
  noPort,
  podRefuses,
  podUnreachable,
  proxyTimeout,
  closed,
];

/** The Service or pod behind the API server's proxy. */
export interface ProxyTarget {
  readonly namespace: string;
  readonly service: string;
  readonly port: string;
}

const PROXY_PATH =
  /^\/api\/v1\/namespaces\/(?<namespace>[^/]+)\/(?:services|pods)\/(?<service>[^/:]+):(?<port>\d+)\/proxy$/;

/** Null for a service at a URL of its own. */
export function targetOf(at: string): ProxyTarget | null {
  const { namespace, service, port } = PROXY_PATH.exec(at)?.groups ?? {};
  if (namespace === undefined || service === undefined || port === undefined) return null;
  return { namespace, service, port };
}

/** What an explanation may itself request to rule out causes. */
export interface ServiceReader {
  core(signal: AbortSignal): Pick<CoreV1Api, "readNamespacedService" | "listNamespacedPod">;
}

/**
 * Explains an error of the API server's proxy. If no pod is behind a Service, reads the Service and its pods to find the
 * cause. Returns null for an error that is not specific to the proxy.
 */
export async function explainProxyError(
  status: Status,
  target: ProxyTarget,
  cluster: ServiceReader,
  signal: AbortSignal,
): Promise<Fail | null> {
  const isWithoutEndpoints = status.message.startsWith("no endpoints available");
  return isWithoutEndpoints ? explainNoEndpoints(status, target, cluster, signal) : explainProxyStatus(status, target);
}

/** The proxy waited for the program behind it until the diagnostic's timeout. */
export function explainProxyTimeout(got: string, target: ProxyTarget): Fail {
  return failedBy(proxyTimeout, got, [proxyTimeout.causes.hanging(target), ...unreachableCauses(target)]);
}

/** The connection ended before the answer was complete. */
export function explainClosedConnection(got: string, target: ProxyTarget): Fail {
  const { restarting, outOfMemory, apiServerEnding } = closed.causes;
  return failedBy(closed, got, [restarting(target), outOfMemory(target), apiServerEnding()]);
}

/**
 * Explains an error in the words of Kubernetes 1.36. Returns null for an error that is not specific to the proxy.
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/registry/core/service/storage/storage.go
 */
function explainProxyStatus({ code, message }: Status, target: ProxyTarget): Fail | null {
  if (code === 404) return failedBy(noService, message, [noService.causes.notDeployed(target)]);
  if (message.startsWith("no service port")) return failedBy(noPort, message, [noPort.causes.otherPort(target)]);
  if (!message.startsWith("error trying to reach service")) return null;
  const { justEnded, otherTargetPort } = podRefuses.causes;
  return message.includes("connection refused")
    ? failedBy(podRefuses, message, [justEnded(target), otherTargetPort(target)])
    : failedBy(podUnreachable, message, unreachableCauses(target));
}

function unreachableCauses(target: ProxyTarget): readonly Cause[] {
  const { nodeDown, networkPolicy, outsidePodNetwork } = podUnreachable.causes;
  return [nodeDown(), networkPolicy(target), outsidePodNetwork()];
}

/** The diagnostic's own timeout no longer applies, because its request has failed. */
const EVIDENCE_TIMEOUT = Duration.seconds(5);

async function explainNoEndpoints(
  { message }: Status,
  target: ProxyTarget,
  cluster: ServiceReader,
  signal: AbortSignal,
): Promise<Fail> {
  // Without permission to read the evidence, the cause stays open.
  const evidence = await endpointEvidence(target, cluster, withTimeout(signal, EVIDENCE_TIMEOUT)).catch(() => null);
  return failedBy(noEndpoints, message, [endpointCause(target, evidence)]);
}

interface EndpointEvidence {
  readonly service: V1Service;
  /** The pods that the Service's selector matches. */
  readonly pods: readonly V1Pod[];
}

async function endpointEvidence(
  { namespace, service: name }: ProxyTarget,
  cluster: ServiceReader,
  signal: AbortSignal,
): Promise<EndpointEvidence> {
  const core = cluster.core(signal);
  const service = await core.readNamespacedService({ name, namespace });
  const labelSelector = labelSelectorOf(service.spec?.selector ?? {});
  if (labelSelector === "") return { service, pods: [] };
  return { service, pods: (await core.listNamespacedPod({ namespace, labelSelector })).items };
}

/** Finds why a Service has no endpoints. */
export function endpointCause(
  { namespace, service: name }: Pick<ProxyTarget, "namespace" | "service">,
  evidence: EndpointEvidence | null,
): Cause {
  const { unknown, noSelector, noPod, podNotReady, podEnding, justReady } = noEndpoints.causes;
  const facts = { namespace, service: name };
  if (evidence === null) return unknown(facts);
  if (evidence.service.spec?.selector === undefined) return noSelector(facts);
  if (evidence.pods.length === 0) return noPod(facts);
  // A pod that is ending may still be ready, but has no endpoint.
  const staying = evidence.pods.filter(({ metadata }) => metadata?.deletionTimestamp === undefined);
  const unready = staying.find((pod) => !isPodReady(pod));
  if (unready !== undefined) return podNotReady({ namespace, pod: unready.metadata?.name ?? "" });
  const [ending] = evidence.pods;
  return staying.length === 0 ? podEnding({ namespace, pod: ending?.metadata?.name ?? "" }) : justReady();
}
