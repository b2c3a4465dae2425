import type { V1Node } from "@kubernetes/client-node";
import { FIRING, QUIET, storedMarker } from "../alerting/log-path-drill";
import { dropOf, TOO_OLD } from "../alloy/drops";
import type { ContainerRuntime } from "../alloy/settings";
import { type Cause, cause, provenOr } from "../diagnostics/cause";
import { diagnostic } from "../diagnostics/diagnostic";
import { growth, type Metrics } from "../diagnostics/metrics";
import { fail, type Outcome, pass, skipped, warn } from "../diagnostics/outcome";
import { inNamespace } from "../diagnostics/rbac";
import { listed, oneLine } from "../diagnostics/text";
import { mapConcurrent } from "../kube/async";
import { nodeName, runsDocker } from "../kube/node";
import { poll } from "../kube/poll";
import { Duration } from "../units";
import { agentOf, retries, type WatchedAgent, watchedAgents } from "./agents";
import type { VerifyContext } from "./context";
import { daemonsets } from "./daemonsets";
import { Arrivals, latencies, latencyText } from "./log-path-drill/arrivals";
import { lacksNamespace } from "./log-path-drill/drill-pods";
import { drillPermissions, type Probe, podsInLoki } from "./log-path-drill/probes";
import { discarded, lokiMetrics, lokiPermission } from "./loki";
import { lokiReady } from "./loki-ready";

/** A line that an agent reads reaches Loki within seconds. */
const EXPECTED_WITHIN = Duration.seconds(10);

/** The extra time for a late line. An agent retries every half minute, and is watched for that long. */
const EXTRA_WAIT = Duration.seconds(30);

/** A few agents suffice to find the cause of late lines. */
const MAX_AGENTS_WATCHED = 5;

const TIMEOUT = Duration.minutes(3);

export const causes = {
  podNotRun: cause(
    "The marker's pod cannot run on the node <node>. The message of Kubernetes is above.",
    "kubectl --namespace <drillNamespace> get events --sort-by .lastTimestamp",
  ),
  noNamespace: cause(
    "The namespace <drillNamespace> of the marker's pods does not exist: the cluster runs an earlier version of the stack, or the namespace was deleted.",
    "npm run deploy",
  ),
  dropped: cause(
    'alloy.drop "<drop>" also drops the marker\'s line.',
    "exclude the namespace <drillNamespace> from that drop's selector in main.ts, then: npm run deploy",
  ),
  noAgent: cause(
    "No agent is ready on the node <node>.",
    "kubectl --namespace <namespace> get pods --output wide --field-selector spec.nodeName=<node>",
  ),
  noFiles: cause(
    "The agent <agent> reads no log file: the container runtime does not write below /var/log/pods, or that directory is a link to one that is not mounted.",
    "kubectl --namespace <namespace> logs <agent> --tail=50",
  ),
  notSent: cause(
    "The agent <agent> cannot send its lines and retries: Loki's name does not resolve on the node, a NetworkPolicy blocks it, or Loki answers with errors.",
    "kubectl --namespace <namespace> logs <agent> --since=10m | grep 'error sending batch'",
  ),
  clockBehind: cause(
    "The clock of the node <node> is days behind. The agent drops new lines as older than the retention.",
    "on <node>: timedatectl",
  ),
  clockAhead: cause(
    "The clock of the node <node> is more than ten minutes ahead. Loki rejects lines from the future.",
    "on <node>: timedatectl",
  ),
  refused: cause("Loki rejects lines at the moment.", "npm run verify -- --only refused"),
  backlog: cause(
    "The agent on <node> still reads what was written before it started, as after the first deployment.",
    "npm run verify -- --watch",
  ),
  otherRuntime: cause(
    "The node <node> runs <runtime>, whose log files have another format than that of alloy.runtime.",
    "set alloy.runtime in main.ts to the container runtime of the nodes, then: npm run deploy",
  ),
};

export interface MarkerEvidence {
  readonly probes: readonly Probe[];
  /** When the line of a pod was first seen in Loki, by the clock of the probes. */
  readonly arrived: ReadonlyMap<string, number>;
  /** The agents of some nodes whose line is missing. */
  readonly agents: readonly WatchedAgent[];
  /** The lines that Loki rejected during this run, by reason. */
  readonly refused: ReadonlyMap<string, number>;
  /** The drop of the settings that drops the line. Null if none does. */
  readonly drop: string | null;
  /** The container runtimes whose log format is not that of the settings, by node. */
  readonly otherFormats: ReadonlyMap<string, string>;
  /** The namespace of the stack, and so of its agents. */
  readonly namespace: string;
  /** The namespace of the pods that write. */
  readonly drillNamespace: string;
}

export const marker = diagnostic<VerifyContext, MarkerEvidence>({
  id: "marker",
  title: "A line written on every node reaches Loki",
  after: [lokiReady, daemonsets],
  failure: "lines",
  timeout: TIMEOUT,
  permissions: (model, readOnly) => [
    ...drillPermissions(model, readOnly),
    inNamespace(model.namespace.name, "pods/proxy", ["get"]),
    lokiPermission(model),
  ],
  mutates: true,
  causes,
  collect: async (context, signal) => {
    const { drill, stack, loki } = context;
    const { alloy, namespace } = stack.model;
    const arrivals = new Arrivals((until) => podsInLoki(loki, drill, [FIRING, QUIET], until));
    // Polls while pods still write: a slow node must not hide how fast the others were.
    const probes = await collectWhileWriting(arrivals, drill.probes(signal), signal);
    await arrivals.wait(probes, EXPECTED_WITHIN, signal);
    const agents = await agentsOfLate(context, { arrivals, probes }, signal);
    const missing = arrivals.missing(probes);
    const isComplete = missing.length === 0;
    return {
      probes,
      arrived: arrivals.seenAt,
      agents: agents.filter((agent) => missing.some(({ node }) => node === agent.node)),
      refused: isComplete ? new Map() : await refusedSinceStart(context, signal),
      drop: isComplete ? null : dropOf(alloy.drop, storedMarker(QUIET, drill.namespace, drill.markerId)),
      otherFormats: isComplete ? new Map() : otherFormats(await context.nodes(), alloy.runtime),
      namespace: namespace.name,
      drillNamespace: drill.namespace,
    };
  },
  analyze: (evidence) => {
    const { probes, arrived } = evidence;
    const missing = probes.filter(({ pod }) => !arrived.has(pod));
    const count = `${probes.length - missing.length} of ${probes.length} nodes`;
    if (probes.length === 0) return skipped("no node can run a pod");
    if (missing.length === 0) return pass(`${count} ${latencyText(latencies(probes, arrived))}`);
    return analyzeMissing(evidence, missing, count);
  },
});

/** Collects arrivals until all pods have written. */
async function collectWhileWriting<T>(arrivals: Arrivals, writing: Promise<T>, signal: AbortSignal): Promise<T> {
  const done = new AbortController();
  const until = AbortSignal.any([signal, done.signal]);
  const collecting = poll({
    request: () => arrivals.collect(until),
    isEnough: () => false,
    timeout: TIMEOUT,
    signal: until,
  });
  try {
    return await Promise.race([writing, collecting.then(() => writing)]);
  } finally {
    done.abort();
    await collecting.catch(() => undefined);
  }
}

interface Awaited {
  readonly arrivals: Arrivals;
  readonly probes: readonly Probe[];
}

/** Waits for late lines, and watches some of the agents that should send them. */
async function agentsOfLate(context: VerifyContext, { arrivals, probes }: Awaited, signal: AbortSignal) {
  const late = arrivals.missing(probes).slice(0, MAX_AGENTS_WATCHED);
  if (late.length === 0) return [];
  const ask = () => mapConcurrent(late, MAX_AGENTS_WATCHED, ({ node }) => agentOf(context, node, signal));
  return watchedAgents(ask, () => arrivals.wait(probes, EXTRA_WAIT, signal));
}

async function refusedSinceStart({ loki, lokiBefore }: VerifyContext, signal: AbortSignal) {
  return growth(discarded(await lokiBefore()), discarded(await lokiMetrics(loki, signal)));
}

/** containerd and CRI-O write the same format, Docker another. */
function otherFormats(nodes: readonly V1Node[], declared: ContainerRuntime): ReadonlyMap<string, string> {
  const others = nodes.filter((node) => runsDocker(node) !== (declared === "docker"));
  const runtimes = others.map(
    (node) => [nodeName(node), node.status?.nodeInfo?.containerRuntimeVersion ?? ""] as const,
  );
  return new Map(runtimes.filter(([, runtime]) => runtime !== ""));
}

function analyzeMissing(evidence: MarkerEvidence, missing: readonly Probe[], count: string): Outcome {
  const { probes, arrived, refused } = evidence;
  const fault = {
    got: [count, listed(missing.map(describeProbe)), ...refusedText(refused)].join("; "),
    expected: `the line of each of ${probes.length} nodes`,
    causes: causesOf(evidence, missing),
  };
  const isPartial = arrived.size > 0;
  if (missing.some(isWritten)) return fail({ ...fault, isPartial });
  // The path works for every line that was written.
  return isPartial ? warn(fault) : fail(fault);
}

function isWritten({ wroteAt }: Probe): boolean {
  return wroteAt !== null;
}

function refusedText(refused: MarkerEvidence["refused"]): readonly string[] {
  const reasons = [...refused].map(([reason, count]) => `${reason} ${count}`);
  return reasons.length === 0 ? [] : [`rejected by Loki: ${reasons.join(", ")}`];
}

function describeProbe({ node, wroteAt, problem }: Probe): string {
  if (wroteAt !== null) return `${node}: written, but not in Loki`;
  return `${node}: ${oneLine(problem ?? "nothing written")}`;
}

function causesOf(evidence: MarkerEvidence, missing: readonly Probe[]): readonly Cause[] {
  const unrun = missing.find((probe) => !isWritten(probe));
  const written = missing.filter(isWritten);
  const [lost] = written;
  return [
    ...(unrun === undefined ? [] : [causeOfUnrun(unrun, evidence)]),
    ...(lost === undefined ? [] : causesOfLost(evidence, written, evidence.agents[0]?.node ?? lost.node)),
  ];
}

function causeOfUnrun(probe: Probe, { drillNamespace }: MarkerEvidence): Cause {
  return lacksNamespace(probe)
    ? causes.noNamespace({ drillNamespace })
    : causes.podNotRun({ node: probe.node, drillNamespace });
}

/** Why lines that were written are not in Loki. @param node one whose line is missing */
function causesOfLost(evidence: MarkerEvidence, written: readonly Probe[], node: string): readonly Cause[] {
  const { agents, refused, drop, namespace, drillNamespace } = evidence;
  return provenOr(
    [
      ...(drop === null ? [] : [causes.dropped({ drop, drillNamespace })]),
      ...agents.flatMap((agent) => causesOfAgent(agent, namespace)),
      ...runtimeCauses(evidence, written),
      ...[...refused.keys()].map((reason) =>
        reason === "too_far_in_future" ? causes.clockAhead({ node }) : causes.refused(),
      ),
    ],
    [
      causes.backlog({ node }),
      ...agents
        .filter(isUnwatched)
        .flatMap(({ pod }) => (pod === null ? [] : [causes.notSent({ agent: pod, namespace })])),
      ...(agents.length > 0 && agents.every(droppedNone) ? [] : [causes.clockBehind({ node })]),
    ],
  );
}

function runtimeCauses({ otherFormats: others }: MarkerEvidence, written: readonly Probe[]): readonly Cause[] {
  return written
    .flatMap(({ node }) => {
      const runtime = others.get(node);
      return runtime === undefined ? [] : [causes.otherRuntime({ node, runtime })];
    })
    .slice(0, 1);
}

const FILES = "loki_source_file_files_active_total";

/** @see https://github.com/grafana/alloy/blob/v1.18.1/internal/component/loki/source/file/metrics.go */
function causesOfAgent({ node, pod, before, now }: WatchedAgent, namespace: string): readonly Cause[] {
  if (pod === null) return [causes.noAgent({ node, namespace })];
  if (now === null) return [];
  const grows = (metric: (metrics: Metrics) => number) => before !== null && metric(now) > metric(before);
  return [
    ...(now.all(FILES).length > 0 && now.sum(FILES) === 0 ? [causes.noFiles({ agent: pod, namespace })] : []),
    ...(grows(retries) ? [causes.notSent({ agent: pod, namespace })] : []),
    ...(grows(tooOld) ? [causes.clockBehind({ node })] : []),
  ];
}

/** A watched agent that did not retry sends its lines. */
function isUnwatched({ before, now }: WatchedAgent): boolean {
  return before === null || now === null;
}

/** The agent also counts a line that it dropped before its metrics were first requested. */
function droppedNone({ now }: WatchedAgent): boolean {
  return now !== null && tooOld(now) === 0;
}

function tooOld(metrics: Metrics): number {
  return metrics.sum("loki_process_dropped_lines_total", { reason: TOO_OLD });
}
