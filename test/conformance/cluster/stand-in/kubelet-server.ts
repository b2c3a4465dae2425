import { createServer, type Server } from "node:https";
import type { Kubelets } from "./kubelets";
import { KUBELET_PORT, type StandInNode } from "./node";

export interface KubeletServerProps {
  readonly certificate: string;
  readonly key: string;
  readonly nodes: readonly StandInNode[];
  readonly kubelets: Kubelets;
}

const LOGS = /^\/containerLogs\/([^/]+)\/([^/]+)\/([^/?]+)/;

/** @see https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/kubelet/server/server.go */
const FORBIDDEN = "Forbidden (user=kube-apiserver-kubelet-client, verb=get, resource=nodes, subresource=log)";

/** The kubelets' port on every node, by whose address it is told which of them is asked: it gives the logs of containers. */
export function serveKubelets({ certificate, key, nodes, kubelets }: KubeletServerProps): Promise<Server> {
  const server = createServer({ cert: certificate, key }, ({ url = "", socket }, response) => {
    const node = nodes.find(({ address }) => address === socket.localAddress);
    const [, namespace = "", pod = "", container = ""] = LOGS.exec(url) ?? [];
    const log = kubelets.log(namespace, pod, container, /[?&]timestamps=true\b/.test(url));
    if (node?.givesLogs !== true) response.writeHead(403).end(FORBIDDEN);
    else if (log === null) response.writeHead(404).end(`container ${container} of pod ${pod} is not found`);
    else response.writeHead(200, { "Content-Type": "text/plain" }).end(log);
  });
  return new Promise((resolve) => {
    server.listen(KUBELET_PORT, "0.0.0.0", () => resolve(server));
  });
}
