import type { V1Service } from "@kubernetes/client-node";
import type { AlertmanagerModel } from "../alerting/model";
import { apiServer } from "../diagnostics/api-server";
import { type Cause, cause } from "../diagnostics/cause";
import { diagnostic } from "../diagnostics/diagnostic";
import { fail, type Outcome, pass, skipped, warn } from "../diagnostics/outcome";
import { inNamespace, throughProxy } from "../diagnostics/rbac";
import { listed, oneLine } from "../diagnostics/text";
import { withTimeout } from "../kube/async";
import { readStatus } from "../kube/errors";
import { directService, HttpError, type HttpService } from "../kube/http-service";
import { Json } from "../kube/json";
import { Duration } from "../units";
import type { PreflightContext } from "./context";

export const causes = {
  otherName: cause(
    "The Service has another name. A Helm release puts its own name in front of its Services' names.",
    "kubectl --namespace <namespace> get services | grep -i alertmanager",
  ),
  otherNamespace: cause(
    "The Alertmanager is in another namespace, has a name without that word, or is not installed.",
    "kubectl get services --all-namespaces | grep -i alertmanager",
  ),
  otherPort: cause(
    "The Service <service> does not have the port in main.ts.",
    "kubectl --namespace <namespace> get service <service>",
  ),
  noPod: cause(
    "No pod of the Alertmanager is ready, or the Service selects none.",
    "kubectl --namespace <namespace> describe service <service> | grep -E 'Selector|Endpoints'",
  ),
  unreachable: cause(
    "The Alertmanager does not listen on the Service's target port, or a NetworkPolicy blocks it.",
    "kubectl --namespace <namespace> get endpoints,networkpolicies",
  ),
  outsidePodNetwork: cause(
    "The control plane is outside the pod network, as with some providers. Loki is inside, and may reach the Alertmanager.",
    "kubectl port-forward --namespace <namespace> service/<service> <port> & sleep 2; npm run preflight -- --only alertmanager --alertmanager-url http://localhost:<port>; kill $!",
  ),
  pathPrefix: cause(
    "The Alertmanager uses a path prefix (--web.route-prefix), but Loki sends alerts without one.",
    "kubectl --namespace <namespace> get pods --output yaml | grep -- --web",
  ),
  otherProgram: cause(
    "Another program than an Alertmanager listens on that port: a gateway, or the proxy of a mesh.",
    "kubectl --namespace <namespace> describe service <service>",
  ),
  needsCredentials: cause(
    "The Alertmanager accepts alerts only over TLS or with a password (--web.config.file). Loki uses neither.",
    "kubectl --namespace <namespace> get pods --output yaml | grep -- --web.config",
  ),
};

export interface AlertmanagerEvidence {
  readonly alertmanager: AlertmanagerModel;
  /** All Services of its namespace. */
  readonly services: readonly V1Service[];
  /** Alertmanager's own URL. Null for the API server's proxy. */
  readonly url: string | null;
  /** The answer of api/v2/status, or the error. Null if the Services already show a fault. */
  readonly answer: string | HttpError | null;
}

export const alertmanager = diagnostic<PreflightContext, AlertmanagerEvidence | null>({
  id: "alertmanager",
  title: "The Alertmanager exists and answers",
  after: [apiServer],
  failure: "alerts",
  timeout: Duration.seconds(15),
  permissions: ({ alerting: { alertmanager: settings } }) =>
    settings === null
      ? []
      : [
          inNamespace(settings.namespace, "services", ["list"]),
          throughProxy(settings.namespace, settings.service, settings.port, ["get"]),
        ],
  causes,
  collect: async ({ stack, cluster, alertmanagerUrl: url }, signal) => {
    const { alertmanager: settings } = stack.model.alerting;
    if (settings === null) return null;
    const { namespace, service: name, port } = settings;
    const { items: services } = await cluster.core(signal).listNamespacedService({ namespace });
    const evidence = { alertmanager: settings, services, url, answer: null };
    if (analyzeServices(evidence) !== null) return evidence;
    const service = url === null ? cluster.service(namespace, name, port) : directService(url);
    return { ...evidence, answer: await requestAlertmanagerStatus(service, signal) };
  },
  analyze: (evidence) =>
    evidence === null
      ? skipped('alertmanager is "none": alerts are not sent')
      : (analyzeServices(evidence) ?? analyzeAnswer(evidence)),
});

/** Less than the diagnostic's timeout, because the API server's proxy waits longer. */
const ANSWER_TIMEOUT = Duration.seconds(8);

/**
 * Requests Alertmanager's status. Returns its error, too.
 * @throws HttpError if the API server denies the request, or nothing answers at a URL
 */
export async function requestAlertmanagerStatus(
  service: HttpService,
  signal: AbortSignal,
): Promise<string | HttpError> {
  try {
    return await service.request({ path: "api/v2/status", signal: withTimeout(signal, ANSWER_TIMEOUT) });
  } catch (error) {
    if (error instanceof HttpError && !isDenied(error)) return error;
    throw error;
  }
}

/** These errors say nothing about the Alertmanager, which never received the request. */
function isDenied({ status, byProxy }: HttpError): boolean {
  return byProxy ? status === 401 || status === 403 : status === null;
}

/** Returns null if the Service may answer. */
function analyzeServices({ alertmanager: settings, services, url }: AlertmanagerEvidence): Outcome | null {
  const { service, namespace, port } = settings;
  const found = services.find(({ metadata }) => metadata?.name === service);
  if (found === undefined) {
    const similar = similarNames(services);
    return fail({
      got: similar.length === 0 ? `no such Service in "${namespace}"` : `only ${listed(similar)}`,
      expected: `a Service "${service}" in the namespace "${namespace}"`,
      causes: [similar.length === 0 ? causes.otherNamespace() : causes.otherName({ namespace })],
    });
  }
  if (found.spec?.type === "ExternalName") return url === null ? skipped(outside(found.spec.externalName)) : null;
  const ports = (found.spec?.ports ?? []).map((each) => each.port);
  if (ports.includes(port)) return null;
  return fail({
    got: `ports ${ports.join(", ")}`,
    expected: `port ${port}`,
    causes: [causes.otherPort({ service, namespace })],
  });
}

function similarNames(services: readonly V1Service[]): readonly string[] {
  return services.flatMap(({ metadata }) => metadata?.name ?? []).filter((name) => /alertmanager/i.test(name));
}

function outside(name: string | undefined): string {
  return `the Service leads out of the cluster, to ${name}, which the API server does not reach; --alertmanager-url does`;
}

function analyzeAnswer({ answer, alertmanager: { namespace, service, port } }: AlertmanagerEvidence): Outcome {
  const facts = { namespace, service, port };
  if (answer instanceof HttpError) return analyzeError(answer, facts);
  const version = versionIn(answer ?? "");
  if (version !== "") return pass(`Alertmanager ${version}`);
  return fault("an answer that no Alertmanager gives", causes.otherProgram(facts), causes.pathPrefix(facts));
}

function analyzeError(
  { status, byProxy, text }: HttpError,
  facts: Readonly<Record<"namespace" | "service", string>> & { readonly port: number },
): Outcome {
  const { noPod, unreachable, outsidePodNetwork, pathPrefix, otherProgram, needsCredentials } = causes;
  const message = oneLine(readStatus(text)?.message ?? text);
  if (byProxy && isUnreachable(status, message))
    return warn({ ...answerFault(`no answer: ${message}`), causes: [outsidePodNetwork(facts), unreachable(facts)] });
  // The Service exists: its endpoints are not found.
  if (byProxy && (status === 404 || message.includes("no endpoints available")))
    return fault("no ready pod", noPod(facts));
  if (byProxy) return fault(`no answer: ${message}`, unreachable(facts));
  if (status === 404) return fault("HTTP 404", pathPrefix(facts), otherProgram(facts));
  const isGuarded = status === 401 || /HTTPS server/.test(message);
  return isGuarded
    ? fault(`HTTP ${status}`, needsCredentials(facts))
    : fault(`HTTP ${status}`, otherProgram(facts), needsCredentials(facts));
}

function fault(got: string, ...proven: readonly Cause[]): Outcome {
  return fail({ ...answerFault(got), causes: proven });
}

function answerFault(got: string) {
  return { got, expected: "the answer of an Alertmanager" };
}

/** A firewall drops packets, so the proxy waits. A pod on which nothing listens refuses at once. */
function isUnreachable(status: number | null, message: string): boolean {
  return status === null || /i\/o timeout|deadline exceeded|no route to host|network is unreachable/.test(message);
}

/** Empty if the answer contains none. Any program may answer, and may not send JSON. */
function versionIn(answer: string): string {
  try {
    return Json.parse(answer).at("versionInfo", "version").text;
  } catch {
    return "";
  }
}
