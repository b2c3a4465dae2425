import { createServer, type Server } from "node:https";
import type { V1Pod } from "@kubernetes/client-node";
import { podAddress } from "../environment";
import type { KubeClient } from "../kube-client";
import type { Agent } from "./agent";
import { RunningPod } from "./running-pod";
import { type FakeNode, KUBELET_PORT } from "./world";

/** A node and its agent. */
interface NodeWithAgent {
  readonly node: FakeNode;
  readonly agent: Agent;
}

interface KubeletsProps {
  readonly kube: KubeClient;
  readonly places: readonly NodeWithAgent[];
  readonly isAgent: (pod: V1Pod) => boolean;
  /** Called when a pod starts. */
  readonly onStart: (pod: V1Pod) => void;
}

/** Fakes of the kubelets of all nodes. */
export class Kubelets {
  private readonly running = new Map<string, RunningPod>();
  private readonly places: ReadonlyMap<string, NodeWithAgent>;

  constructor(private readonly props: KubeletsProps) {
    this.places = new Map(props.places.map((place) => [place.node.name, place]));
  }

  /** Handles a new or changed pod. */
  handle(pod: V1Pod): void {
    const place = this.places.get(pod.spec?.nodeName ?? "");
    const uid = pod.metadata?.uid ?? "";
    if (place === undefined) return;
    if (pod.metadata?.deletionTimestamp !== undefined) this.remove(uid);
    else if (!this.running.has(uid)) this.start(pod, uid, place);
  }

  /** @param timestamps whether each line starts with its time */
  log(namespace: string, name: string, container: string, timestamps: boolean): string | null {
    // An earlier pod may have had the same name.
    const found = [...this.running.values()].findLast(
      ({ pod: { metadata } }) => metadata?.namespace === namespace && metadata.name === name,
    );
    return found?.log(container, timestamps) ?? null;
  }

  end(): void {
    for (const pod of this.running.values()) pod.end();
  }

  private start(pod: V1Pod, uid: string, { node, agent }: NodeWithAgent): void {
    const address = podAddress(this.running.size);
    if (this.props.isAgent(pod)) agent.podAddress = address;
    const running = new RunningPod({
      pod,
      node,
      address,
      onLine: (container, line) => agent.read(pod, container, line),
      setStatus: (status) => this.props.kube.merge(`${pathOfPod(pod)}/status`, { status }),
    });
    this.running.set(uid, running);
    this.props.onStart(pod);
    // The pod may be deleted before its status is written.
    running.run().catch(() => {});
  }

  /** Completes the deletion of a pod, as its kubelet does. */
  private remove(uid: string): void {
    const running = this.running.get(uid);
    if (running === undefined) return;
    running.end();
    const place = this.places.get(running.pod.spec?.nodeName ?? "");
    if (this.props.isAgent(running.pod) && place !== undefined) place.agent.podAddress = null;
    this.props.kube.remove(pathOfPod(running.pod)).catch(() => {});
  }
}

function pathOfPod({ metadata }: V1Pod): string {
  return `/api/v1/namespaces/${metadata?.namespace}/pods/${metadata?.name}`;
}

interface KubeletServerProps {
  readonly certificate: string;
  readonly key: string;
  readonly nodes: readonly FakeNode[];
  readonly kubelets: Kubelets;
}

const LOGS = /^\/containerLogs\/([^/]+)\/([^/]+)\/([^/?]+)/;

/** @see https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/kubelet/server/server.go */
const FORBIDDEN = "Forbidden (user=kube-apiserver-kubelet-client, verb=get, resource=nodes, subresource=log)";

/** Serves the container logs of all kubelets. The local address of a connection identifies the node. */
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
