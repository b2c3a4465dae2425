import { HttpFailure } from "../../live/http-service";
import { Metrics } from "../../live/metrics";
import type { Model } from "../../model";
import type { VerifyContext } from "../context";
import { isPodReady, podName } from "../kubernetes/pod";
import { podsLabelled } from "../kubernetes/pods";

/** The agent of a node. */
export interface Agent {
  readonly node: string;
  /** Null where the node has none that is ready. */
  readonly pod: string | null;
  /** Null where it can't be asked. */
  readonly metrics: Metrics | null;
}

const PORT = 12_345;

/** What the pods of the agents are labelled with. */
export function agentLabels({ alloy }: Model): Readonly<Record<string, string>> {
  return { "app.kubernetes.io/name": "alloy", "app.kubernetes.io/instance": alloy.agent.release };
}

export async function agentOf(context: VerifyContext, node: string, signal: AbortSignal): Promise<Agent> {
  const { cluster, deployment } = context;
  const namespace = deployment.model.namespace.name;
  const pods = await podsLabelled(cluster, namespace, agentLabels(deployment.model), signal, node);
  const [pod] = pods.filter(isPodReady).map(podName);
  if (pod === undefined) return { node, pod: null, metrics: null };
  return { node, pod, metrics: await agentMetrics(context, pod, signal) };
}

/** Null where the agent, or the way to it, gives no answer. */
export async function agentMetrics({ cluster, deployment }: VerifyContext, pod: string, signal: AbortSignal) {
  const service = cluster.pod(deployment.model.namespace.name, pod, PORT);
  try {
    return new Metrics(await service.request({ path: "metrics", signal }));
  } catch (error) {
    const isSilence = error instanceof HttpFailure && error.status !== 401 && error.status !== 403;
    if (isSilence) return null;
    throw error;
  }
}
