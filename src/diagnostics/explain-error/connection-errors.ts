import type { ConnectionError } from "../../kube/http-request";
import { type Cause, cause } from "../cause";
import type { Fail } from "../outcome";
import { failedBy, type RequestError, requestError } from "./request-error";

const UNREACHABLE = { failure: "unreachable", expected: "an answer from the API server" } as const;

const SERVER_OF_KUBECONFIG = "kubectl config view --minify --output jsonpath='{.clusters[0].cluster.server}'";

const refused = requestError({
  ...UNREACHABLE,
  title: "The API server's address refuses the connection",
  causes: {
    noTunnel: cause(
      "The local cluster, or the tunnel that ends at <server>, is not running.",
      "start the local cluster, or open the tunnel again",
    ),
    notRunning: cause(
      "The API server is not running.",
      "on a control plane node: crictl ps --all --name kube-apiserver",
    ),
    otherAddress: cause("The kubeconfig has a wrong address or port for the API server.", SERVER_OF_KUBECONFIG),
  },
});

const unknownName = requestError({
  ...UNREACHABLE,
  title: "The API server's name cannot be resolved",
  causes: {
    otherNetwork: cause(
      "This machine is not in the network that knows the name, such as a VPN.",
      "getent hosts <host>",
    ),
    clusterGone: cause("The cluster is gone or renamed, and the kubeconfig is outdated.", SERVER_OF_KUBECONFIG),
  },
});

const noRoute = requestError({
  ...UNREACHABLE,
  title: "Nothing answers at the API server's address",
  causes: {
    noRoute: cause(
      "This machine has no route to <host>: a VPN is off, or a firewall or an allow list blocks it.",
      "curl --insecure --max-time 10 <server>/version",
    ),
    hostDown: cause("The machine or load balancer at <host> is down.", "ping -c 3 <host>"),
  },
});

const proxyRefuses = requestError({
  ...UNREACHABLE,
  title: "The HTTP proxy blocks the API server",
  causes: {
    needsPassword: cause(
      "The HTTP proxy requires a user and a password (407).",
      "write them into HTTPS_PROXY: http://user:password@proxy:port",
    ),
    notAllowed: cause(
      "The HTTP proxy does not allow this address (<status>). The API server may be reachable without it.",
      "export NO_PROXY=$NO_PROXY,<host>",
    ),
    noRoute: cause(
      "The proxy that HTTPS_PROXY names has no route to this address.",
      "export NO_PROXY=$NO_PROXY,<host>",
    ),
    otherProxy: cause(
      "The kubeconfig names the wrong proxy.",
      "kubectl config view --minify --output jsonpath='{.clusters[0].cluster.proxy-url}'",
    ),
  },
});

const invalidTime = requestError({
  ...UNREACHABLE,
  title: "The API server's certificate is not valid at this time",
  causes: {
    expired: cause(
      "The certificate expired and was not renewed.",
      "on a control plane node: kubeadm certs check-expiration",
    ),
    clockAhead: cause("This machine's clock is ahead.", "date --utc"),
    clockBehind: cause("This machine's clock is behind: the certificate is not valid yet.", "date --utc"),
  },
});

const unknownIssuer = requestError({
  ...UNREACHABLE,
  title: "The API server's certificate is from an unknown authority",
  causes: {
    clusterRebuilt: cause(
      "The cluster was rebuilt, and the kubeconfig has the certificate authority of the former one.",
      "download the kubeconfig again",
    ),
    noAuthority: cause(
      "The kubeconfig names no certificate authority.",
      "kubectl config view --minify --output jsonpath='{.clusters[0].cluster}'",
    ),
    intercepted: cause(
      "A proxy opens the connection and presents its own certificate.",
      "openssl s_client -connect <host>:<port> -showcerts < /dev/null",
    ),
  },
});

const otherName = requestError({
  ...UNREACHABLE,
  title: "The API server's certificate is for another name",
  causes: {
    nameMissing: cause(
      "The certificate does not contain <host>, the name in the kubeconfig.",
      "openssl s_client -connect <host>:<port> < /dev/null | openssl x509 -noout -ext subjectAltName",
    ),
    tunnel: cause(
      "The connection uses a tunnel, and the certificate is for the address behind it.",
      "add --tls-server-name with the certificate's name to: kubectl config set-cluster",
    ),
  },
});

const otherProgram = requestError({
  ...UNREACHABLE,
  title: "Another program answers at the API server's address",
  causes: {
    loginPage: cause(
      "A login page or a load balancer answers instead of the API server.",
      "curl --insecure --max-time 10 <server>/version",
    ),
    otherAddress: cause("The kubeconfig has the address of another program, or https for http.", SERVER_OF_KUBECONFIG),
  },
});

const closed = requestError({
  ...UNREACHABLE,
  title: "The API server closes the connection without an answer",
  causes: {
    restarting: cause("The API server is restarting.", "kubectl get --raw '/readyz?verbose'"),
    noBackend: cause(
      "The load balancer has no healthy API server behind it.",
      "on a control plane node: curl --insecure https://localhost:6443/readyz?verbose",
    ),
  },
});

const invalidCertificates = requestError({
  ...UNREACHABLE,
  title: "The kubeconfig's certificates are unusable",
  causes: {
    unreadable: cause(
      "The client certificate, its key or the certificate authority in the kubeconfig is damaged, or the key belongs to another certificate.",
      "download the kubeconfig again",
    ),
    rejected: cause(
      "The API server rejects the client certificate in the TLS handshake.",
      "kubectl config view --minify --raw --output jsonpath='{.users[0].user.client-certificate-data}' | base64 --decode | openssl x509 -noout -issuer -dates",
    ),
  },
});

const unknown = requestError({
  ...UNREACHABLE,
  title: "The connection to the API server fails in another way",
  causes: {
    unknown: cause(
      "The error has no explanation here. The text above is that of Node or OpenSSL.",
      "curl --insecure --verbose --max-time 10 <server>/version",
    ),
  },
});

export const CONNECTION_ERRORS: readonly RequestError[] = [
  refused,
  unknownName,
  noRoute,
  proxyRefuses,
  invalidTime,
  unknownIssuer,
  otherName,
  otherProgram,
  closed,
  invalidCertificates,
  unknown,
];

interface Facts {
  readonly server: string;
  readonly host: string;
  readonly port: string;
}

interface Explanation {
  readonly error: RequestError;
  readonly causes: readonly Cause[];
}

/** Explains that no API server answers, by the error codes of Node and OpenSSL. */
export function explainConnectionError({ at, code, reason }: ConnectionError): Fail {
  const { hostname, port } = new URL(at);
  const { error, causes } = explanationOf(code, reason, { server: at, host: hostname, port: port || "443" });
  return failedBy(error, `${at}: ${reason}`, causes);
}

/** @see https://nodejs.org/api/tls.html#x509-certificate-error-codes */
function explanationOf(code: string, reason: string, facts: Facts): Explanation {
  switch (code) {
    case "ECONNREFUSED":
      return { error: refused, causes: refusedCauses(facts) };
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return {
        error: unknownName,
        causes: [unknownName.causes.otherNetwork(facts), unknownName.causes.clusterGone()],
      };
    case "ETIMEDOUT":
    case "EHOSTUNREACH":
    case "ENETUNREACH":
      return { error: noRoute, causes: [noRoute.causes.noRoute(facts), noRoute.causes.hostDown(facts)] };
    case "CERT_HAS_EXPIRED":
      return { error: invalidTime, causes: [invalidTime.causes.expired(), invalidTime.causes.clockAhead()] };
    case "CERT_NOT_YET_VALID":
      return { error: invalidTime, causes: [invalidTime.causes.clockBehind()] };
    case "DEPTH_ZERO_SELF_SIGNED_CERT":
    case "SELF_SIGNED_CERT_IN_CHAIN":
    case "UNABLE_TO_GET_ISSUER_CERT":
    case "UNABLE_TO_GET_ISSUER_CERT_LOCALLY":
    case "UNABLE_TO_VERIFY_LEAF_SIGNATURE":
    case "CERT_SIGNATURE_FAILURE":
      return {
        error: unknownIssuer,
        causes: [
          unknownIssuer.causes.clusterRebuilt(),
          unknownIssuer.causes.noAuthority(),
          unknownIssuer.causes.intercepted(facts),
        ],
      };
    case "ERR_TLS_CERT_ALTNAME_INVALID":
      return { error: otherName, causes: [otherName.causes.nameMissing(facts), otherName.causes.tunnel()] };
    case "ECONNRESET":
    case "EPIPE":
      return { error: closed, causes: [closed.causes.restarting(), closed.causes.noBackend()] };
    default:
      return (
        programExplanation(code, facts) ??
        certificateExplanation(code) ??
        proxyExplanation(reason, facts) ?? { error: unknown, causes: [unknown.causes.unknown(facts)] }
      );
  }
}

/** A loopback address is that of a tunnel or a local cluster. */
function refusedCauses(facts: Facts): readonly Cause[] {
  const { noTunnel, notRunning, otherAddress } = refused.causes;
  const isLoopback = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(facts.host);
  return [isLoopback ? noTunnel(facts) : notRunning(), otherAddress()];
}

/** Codes of TLS and HTTP parsers for bytes of another protocol. ERR_WEB_PAGE is our own, for HTML. */
function programExplanation(code: string, facts: Facts): Explanation | null {
  const codes = ["ERR_WEB_PAGE", "EPROTO", "ERR_SSL_WRONG_VERSION_NUMBER", "ERR_SSL_PACKET_LENGTH_TOO_LONG"];
  if (!codes.includes(code) && !code.startsWith("HPE_")) return null;
  return { error: otherProgram, causes: [otherProgram.causes.loginPage(facts), otherProgram.causes.otherAddress()] };
}

/** OpenSSL cannot load the kubeconfig's certificates, or the server ends the handshake because of them. */
function certificateExplanation(code: string): Explanation | null {
  const { unreadable, rejected } = invalidCertificates.causes;
  if (code.startsWith("ERR_OSSL_")) return { error: invalidCertificates, causes: [unreadable()] };
  const isRejected = /^ERR_SSL_.*_ALERT_.*(?:CERTIFICATE|UNKNOWN_CA)/.test(code);
  return isRejected ? { error: invalidCertificates, causes: [rejected()] } : null;
}

/** The errors of the proxy agents of the client library have no code. */
function proxyExplanation(reason: string, facts: Facts): Explanation | null {
  const { needsPassword, notAllowed, noRoute: noRouteOfProxy, otherProxy } = proxyRefuses.causes;
  const status = /^Bad response: (\d+)$/.exec(reason)?.[1];
  if (status === "407") return { error: proxyRefuses, causes: [needsPassword()] };
  if (status !== undefined)
    return { error: proxyRefuses, causes: [notAllowed({ status, host: facts.host }), otherProxy()] };
  return reason === "Proxy timeout" ? { error: proxyRefuses, causes: [noRouteOfProxy(facts), otherProxy()] } : null;
}
