import type { V1Node } from "@kubernetes/client-node";
import type { DropModel } from "../alloy/drops";
import { Metrics } from "../diagnostics/metrics";
import { memoize, withTimeout } from "../kube/async";
import type { Cluster } from "../kube/cluster";
import { HttpError, type HttpService } from "../kube/http-service";
import { type Line, parse, selectsLine } from "../logql";
import type { Model } from "../model";
import type { RenderedStack } from "../stack/rendered-stack";
import { Duration } from "../units";
import { isPodReady, type PodLister, podName, podsLabelled } from "./pods";

export function isReady(node: V1Node): boolean {
  return readiness(node)?.status === "True";
}

/** When a node became ready, in milliseconds since 1970. Returns 0 if it does not say. */
function readySince(node: V1Node): number {
  return readiness(node)?.lastTransitionTime?.getTime() ?? 0;
}

function readiness({ status }: V1Node) {
  return status?.conditions?.find(({ type }) => type === "Ready");
}

/** Whether agents run on the node. Their selector is this label, which the kubelet sets. */
export function isLinux({ metadata }: V1Node): boolean {
  return metadata?.labels?.["kubernetes.io/os"] === "linux";
}

/** How long a node that joins may take to pull the agents' images and to start them. */
const SETTLING_TIME = Duration.minutes(3);

/**
 * The nodes whose agents are expected to work: those that run Linux and have been ready for some minutes. In a new cluster,
 * where no node has been ready that long, all ready nodes.
 */
export function settledNodes(nodes: readonly V1Node[], now: Date): readonly V1Node[] {
  const ready = nodes.filter((node) => isLinux(node) && isReady(node));
  const latest = now.getTime() - SETTLING_TIME.toMilliseconds();
  const settled = ready.filter((node) => readySince(node) <= latest);
  return settled.length === 0 ? ready : settled;
}

/** Memoized, so that all diagnostics expect the same nodes. */
export function memoizedSettledNodes(nodes: () => Promise<readonly V1Node[]>): () => Promise<readonly V1Node[]> {
  return memoize(async () => settledNodes(await nodes(), new Date()));
}

/** The nodes that joined a moment ago and will have agents, too. */
export function joiningNodes(nodes: readonly V1Node[], settled: readonly V1Node[]): readonly V1Node[] {
  return nodes.filter((node) => isLinux(node) && isReady(node) && !settled.includes(node));
}

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

const PORT = 12_345;

/** If the control plane cannot reach the pods, the API server would try for half a minute. */
const TIMEOUT = Duration.seconds(5);

/** The labels of the agents' pods. */
export function agentLabels({ alloy }: Pick<Model, "alloy">): Readonly<Record<string, string>> {
  return { "app.kubernetes.io/name": "alloy", "app.kubernetes.io/instance": alloy.agent.release };
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
  return cluster.pod(stack.model.namespace.name, pod, PORT);
}

/** Null if the agent does not answer, or nothing leads to it. */
export async function agentMetrics(agent: HttpService, signal: AbortSignal): Promise<Metrics | null> {
  try {
    return new Metrics(await agent.request({ path: "metrics", signal: withTimeout(signal, TIMEOUT) }));
  } catch (error) {
    if (isUnanswered(error) && !signal.aborted) return null;
    throw error;
  }
}

/** Unlike 401 and 403, with which the API server denies the request itself. */
function isUnanswered(error: unknown): boolean {
  return error instanceof HttpError && error.status !== 401 && error.status !== 403;
}

/** The name of the first drop of the settings that drops a line. Null if the line goes on to Loki. */
export function dropOf(drops: readonly DropModel[], line: Line): string | null {
  return drops.find(({ selector }) => isDropped(selector, line))?.name ?? null;
}

function isDropped(selector: string, line: Line): boolean {
  const { expression } = parse(selector);
  return expression?.kind === "logQuery" && selectsLine(expression.selection, line) === true;
}

/** The number of batches that an agent has retried since it started. */
export function retries(metrics: Metrics): number {
  return metrics.sum("loki_write_batch_retries_total");
}

/** The agent of a node at two times. Its counters since its start say nothing about the present. */
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
