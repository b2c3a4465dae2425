import { setTimeout as sleep } from "node:timers/promises";
import { type Cause, cause } from "../diagnostics/cause";
import { diagnostic } from "../diagnostics/diagnostic";
import { grown, growth, type Metrics } from "../diagnostics/metrics";
import { fail, pass, warn } from "../diagnostics/outcome";
import { podName, podsLabelled } from "../diagnostics/pods";
import { inNamespace } from "../diagnostics/rbac";
import { listed } from "../diagnostics/text";
import { mapConcurrent } from "../kube/async";
import { isPodReady } from "../kube/pod";
import { Duration } from "../units";
import { agentLabels, agentMetrics, agentService, retries } from "./agents";
import type { Names, VerifyContext } from "./context";
import { type Drill, drillPermissions } from "./log-path-drill/probes";
import { discarded, lokiMetrics, lokiPermission } from "./loki";
import { lokiReady } from "./loki-ready";

/** An agent's metrics are large. In a large cluster, only some agents are asked. */
const MAX_AGENTS_ASKED = 20;

/** An agent sends once a second, and retries after half a second. */
const INTERVAL = Duration.seconds(5);

const RATE_OF = "/api/v1/namespaces/<namespace>/services/<lokiService>:<lokiPort>/proxy/loki/api/v1/index/volume";
const SHOW_LOG = "kubectl --namespace <namespace> logs <lokiPod> --since=10m";

/** The causes by Loki's reasons. @see https://grafana.com/docs/loki/latest/operations/request-validation-rate-limits/ */
const reasonCauses = {
  stream_limit: cause(
    "The cluster writes more streams than Loki accepts (loki.maxStreams).",
    "raise loki.maxStreams and loki.resources in main.ts (npm run capacity shows how far), then: npm run deploy",
  ),
  rate_limited: cause(
    "The cluster writes more bytes per second than Loki admits, which follows from loki.wal.size.",
    `kubectl get --raw '${RATE_OF}?query=%7Bnamespace%3D~%22.%2B%22%7D&targetLabels=namespace&limit=10'`,
  ),
  per_stream_rate_limit: cause(
    "One container writes faster than Loki accepts for one stream (limits_config.per_stream_rate_limit).",
    `kubectl get --raw '${RATE_OF}?query=%7Bcontainer%3D~%22.%2B%22%7D&targetLabels=container&limit=10'`,
  ),
  greater_than_max_sample_age: cause(
    "Lines are older than the retention: a node's clock is wrong, or another agent sends them.",
    `${SHOW_LOG} | grep 'timestamp too old'`,
  ),
  too_far_behind: cause(
    "Lines of a stream are hours older than its newest: two agents read the same files, or a clock was set back.",
    `${SHOW_LOG} | grep 'too far behind'`,
  ),
  too_far_in_future: cause(
    "The clock of a node is more than ten minutes ahead.",
    `${SHOW_LOG} | grep 'timestamp too new'`,
  ),
};

export const causes = {
  ...reasonCauses,
  otherReason: cause('Loki rejects lines for the reason "<reason>".', `${SHOW_LOG} | grep -E 'level=(error|warn)'`),
  agentsDrop: cause(
    "Agents drop lines that Loki rejects for good.",
    "kubectl --namespace <namespace> logs <agent> --since=10m | grep 'final error sending batch'",
  ),
  agentsLimit: cause(
    "On one node, the <label> <value> writes more than its share. It follows from what Loki admits (loki.wal.size) and the volume holds (nfs.size).",
    `kubectl get --raw '${RATE_OF}?query=%7B<label>%3D%22<value>%22%7D&targetLabels=container&limit=10'`,
  ),
  agentsRetry: cause(
    "Agents retry, because Loki does not accept their lines or is unreachable.",
    "kubectl --namespace <namespace> logs <agent> --since=10m | grep 'error sending batch'",
  ),
};

/** Counts of lines by the reason for which they are not kept. */
type ByReason = ReadonlyMap<string, number>;

export interface RefusedEvidence {
  /** What Loki rejected during this run. */
  readonly refused: ByReason;
  /** What Loki rejected before this run, since it started. */
  readonly earlier: ByReason;
  /** When Loki started. Null if that is unknown. */
  readonly since: Date | null;
  readonly agents: readonly AgentLosses[];
  /** The number of all agents. Only some are asked. */
  readonly agentCount: number;
  readonly names: Names;
}

/** What an agent could not send during this run. */
export interface AgentLosses {
  readonly pod: string;
  readonly dropped: ByReason;
  readonly retries: number;
  /** What it dropped during this run because of its limits, by the label and value of the sender ("namespace web"). */
  readonly limited: ByReason;
  /** What it dropped before this run, because Loki rejected it for good or because of its limits. */
  readonly earlier: ByReason;
}

export const refused = diagnostic<VerifyContext, RefusedEvidence>({
  id: "refused",
  title: "No line is rejected or dropped",
  after: [lokiReady],
  failure: "lines",
  timeout: Duration.minutes(2),
  permissions: (model, readOnly) => [
    lokiPermission(model),
    inNamespace(model.namespace.name, "pods", ["list"]),
    inNamespace(model.namespace.name, "pods/proxy", ["get"]),
    ...drillPermissions(model, readOnly),
  ],
  causes,
  collect: async (context, signal) => {
    const { stack, cluster, loki, lokiBefore, drill, readOnly, names } = context;
    const before = await lokiBefore();
    if (!readOnly) await linesWritten(drill, signal);
    const agents = await podsLabelled(cluster, names.namespace, agentLabels(stack.model), signal);
    const pods = agents.filter(isPodReady).map(podName);
    const losses = await collectLosses(
      pods.slice(0, MAX_AGENTS_ASKED),
      (pod) => agentMetrics(agentService(context, pod), signal),
      () => sleep(INTERVAL.toMilliseconds(), undefined, { signal }),
    );
    const now = await lokiMetrics(loki, signal);
    return {
      refused: growth(discarded(before), discarded(now)),
      earlier: discarded(before),
      since: now.startedAt === null ? null : new Date(now.startedAt * 1_000),
      agents: losses,
      agentCount: pods.length,
      names,
    };
  },
  analyze: (evidence) => {
    const { refused: rejected, agents, names } = evidence;
    const dropping = agents.filter(({ dropped }) => dropped.size > 0);
    const retrying = agents.filter((agent) => agent.retries > 0);
    const fault = { expected: "no line rejected or dropped" };
    if (rejected.size > 0 || dropping.length > 0) {
      const got = [...counts("Loki rejected", rejected), ...dropping.slice(0, 3).flatMap(lost)].join("; ");
      const ofLoki = [...rejected.keys()].map((reason) => causeOf(reason, names));
      const ofAgents = dropping.slice(0, 1).map(({ pod }) => causes.agentsDrop({ ...names, agent: pod }));
      return fail({ ...fault, got, causes: [...ofLoki, ...ofAgents] });
    }
    const limiting = agents.filter(({ limited }) => limited.size > 0);
    const [sender] = limiting.flatMap(({ limited }) => [...limited.keys()]);
    if (sender !== undefined) {
      const [label = "", value = ""] = sender.split(" ");
      const got = limiting.slice(0, 3).flatMap(({ pod, limited }) => counts(`${pod} dropped`, limited));
      return warn({ ...fault, got: got.join("; "), causes: [causes.agentsLimit({ ...names, label, value })] });
    }
    const [first] = retrying;
    if (first !== undefined) {
      const got = `${listed(retrying.map(({ pod }) => pod))} retried`;
      return warn({ ...fault, got, causes: [causes.agentsRetry({ ...names, agent: first.pod })] });
    }
    return pass(hasNoAnsweringAgent(evidence) ? "none by Loki" : "none", ...notesOf(evidence));
  },
});

/**
 * Waits until the drill's lines are written: without new lines, Loki rejects none. Whether the pods could write is the
 * concern of the diagnostic `marker`.
 */
export async function linesWritten(drill: Pick<Drill, "probes">, signal: AbortSignal): Promise<void> {
  await drill.probes(signal).catch(() => signal.throwIfAborted());
}

const CONCURRENCY = 5;

interface Reading {
  readonly pod: string;
  readonly metrics: Metrics;
}

/** What agents lose during an interval. An agent that does not answer is left out, and not asked again. */
export async function collectLosses(
  pods: readonly string[],
  request: (pod: string) => Promise<Metrics | null>,
  interval: () => Promise<unknown>,
): Promise<readonly AgentLosses[]> {
  const before = await readings(pods, request);
  await interval();
  const answering = before.map(({ pod }) => pod);
  return (await readings(answering, request)).flatMap((now) => {
    const earlier = before.find(({ pod }) => pod === now.pod);
    return earlier === undefined ? [] : [lossesBetween(now.pod, earlier.metrics, now.metrics)];
  });
}

async function readings(
  pods: readonly string[],
  request: (pod: string) => Promise<Metrics | null>,
): Promise<readonly Reading[]> {
  const found = await mapConcurrent(pods, CONCURRENCY, async (pod) => ({ pod, metrics: await request(pod) }));
  return found.flatMap(({ pod, metrics }) => (metrics === null ? [] : [{ pod, metrics }]));
}

function lossesBetween(pod: string, before: Metrics, now: Metrics): AgentLosses {
  const dropped = growth(droppedIn(before), droppedIn(now));
  const limited = growth(limitedIn(before), limitedIn(now));
  const earlier = new Map([...droppedIn(before), ...limitedIn(before)]);
  return { pod, dropped, limited, retries: grown(retries(before), retries(now)), earlier };
}

/** Excludes what the settings drop, which is loki_process_dropped_lines_total. */
function droppedIn(metrics: Metrics): ByReason {
  return metrics.sumsBy("loki_write_dropped_entries_total", "reason");
}

/** Lines above the limits of a namespace or a transport, by both names. */
function limitedIn(metrics: Metrics): ByReason {
  const samples = metrics.all("loki_process_dropped_lines_by_label_total");
  const sender = ({ label_name: label, label_value: value }: Readonly<Record<string, string>>) => `${label} ${value}`;
  const senders = [...new Set(samples.map(({ labels }) => sender(labels)))];
  const lines = (one: string) =>
    samples.filter(({ labels }) => sender(labels) === one).reduce((sum, s) => sum + s.value, 0);
  return new Map(senders.map((one) => [one, lines(one)] as const).filter(([, count]) => count > 0));
}

function causeOf(reason: string, names: Names): Cause {
  return isKnown(reason) ? reasonCauses[reason](names) : causes.otherReason({ ...names, reason });
}

function isKnown(reason: string): reason is keyof typeof reasonCauses {
  return Object.hasOwn(reasonCauses, reason);
}

function lost({ pod, dropped }: AgentLosses): readonly string[] {
  return counts(`${pod} dropped`, dropped);
}

function counts(subject: string, lines: ByReason): readonly string[] {
  const reasons = [...lines].map(([reason, count]) => `${count} (${reason})`);
  return reasons.length === 0 ? [] : [`${subject} ${reasons.join(", ")}`];
}

/** Loki still reports the lines that it rejects. */
function hasNoAnsweringAgent({ agents, agentCount }: RefusedEvidence): boolean {
  return agents.length === 0 && agentCount > 0;
}

function notesOf(evidence: RefusedEvidence): readonly string[] {
  const { earlier, since, agents } = evidence;
  const start = since === null ? "its start" : since.toISOString().slice(0, 16).replace("T", " ");
  const before = agents.filter((agent) => agent.earlier.size > 0);
  return [
    ...counts(`earlier, since ${start}, Loki rejected`, earlier),
    ...before.slice(0, 3).flatMap((agent) => counts(`earlier, ${agent.pod} dropped`, agent.earlier)),
    ...coverage(evidence),
  ];
}

function coverage(evidence: RefusedEvidence): readonly string[] {
  const { agents, agentCount } = evidence;
  if (hasNoAnsweringAgent(evidence)) return ["no agent answers: whether they drop lines is unknown"];
  return agents.length < agentCount ? [`${agents.length} of ${agentCount} agents were asked`] : [];
}
