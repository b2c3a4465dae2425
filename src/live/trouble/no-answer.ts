import type { NoAnswer } from "../exchange";
import type { Broken } from "../outcome";
import { brokenBy, oneLine, type Trouble } from "./trouble";

/** The same for every way in which the API server doesn't answer. */
const SILENCE = { failure: "unreachable", wanted: "an answer of the API server" } as const;

const refused: Trouble = {
  ...SILENCE,
  title: "The API server's address refuses the connection",
  causes: [
    {
      cause: "The API server isn't running.",
      next: "on a control plane node: crictl ps --all --name kube-apiserver",
    },
    {
      cause: "The kubeconfig names another address or port than the API server's.",
      next: "kubectl config view --minify --output jsonpath='{.clusters[0].cluster.server}'",
    },
    { cause: "The tunnel or proxy that leads to it has ended.", next: "start it again" },
  ],
};

const unknownName: Trouble = {
  ...SILENCE,
  title: "The API server's name isn't known",
  causes: [
    { cause: "This machine isn't in the network that knows the name, such as a VPN.", next: "getent hosts <host>" },
    {
      cause: "The cluster is gone or has another name, and the kubeconfig is of before.",
      next: "kubectl config view --minify --output jsonpath='{.clusters[0].cluster.server}'",
    },
  ],
};

const noWay: Trouble = {
  ...SILENCE,
  title: "Nothing answers at the API server's address",
  causes: [
    {
      cause:
        "No way leads there from this machine: a VPN is off, or a firewall or a list of allowed addresses is in between.",
      next: "curl --insecure --max-time 10 <server>/version",
    },
    { cause: "The machine or load balancer with this address is down.", next: "ping -c 3 <host>" },
  ],
};

const expired: Trouble = {
  ...SILENCE,
  title: "The API server's certificate isn't valid at this time",
  causes: [
    {
      cause: "The certificate has expired, and nobody has renewed it.",
      next: "on a control plane node: kubeadm certs check-expiration",
    },
    { cause: "This machine's clock is wrong.", next: "date --utc" },
  ],
};

const unknownIssuer: Trouble = {
  ...SILENCE,
  title: "The API server's certificate is from an unknown authority",
  causes: [
    {
      cause: "The cluster was built anew, and the kubeconfig holds the certificate authority of before.",
      next: "fetch the kubeconfig again where it came from",
    },
    {
      cause: "The kubeconfig names no certificate authority.",
      next: "kubectl config view --minify --output jsonpath='{.clusters[0].cluster}'",
    },
    {
      cause: "A proxy in between opens the connection and shows a certificate of its own.",
      next: "openssl s_client -connect <host>:<port> -showcerts </dev/null",
    },
  ],
};

const otherName: Trouble = {
  ...SILENCE,
  title: "The API server's certificate is for another name",
  causes: [
    {
      cause: "The certificate doesn't name the address by which the kubeconfig reaches it.",
      next: "openssl s_client -connect <host>:<port> </dev/null | openssl x509 -noout -ext subjectAltName",
    },
    {
      cause: "It is reached through a tunnel, and the certificate is right for the address behind it.",
      next: "kubectl config set-cluster <cluster> --tls-server-name=<name in the certificate>",
    },
  ],
};

const somethingElse: Trouble = {
  ...SILENCE,
  title: "Something else answers at the API server's address",
  causes: [
    {
      cause: "A login page or a load balancer stands in front of it.",
      next: "curl --insecure --max-time 10 <server>/version",
    },
    {
      cause: "The kubeconfig names the address of another program, or https where it is http.",
      next: "kubectl config view --minify --output jsonpath='{.clusters[0].cluster.server}'",
    },
  ],
};

const ended: Trouble = {
  ...SILENCE,
  title: "The connection to the API server ends before an answer",
  causes: [
    { cause: "The API server is starting again.", next: "kubectl get --raw '/readyz?verbose'" },
    {
      cause: "The load balancer in front of it has no API server that it takes for healthy.",
      next: "on a control plane node: curl --insecure https://localhost:6443/readyz?verbose",
    },
  ],
};

export const NO_ANSWER: readonly Trouble[] = [
  refused,
  unknownName,
  noWay,
  expired,
  unknownIssuer,
  otherName,
  somethingElse,
  ended,
];

/**
 * By the words of Node and OpenSSL.
 * @see https://nodejs.org/api/tls.html#x509-certificate-error-codes
 */
const BY_CODE: Readonly<Record<string, Trouble>> = {
  ECONNREFUSED: refused,
  ENOTFOUND: unknownName,
  EAI_AGAIN: unknownName,
  ETIMEDOUT: noWay,
  EHOSTUNREACH: noWay,
  ENETUNREACH: noWay,
  CERT_HAS_EXPIRED: expired,
  CERT_NOT_YET_VALID: expired,
  DEPTH_ZERO_SELF_SIGNED_CERT: unknownIssuer,
  SELF_SIGNED_CERT_IN_CHAIN: unknownIssuer,
  UNABLE_TO_GET_ISSUER_CERT: unknownIssuer,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknownIssuer,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: unknownIssuer,
  CERT_SIGNATURE_FAILURE: unknownIssuer,
  ERR_TLS_CERT_ALTNAME_INVALID: otherName,
  ERR_WEB_PAGE: somethingElse,
  EPROTO: somethingElse,
  ERR_SSL_WRONG_VERSION_NUMBER: somethingElse,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: somethingElse,
};

export function explainNoAnswer({ at, code, reason }: NoAnswer): Broken {
  const { hostname, port } = new URL(at);
  const trouble = BY_CODE[code] ?? (code.startsWith("HPE_") ? somethingElse : ended);
  return brokenBy(trouble, {
    found: `${at}: ${oneLine(reason)}`,
    names: { server: at, host: hostname, port: port || "443" },
  });
}
