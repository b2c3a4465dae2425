import type { Status } from "../../kube/errors";
import type { Trouble } from "./trouble";

const BEHIND = { failure: null, expected: "an answer of the service behind the API server's proxy" } as const;

const absent: Trouble = {
  ...BEHIND,
  title: "The Service isn't there (404 of the API server)",
  causes: [
    { cause: "Nothing is deployed yet, or in another namespace.", next: "kubectl get services --all-namespaces" },
    {
      cause: "The Service has another name than the settings say.",
      next: "kubectl --namespace <namespace> get services",
    },
    {
      cause: "The Service has no selector and nobody wrote its Endpoints.",
      next: "kubectl --namespace <namespace> get endpoints <service>",
    },
  ],
};

const noEndpoints: Trouble = {
  ...BEHIND,
  title: "No pod is ready behind the Service (503 of the API server)",
  causes: [
    {
      cause: "Its pod is starting, fails its readiness probe or can't be scheduled.",
      next: "kubectl --namespace <namespace> get pods --output wide",
    },
    {
      cause: "The Service's selector meets no pod.",
      next: "kubectl --namespace <namespace> describe service <service>",
    },
  ],
};

const noPort: Trouble = {
  ...BEHIND,
  title: "The Service has no such port (503 of the API server)",
  causes: [
    {
      cause: "The settings name another port than the Service's.",
      next: "kubectl --namespace <namespace> get service <service>",
    },
  ],
};

const refused: Trouble = {
  ...BEHIND,
  title: "The pod refuses the API server's connection (503 of the API server)",
  causes: [
    {
      cause: "The process has just ended, and its pod still counts as ready.",
      next: "kubectl --namespace <namespace> get pods --watch",
    },
    {
      cause: "The Service's targetPort isn't the one on which the process listens.",
      next: "kubectl --namespace <namespace> get service <service> --output yaml",
    },
  ],
};

const noWay: Trouble = {
  ...BEHIND,
  title: "The API server doesn't get through to the pod (503 of the API server)",
  causes: [
    {
      cause: "The pod's node is down or unreachable.",
      next: "kubectl get nodes",
    },
    {
      cause: "A NetworkPolicy or firewall keeps the control plane out of the pods' network.",
      next: "kubectl --namespace <namespace> get networkpolicies",
    },
    {
      cause: "The control plane isn't in the pods' network at all, as with some providers: it needs a direct URL.",
      next: "name its URL with the option of its name, such as --alertmanager-url <url>",
    },
  ],
};

/** The proxy tries for half a minute to reach a pod, which is longer than a link waits. */
export const lost: Trouble = {
  ...BEHIND,
  title: "The API server's proxy gets no answer in time",
  causes: [
    {
      cause: "The program behind it hangs, or needs longer for the answer.",
      next: "kubectl --namespace <namespace> get pods --output wide",
    },
    ...noWay.causes,
  ],
};

export const PROXY: readonly Trouble[] = [absent, noEndpoints, noPort, refused, noWay, lost];

/**
 * What the API server's proxy means, in the words of Kubernetes 1.36; null for what is said of any request.
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/registry/core/service/storage/storage.go
 */
export function troubleOfProxy({ code, message }: Status): Trouble | null {
  if (code === 404) return absent;
  if (message.startsWith("no endpoints available")) return noEndpoints;
  if (message.startsWith("no service port")) return noPort;
  if (!message.startsWith("error trying to reach service")) return null;
  return message.includes("connection refused") ? refused : noWay;
}
