import type { CoreV1Event } from "@kubernetes/client-node";
import type { Cluster } from "../../kube/cluster";

/** A thing of which events tell. */
export interface Subject {
  readonly kind: string;
  readonly name: string;
}

/** The warnings of a namespace, in one request: the API server keeps them for an hour. */
export async function warningsIn(cluster: Cluster, namespace: string, signal: AbortSignal) {
  const list = await cluster
    .core(signal)
    .listNamespacedEvent({ namespace, fieldSelector: "type=Warning", limit: MOST });
  return list.items;
}

const MOST = 500;

/** The warnings about one thing, the latest first. */
export function about(events: readonly CoreV1Event[], { kind, name }: Subject): readonly CoreV1Event[] {
  return events
    .filter(({ involvedObject }) => involvedObject.kind === kind && involvedObject.name === name)
    .sort((a, b) => timeOf(b) - timeOf(a));
}

function timeOf({ lastTimestamp, eventTime, firstTimestamp }: CoreV1Event): number {
  return (lastTimestamp ?? eventTime ?? firstTimestamp)?.getTime() ?? 0;
}
