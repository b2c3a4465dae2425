import { Metrics } from "../../diagnostics/metrics";
import { withTimeout } from "../../kube/async";
import { HttpError, type HttpService } from "../../kube/http-service";
import type { Model } from "../../model";
import { Duration } from "../../units";
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

/** Where nothing leads from the control plane to the pods, the API server would try for half a minute. */
const PATIENCE = Duration.seconds(5);

/** What the pods of the agents are labelled with. */
export function agentLabels({ alloy }: Pick<Model, "alloy">): Readonly<Record<string, string>> {
  return { "app.kubernetes.io/name": "alloy", "app.kubernetes.io/instance": alloy.agent.release };
}

export async function agentOf(context: VerifyContext, node: string, signal: AbortSignal): Promise<Agent> {
  const { cluster, deployment } = context;
  const namespace = deployment.model.namespace.name;
  const pods = await podsLabelled(cluster, namespace, agentLabels(deployment.model), signal, node);
  const [pod] = pods.filter(isPodReady).map(podName);
  if (pod === undefined) return { node, pod: null, metrics: null };
  return { node, pod, metrics: await agentMetrics(agentService(context, pod), signal) };
}

export function agentService({ cluster, deployment }: VerifyContext, pod: string): HttpService {
  return cluster.pod(deployment.model.namespace.name, pod, PORT);
}

/** Null where the agent, or the way to it, gives no answer. */
export async function agentMetrics(agent: HttpService, signal: AbortSignal): Promise<Metrics | null> {
  try {
    return new Metrics(await agent.request({ path: "metrics", signal: withTimeout(signal, PATIENCE) }));
  } catch (error) {
    if (isUnanswered(error) && !signal.aborted) return null;
    throw error;
  }
}

/** Unlike a refusal of the API server's, which asks for other rights. */
function isUnanswered(error: unknown): boolean {
  return error instanceof HttpError && error.status !== 401 && error.status !== 403;
}
