import type { Cause } from "../../diagnostics/cause";

export const OTHER_NAME: Cause = {
  cause: "The Service has another name: a Helm release puts its own name in front of its Services'.",
  next: "kubectl get services -A | grep -i alertmanager",
};

export const OTHER_PORT: Cause = {
  cause: "The Service has another port than the one in main.ts.",
  next: "kubectl get service -n <namespace> <service>",
};

export const NO_POD: Cause = {
  cause: "No pod of the Alertmanager is ready, or the Service selects none.",
  next: "kubectl describe service -n <namespace> <service> | grep -E 'Selector|Endpoints'",
};

export const NOT_REACHED: Cause = {
  cause:
    "The Service's target port isn't the one on which the Alertmanager listens, or a network policy keeps others out.",
  next: "kubectl get endpoints,networkpolicies -n <namespace>",
};

export const NO_WAY: Cause = {
  cause:
    "The control plane isn't let into the pods' network, as with some providers: Loki, which is in it, may well reach the Alertmanager.",
  next: "npm run preflight -- --only alertmanager --alertmanager-url <an address of it that this machine reaches>",
};

export const PREFIX: Cause = {
  cause: "The Alertmanager answers below a path (--web.route-prefix), and Loki sends alerts to none.",
  next: "kubectl get pods -n <namespace> -o yaml | grep -- --web",
};

export const SOMEBODY_ELSE: Cause = {
  cause: "Something else than an Alertmanager listens on that port: a gateway, a mesh's proxy, another program.",
  next: "kubectl describe service -n <namespace> <service>",
};

export const GUARDED: Cause = {
  cause: "The Alertmanager takes alerts only over TLS or with a password (--web.config.file), and Loki sends neither.",
  next: "kubectl get pods -n <namespace> -o yaml | grep -- --web.config",
};
