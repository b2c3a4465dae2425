import type { V1Pod } from "@kubernetes/client-node";
import type { KubeClient } from "../control-plane/kube-client";

export type Listener = (pod: V1Pod) => void;

/** How long to wait for an API server that is away. */
const AWAY_MS = 500;

/** Every pod of the cluster, as the API server tells of it. */
export class PodWatch {
  private readonly stop = new AbortController();
  private readonly known = new Map<string, V1Pod>();

  constructor(
    private readonly kube: KubeClient,
    private readonly tell: Listener,
  ) {
    void this.watch();
  }

  get pods(): readonly V1Pod[] {
    return [...this.known.values()];
  }

  end(): void {
    this.stop.abort();
  }

  private async watch(): Promise<void> {
    const { signal } = this.stop;
    while (!signal.aborted) {
      this.known.clear();
      await this.kube
        .watch<V1Pod>(
          "/api/v1/pods",
          ({ type, object }) => {
            const uid = object.metadata?.uid ?? "";
            if (type === "DELETED") this.known.delete(uid);
            else this.known.set(uid, object);
            this.tell(object);
          },
          signal,
        )
        .catch(() => new Promise((resolve) => setTimeout(resolve, AWAY_MS)));
    }
  }
}
