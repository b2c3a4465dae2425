import type { CoreV1Api, V1Node, V1Pod } from "@kubernetes/client-node";
import type { PodApi } from "../../src/verify/log-path-drill/drill-pods";

/** The error that the client library throws for an error status of the API server. */
export function answered(code: number, message: string): Error {
  const body = JSON.stringify({ kind: "Status", apiVersion: "v1", code, message, reason: "" });
  return Object.assign(new Error(message), { code, body });
}

interface LogRequest {
  readonly name: string;
  readonly timestamps?: boolean;
}

/** An API server, and its kubelets, for the pods of a drill. */
export class FakePods implements PodApi, Pick<CoreV1Api, "listNode"> {
  /** The nodes that the API server lists. */
  nodes: readonly V1Node[] = [];
  readonly pods = new Map<string, V1Pod>();
  /** The names of deleted pods, and the selectors of deleted collections. */
  readonly deleted: string[] = [];
  /** Throws for a rejected pod. */
  admit: (pod: V1Pod) => void = () => undefined;
  /** The status of a created pod. */
  run: (pod: V1Pod) => V1Pod["status"] = () => ({ phase: "Succeeded" });
  /** The timestamp of a log's lines, by the node's clock. */
  writtenAt: () => Date = () => new Date();
  canDeleteCollection = true;

  async listNode() {
    return { items: [...this.nodes] };
  }

  async createNamespacedPod({ body }: { readonly body: V1Pod }): Promise<V1Pod> {
    this.admit(body);
    const pod = { ...body, status: this.run(body) ?? {} };
    this.pods.set(body.metadata?.name ?? "", pod);
    return pod;
  }

  async listNamespacedPod({ labelSelector = "" }: { readonly labelSelector?: string }) {
    const expected = labelSelector.split(",").map((label) => label.split("="));
    const items = [...this.pods.values()].filter(({ metadata }) =>
      expected.every(([label = "", value]) => {
        const has = metadata?.labels?.[label];
        return value === undefined ? has !== undefined : has === value;
      }),
    );
    return { items };
  }

  async readNamespacedPodLog({ name, timestamps = false }: LogRequest): Promise<string> {
    return timestamps ? `${this.writtenAt().toISOString()} log of ${name}` : `log of ${name}`;
  }

  async deleteNamespacedPod({ name }: { readonly name: string }): Promise<V1Pod> {
    const pod = this.pods.get(name);
    if (pod === undefined) throw answered(404, "not found");
    this.deleted.push(name);
    this.pods.delete(name);
    return pod;
  }

  async deleteCollectionNamespacedPod({ labelSelector = "" }: { readonly labelSelector?: string }) {
    if (!this.canDeleteCollection) throw answered(403, 'User "x" cannot deletecollection resource "pods"');
    this.deleted.push(labelSelector);
    for (const { metadata } of (await this.listNamespacedPod({ labelSelector })).items) {
      this.pods.delete(metadata?.name ?? "");
    }
    return {};
  }
}
