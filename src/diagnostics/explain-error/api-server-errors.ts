import type { CredentialsError } from "../../kube/credentials";
import type { Status } from "../../kube/errors";
import { shellQuote } from "../../kube/tools";
import { cause } from "../cause";
import type { Fail } from "../outcome";
import { subjectOf } from "../rbac";
import { failedBy, type RequestError, requestError } from "./request-error";

const IDENTITY = { failure: "unreachable", expected: "credentials that the API server accepts" } as const;

const unauthorized = requestError({
  ...IDENTITY,
  title: "The API server rejects the credentials (401)",
  causes: {
    expired: cause(
      "The token or client certificate in the kubeconfig expired.",
      "log in again, or download the kubeconfig again",
    ),
    deleted: cause(
      "The token's service account was deleted, or the cluster was rebuilt.",
      "kubectl config view --minify",
    ),
    otherCluster: cause("The context combines a user with the wrong cluster.", "kubectl config get-contexts"),
  },
});

const anonymous = requestError({
  ...IDENTITY,
  title: "The API server receives no credentials (system:anonymous)",
  causes: {
    noCredentials: cause(
      "The context's user has no credentials, or the kubeconfig has no such user.",
      "kubectl config view --minify",
    ),
    tlsTerminated: cause(
      "A load balancer terminates TLS in front of the API server and drops the client certificate.",
      "write the API server's own address into the kubeconfig",
    ),
  },
});

const credentialPlugin = requestError({
  ...IDENTITY,
  title: "The credential plugin fails",
  causes: {
    loggedOut: cause("The plugin that the kubeconfig runs is not logged in.", "kubectl get --raw /version"),
    waitsForUser: cause(
      "The plugin waits for a user, such as in a browser.",
      "use a service account's token where no user can log in",
    ),
    noAnswer: cause(
      "The plugin's own server does not answer, such as when a VPN is off.",
      "time kubectl get --raw /version",
    ),
    notInstalled: cause(
      "The plugin that the kubeconfig runs is not installed, or not on this shell's PATH.",
      "kubectl config view --minify --output jsonpath='{.users[0].user.exec.installHint}'",
    ),
    noFile: cause(
      "The kubeconfig names a certificate, key or token file that does not exist.",
      "kubectl config view --minify --flatten",
    ),
  },
});

const forbidden = requestError({
  title: "The API server denies the request (403)",
  failure: "permissions",
  expected: "a role that allows it",
  causes: {
    noRole: cause(
      "The context's user has no role for this request. The command prints the roles for an administrator to apply.",
      "npm run <command> -- --rbac --subject <subject>",
    ),
    otherContext: cause("The context is not the intended one.", "kubectl auth whoami"),
  },
});

const kubeletForbidden = requestError({
  title: "A kubelet denies the API server's request (403)",
  failure: "nodes",
  expected: "a kubelet that answers the API server",
  causes: {
    noRole: cause(
      "The API server's own user has no role for kubelets, such as after a new certificate with another name.",
      "kubectl create clusterrolebinding kubelet-api --clusterrole system:kubelet-api-admin --user <user>",
    ),
  },
});

const notFound = requestError({
  title: "The API server has no such object (404)",
  failure: null,
  expected: "the object",
  causes: {
    notDeployed: cause("Nothing is deployed there yet, or it has another name.", "npm run diff"),
    otherCluster: cause("The context is that of another cluster.", "kubectl config current-context"),
  },
});

const rejected = requestError({
  title: "The API server rejects an object",
  failure: null,
  expected: "an object that the cluster admits",
  causes: {
    admission: cause(
      "A quota, a limit range, the Pod Security level or a policy rejects it. Its message is above.",
      "npm run preflight",
    ),
  },
});

const conflict = requestError({
  title: "The API server has another object of the same name (409)",
  failure: null,
  expected: "no such object",
  causes: {
    otherRun: cause(
      "Another run is in progress, or an earlier one was killed before its cleanup.",
      "wait for the other run to end, or delete the object",
    ),
  },
});

const throttled = requestError({
  title: "The API server is overloaded (429)",
  failure: "unreachable",
  expected: "an answer",
  causes: {
    overloaded: cause(
      "Other clients send more requests than it can answer.",
      "kubectl get --raw /debug/api_priority_and_fairness/dump_priority_levels",
    ),
  },
});

const failing = requestError({
  title: "The API server fails (5xx)",
  failure: "unreachable",
  expected: "an answer",
  causes: {
    notReady: cause("It cannot reach etcd, or is starting or stopping.", "kubectl get --raw '/readyz?verbose'"),
    webhook: cause(
      "An admission webhook does not answer.",
      "kubectl get validatingwebhookconfigurations,mutatingwebhookconfigurations",
    ),
  },
});

export const API_SERVER_ERRORS: readonly RequestError[] = [
  unauthorized,
  anonymous,
  credentialPlugin,
  forbidden,
  kubeletForbidden,
  notFound,
  rejected,
  conflict,
  throttled,
  failing,
];

/** Explains why there are no credentials. Apart from Node's own messages, all come from the credential plugin. */
export function explainCredentialsError({ message, pluginTimedOut }: CredentialsError): Fail {
  const { loggedOut, waitsForUser, noAnswer, notInstalled, noFile } = credentialPlugin.causes;
  const causesOf = () => {
    if (pluginTimedOut) return [waitsForUser(), noAnswer()];
    if (/^spawn .* ENOENT$/.test(message)) return [notInstalled()];
    return [message.startsWith("ENOENT") ? noFile() : loggedOut()];
  };
  return failedBy(credentialPlugin, `no credentials: ${message}`, causesOf());
}

/** Explains an error Status of the API server itself. */
export function explainStatus({ code, message }: Status, command: string): Fail {
  const got = `${code}: ${message}`;
  switch (code) {
    case 401:
      return failedBy(unauthorized, "401 Unauthorized", [
        unauthorized.causes.expired(),
        unauthorized.causes.deleted(),
        unauthorized.causes.otherCluster(),
      ]);
    case 403:
      return explainForbidden(message, command) ?? failedBy(rejected, got, [rejected.causes.admission()]);
    case 404:
      return failedBy(notFound, got, [notFound.causes.notDeployed(), notFound.causes.otherCluster()]);
    case 409:
      return failedBy(conflict, got, [conflict.causes.otherRun()]);
    case 429:
      return failedBy(throttled, got, [throttled.causes.overloaded()]);
    default:
      return code >= 500 ? explainServerError(got) : failedBy(rejected, got, [rejected.causes.admission()]);
  }
}

/** A failed webhook names itself in the message. */
function explainServerError(got: string): Fail {
  const { notReady, webhook } = failing.causes;
  return failedBy(failing, got, /failed calling webhook/.test(got) ? [webhook()] : [notReady()]);
}

/** The message of a kubelet that denies a request, which the API server forwards. */
const KUBELET_DENIES = /Forbidden \(user=(?<user>[^,]*), verb=[^,]*, resource=nodes, subresource/;

/** The message of Kubernetes' authorizer. Admission plugins use other words. */
const AUTHORIZER_DENIES =
  /User "(?<user>[^"]*)" cannot (?<verb>\S+) (?:resource "(?<resource>[^"]+)" in API group "[^"]*"|path "(?<path>[^"]+)")(?: in the namespace "(?<namespace>[^"]+)")?/;

/** Returns null if an admission plugin, not the authorizer, denied the request. */
function explainForbidden(message: string, command: string): Fail | null {
  const ofKubelet = KUBELET_DENIES.exec(message)?.groups;
  if (ofKubelet !== undefined) {
    const { user = "" } = ofKubelet;
    return failedBy(kubeletForbidden, message, [kubeletForbidden.causes.noRole({ user })]);
  }
  const denied = AUTHORIZER_DENIES.exec(message)?.groups;
  if (denied === undefined) return null;
  const { user = "", verb = "", resource, path, namespace } = denied;
  if (user === "system:anonymous")
    return failedBy(anonymous, message, [anonymous.causes.noCredentials(), anonymous.causes.tlsTerminated()]);
  const where = namespace === undefined ? "in the whole cluster" : `in the namespace ${namespace}`;
  const subject = shellQuote(subjectOf(user));
  return failedBy(forbidden, `"${user}" can't ${verb} ${resource ?? path} ${where}`, [
    forbidden.causes.noRole({ command, subject }),
    forbidden.causes.otherContext(),
  ]);
}
