import { readStatus } from "../../kube/errors";
import type { HttpError } from "../../kube/http-service";
import { cause } from "../cause";
import type { Fail } from "../outcome";
import { explainStatus } from "./api-server-errors";
import {
  explainClosedConnection,
  explainProxyError,
  explainProxyTimeout,
  type ProxyTarget,
  type ServiceReader,
  targetOf,
} from "./proxy-errors";
import { failedBy, type RequestError, requestError } from "./request-error";

const DIRECT = { failure: null, expected: "an answer from the service" } as const;

const SHOW_SERVICE = "kubectl --namespace <namespace> get service <service> --output yaml";

const unanswered = requestError({
  ...DIRECT,
  title: "A service does not answer at its URL",
  causes: {
    wrongUrl: cause("The URL is wrong, or this machine has no route to it.", "curl --max-time 10 <at>"),
    down: cause("The service is down.", "kubectl get pods --all-namespaces"),
    certificate: cause(
      "This machine rejects the certificate of <at>. The reason is above.",
      "curl --verbose --max-time 10 <at>",
    ),
  },
});

const needsCredentials = requestError({
  ...DIRECT,
  title: "A service requires credentials (401, 403)",
  causes: {
    gateway: cause(
      "A gateway in front of the service requires credentials. Use the address of the service behind it.",
      "kubectl --namespace <namespace> port-forward service/<service> 8080:<port>",
    ),
    gatewayAtUrl: cause(
      "A gateway at <at> requires credentials.",
      "pass the URL of the service behind it, such as one of kubectl port-forward",
    ),
    password: cause(
      "The service itself requires a password, as Alertmanager with --web.config.file does. Loki sends none.",
      "kubectl --namespace <namespace> describe pods",
    ),
  },
});

const unknownPath = requestError({
  ...DIRECT,
  title: "A service does not know the requested path (404)",
  causes: {
    otherProgram: cause("Another program answers behind the Service <service>.", SHOW_SERVICE),
    otherProgramAtUrl: cause(
      "Another program answers at <at>, or the URL lacks a path prefix.",
      "curl --max-time 10 <at>",
    ),
    prefix: cause("The service expects a path prefix.", "kubectl --namespace <namespace> describe pods"),
  },
});

const throttled = requestError({
  ...DIRECT,
  title: "A service is overloaded (429)",
  causes: {
    overloaded: cause(
      "Other clients send more requests than its limits allow.",
      "kubectl --namespace <namespace> logs service/<service>",
    ),
    overloadedAtUrl: cause("Other clients send more requests to <at> than its limits allow.", "wait and try again"),
  },
});

const failing = requestError({
  ...DIRECT,
  title: "A service fails (5xx)",
  causes: {
    failing: cause(
      "It is starting or stopping, or a part of it fails. Its message is above.",
      "kubectl --namespace <namespace> logs service/<service> --tail 50",
    ),
    failingAtUrl: cause("The service at <at> fails. Its message is above.", "read the service's own log"),
  },
});

const rejecting = requestError({
  ...DIRECT,
  title: "A service rejects the request (another 4xx, or a redirect)",
  causes: {
    otherVersion: cause(
      "It has another version than the stack deploys, or a gateway changes requests.",
      "kubectl --namespace <namespace> describe service <service>",
    ),
    otherVersionAtUrl: cause(
      "The service at <at> has another version than the stack deploys, or a gateway changes requests.",
      "curl --verbose --max-time 10 <at>",
    ),
  },
});

export const SERVICE_ERRORS: readonly RequestError[] = [
  unanswered,
  needsCredentials,
  unknownPath,
  throttled,
  failing,
  rejecting,
];

/** Explains why a service does not answer as expected. */
export async function explainHttpError(
  error: HttpError,
  command: string,
  cluster: ServiceReader,
  signal: AbortSignal,
): Promise<Fail> {
  const target = targetOf(error.at);
  const status = error.byProxy ? readStatus(error.text) : null;
  if (status === null || target === null) return explainAnswer(error, target);
  return (await explainProxyError(status, target, cluster, signal)) ?? explainStatus(status, command);
}

/** Explains an answer of the service itself, or a missing one. */
function explainAnswer({ at, status, text, byProxy }: HttpError, target: ProxyTarget | null): Fail {
  const got = `${at}: ${status ?? "no answer"}${text === "" ? "" : `: ${text}`}`;
  if (target === null) return explainAnswerAtUrl(got, { at, status, text });
  if (status === null) return byProxy ? explainProxyTimeout(got, target) : explainClosedConnection(got, target);
  if (status === 401 || status === 403) {
    const { gateway, password } = needsCredentials.causes;
    return failedBy(needsCredentials, got, [gateway(target), password(target)]);
  }
  if (status === 404)
    return failedBy(unknownPath, got, [unknownPath.causes.otherProgram(target), unknownPath.causes.prefix(target)]);
  if (status === 429) return failedBy(throttled, got, [throttled.causes.overloaded(target)]);
  return status >= 500
    ? failedBy(failing, got, [failing.causes.failing(target)])
    : failedBy(rejecting, got, [rejecting.causes.otherVersion(target)]);
}

function explainAnswerAtUrl(got: string, { at, status, text }: Pick<HttpError, "at" | "status" | "text">): Fail {
  const facts = { at };
  const { wrongUrl, down, certificate } = unanswered.causes;
  if (status === null)
    return failedBy(unanswered, got, /certificate/i.test(text) ? [certificate(facts)] : [wrongUrl(facts), down()]);
  if (status === 401 || status === 403)
    return failedBy(needsCredentials, got, [needsCredentials.causes.gatewayAtUrl(facts)]);
  if (status === 404) return failedBy(unknownPath, got, [unknownPath.causes.otherProgramAtUrl(facts)]);
  if (status === 429) return failedBy(throttled, got, [throttled.causes.overloadedAtUrl(facts)]);
  return status >= 500
    ? failedBy(failing, got, [failing.causes.failingAtUrl(facts)])
    : failedBy(rejecting, got, [rejecting.causes.otherVersionAtUrl(facts)]);
}
