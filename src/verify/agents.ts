import { podLabels } from "../alloy/model";
import { Metrics } from "../diagnostics/metrics";
import { type PodLister, podName, podsLabelled } from "../diagnostics/pods";
import { withTimeout } from "../kube/async";
import type { Cluster } from "../kube/cluster";
import { HttpError, type HttpService } from "../kube/http-service";
import { isPodReady } from "../kube/pod";
import type { Model } from "../model";
import type { RenderedStack } from "../stack/rendered-stack";
import { Duration } from "../units";

/** What requests to agents need. */
export interface AgentContext {
  readonly cluster: PodLister & Pick<Cluster, "pod">;
  readonly stack: RenderedStack;
}

/** The agent of a node. */
export interface Agent {
  readonly node: string;
  /** Null if no agent is ready on the node. */
  readonly pod: string | null;
  /** Null if the agent does not answer. */
  readonly metrics: Metrics | null;
}

/** If the control plane cannot reach the pods, the API server tries for half a minute. */
const TIMEOUT = Duration.seconds(5);

/** The labels of the agents' pods. */
export function agentLabels({ alloy }: Pick<Model, "alloy">): Readonly<Record<string, string>> {
  return podLabels(alloy.agent.release);
}

export async function agentOf(context: AgentContext, node: string, signal: AbortSignal): Promise<Agent> {
  const { cluster, stack } = context;
  const namespace = stack.model.namespace.name;
  const pods = await podsLabelled(cluster, namespace, agentLabels(stack.model), signal, node);
  const [pod] = pods.filter(isPodReady).map(podName);
  if (pod === undefined) return { node, pod: null, metrics: null };
  return { node, pod, metrics: await agentMetrics(agentService(context, pod), signal) };
}

export function agentService({ cluster, stack }: AgentContext, pod: string): HttpService {
  const { namespace, alloy } = stack.model;
  return cluster.pod(namespace.name, pod, alloy.httpPort);
}

/** Returns null if the agent does not answer or is unreachable. */
export async function agentMetrics(agent: HttpService, signal: AbortSignal): Promise<Metrics | null> {
  try {
    return new Metrics(await agent.request({ path: "metrics", signal: withTimeout(signal, TIMEOUT) }));
  } catch (error) {
    if (isUnanswered(error) && !signal.aborted) return null;
    throw error;
  }
}

/** Returns false for 401 and 403, with which the API server denies the request itself. */
function isUnanswered(error: unknown): boolean {
  return error instanceof HttpError && error.status !== 401 && error.status !== 403;
}

/** The number of batches that an agent has retried since it started. */
export function retries(metrics: Metrics): number {
  return metrics.sum("loki_write_batch_retries_total");
}

/** The agent of a node at two times. The growth of its counters shows what happens now. */
export interface WatchedAgent extends Pick<Agent, "node" | "pod"> {
  /** Null if it did not answer, or was another pod. */
  readonly before: Metrics | null;
  /** Null if it does not answer. */
  readonly now: Metrics | null;
}

/** Requests agents before and after a wait. */
export async function watchedAgents(
  request: () => Promise<readonly Agent[]>,
  wait: () => Promise<unknown>,
): Promise<readonly WatchedAgent[]> {
  const before = await request();
  await wait();
  return (await request()).map(({ node, pod, metrics }) => {
    const earlier = before.find((agent) => agent.node === node && agent.pod === pod);
    return { node, pod, before: earlier?.metrics ?? null, now: metrics };
  });
}
