import { SILENCE } from "./silence";
import type { Trouble } from "./trouble";

export const refused: Trouble = {
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

export const unknownName: Trouble = {
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

export const noWay: Trouble = {
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

/** In the words of the client library's agents. */
export const PROXY_REFUSES = /^(?:Bad response: \d+|Proxy timeout)$/;

export const proxyRefuses: Trouble = {
  ...SILENCE,
  title: "The proxy on the way to the API server doesn't let it through",
  causes: [
    {
      cause: "The proxy that HTTPS_PROXY names doesn't lead to this address, which is reached without it.",
      next: "export NO_PROXY=$NO_PROXY,<host>",
    },
    {
      cause: "The proxy asks for a user and a password (407), or doesn't allow this address (403).",
      next: "curl --insecure --max-time 10 <server>/version",
    },
    {
      cause: "The kubeconfig names another proxy than it should.",
      next: "kubectl config view --minify --output jsonpath='{.clusters[0].cluster.proxy-url}'",
    },
  ],
};

export const somethingElse: Trouble = {
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

export const ended: Trouble = {
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
