import { SILENCE } from "./silence";
import type { Trouble } from "./trouble";

export const expired: Trouble = {
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

export const unknownIssuer: Trouble = {
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

export const otherName: Trouble = {
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
