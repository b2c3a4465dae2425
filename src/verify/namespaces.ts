import type { CoreV1Api, V1Pod } from "@kubernetes/client-node";
import { dropOf, RULER_EVALUATIONS } from "../alloy/drops";
import type { AlloyModel } from "../alloy/model";
import { OWN_STREAMS, ownStreamOf } from "../alloy/own-streams";
import { cause } from "../diagnostics/cause";
import { diagnostic } from "../diagnostics/diagnostic";
import { growth } from "../diagnostics/metrics";
import { fail, pass } from "../diagnostics/outcome";
import { podName } from "../diagnostics/pods";
import { inCluster } from "../diagnostics/rbac";
import { listed, oneLine } from "../diagnostics/text";
import { mapConcurrent } from "../kube/async";
import type { HttpService } from "../kube/http-service";
import { listAll } from "../kube/lists";
import { nodeName, runsDocker } from "../kube/node";
import { type PodLogApi, readPodLog } from "../kube/pod-log";
import { poll } from "../kube/poll";
import type { Line } from "../logql";
import { Duration } from "../units";
import type { VerifyContext } from "./context";
import { activeValues, discarded, lokiMetrics, lokiPermission } from "./loki";
import { lokiReady } from "./loki-ready";

const NAMESPACE_CONCURRENCY = 10;

/** A new line may need this time to reach Loki. */
const ARRIVAL_TIMEOUT = Duration.seconds(15);

export const causes = {
  notRead: cause(
    "The agent on <node> does not read the log files of <pod>: their names or directories are unusual, or the agent exceeds its limits.",
    "kubectl --namespace <agentNamespace> get pods --output wide --field-selector spec.nodeName=<node>",
  ),
  refusedStreams: cause(
    "Loki accepts no new streams, and so no lines of new pods.",
    "npm run verify -- --only refused",
  ),
  noLogFiles: cause(
    "Docker on <node> writes no log files, such as with another logging driver than json-file.",
    "on <node>: ls -l /var/log/pods/<namespace>_<pod>_*",
  ),
};

/** A namespace with running pods but without a line in Loki. */
export interface SilentNamespace {
  readonly name: string;
  /** A pod that writes. Null if the examined pods wrote nothing. */
  readonly writer: { readonly pod: string; readonly node: string } | null;
  /** The drop of the settings that drops the writer's line. Null if none does. */
  readonly drop: string | null;
  /** Why the log of a pod cannot be read. Null if all were read. */
  readonly problem: string | null;
}

type LostNamespace = SilentNamespace & { readonly writer: NonNullable<SilentNamespace["writer"]> };

export interface NamespacesEvidence {
  /** The number of namespaces with lines in Loki. */
  readonly withLines: number;
  readonly silent: readonly SilentNamespace[];
  /** When Loki rejected new streams, which are those of new pods. */
  readonly streamLimit: "never" | "earlier" | "during the run";
  /** The nodes that run Docker. On all others, the kubelet itself reads logs from the files that agents read. */
  readonly dockerNodes: readonly string[];
  readonly agentNamespace: string;
}

export const namespaces = diagnostic<VerifyContext, NamespacesEvidence>({
  id: "namespaces",
  title: "Loki has lines of every namespace that writes",
  after: [lokiReady],
  failure: "lines",
  timeout: Duration.minutes(2),
  permissions: (model) => [
    inCluster("namespaces", ["list"]),
    inCluster("nodes", ["list"]),
    inCluster("pods", ["list"]),
    inCluster("pods/log", ["get"]),
    lokiPermission(model),
  ],
  causes,
  collect: async (context, signal) => {
    const all = await namespaceNames(context, signal);
    const withLines = await namespacesWithLines(context.loki, all, signal);
    const nodes = new Set((await context.agentNodes()).map(nodeName));
    const without = all.filter((name) => !withLines.has(name));
    const examined = await mapConcurrent(without, NAMESPACE_CONCURRENCY, (name) =>
      examine(context, { name, nodes }, signal),
    );
    const silent = examined.filter((found) => found !== null);
    const stillSilent = await withoutLate(context, silent, signal);
    return {
      withLines: all.length - without.length + silent.length - stillSilent.length,
      silent: stillSilent,
      streamLimit: stillSilent.some(isLost) ? await streamLimit(context, signal) : "never",
      dockerNodes: (await context.nodes()).filter(runsDocker).map(nodeName),
      agentNamespace: context.names.namespace,
    };
  },
  analyze: (evidence) => {
    const { withLines, silent } = evidence;
    const lost = silent.filter(isLost).map(({ name, writer }) => ({ namespace: name, ...writer }));
    const [first] = lost;
    if (first === undefined)
      return pass(`${withLines} ${withLines === 1 ? "namespace" : "namespaces"}`, ...notesOf(silent));
    return fail({
      got: `${listed(lost.map(({ namespace, pod }) => `${namespace} (${pod} writes)`))}: no line in Loki`,
      expected: "lines of every namespace whose pods write",
      causes: causesOf(first, evidence),
    });
  },
});

interface Writer {
  readonly namespace: string;
  readonly pod: string;
  readonly node: string;
}

function causesOf(writer: Writer, { streamLimit: limit, dockerNodes, agentNamespace }: NamespacesEvidence) {
  if (limit === "during the run") return [causes.refusedStreams()];
  return [
    causes.notRead({ ...writer, agentNamespace }),
    ...(limit === "earlier" ? [causes.refusedStreams()] : []),
    ...(dockerNodes.includes(writer.node) ? [causes.noLogFiles(writer)] : []),
  ];
}

async function streamLimit({ loki, lokiBefore }: VerifyContext, signal: AbortSignal) {
  const [before, now] = [discarded(await lokiBefore()), discarded(await lokiMetrics(loki, signal))];
  if (growth(before, now).has("stream_limit")) return "during the run";
  return now.has("stream_limit") ? "earlier" : "never";
}

async function namespaceNames({ cluster }: VerifyContext, signal: AbortSignal): Promise<readonly string[]> {
  const core = cluster.core(signal);
  const all = await listAll((page) => core.listNamespace(page));
  return all.map(({ metadata }) => metadata?.name ?? "");
}

interface Examined {
  readonly name: string;
  /** The nodes whose agents are expected to work. */
  readonly nodes: ReadonlySet<string>;
}

/** Returns null if no pod has run long enough. */
async function examine(
  { cluster, stack }: VerifyContext,
  { name, nodes }: Examined,
  signal: AbortSignal,
): Promise<SilentNamespace | null> {
  const { alloy } = stack.model;
  const core = cluster.core(signal);
  const pods = await settledPods(core, name, nodes);
  if (pods.length === 0) return null;
  const { written, problem } = await firstLine(core, name, pods);
  const drop = written && dropOf([RULER_EVALUATIONS, ...alloy.drop], withOwnLabel(written.line, alloy, name));
  return { name, writer: written && { pod: written.pod, node: written.node }, drop, problem };
}

/** The line with the label that the agents set on the stack's own streams. */
function withOwnLabel(line: Line, alloy: AlloyModel, namespace: string): Line {
  const value = ownStreamOf(alloy, namespace, line.labels.get("container") ?? "");
  return value === null ? line : { ...line, labels: new Map([...line.labels, [OWN_STREAMS.label, value]]) };
}

/** Whether a pod writes lines that the settings do not drop. */
function isLost(namespace: SilentNamespace): namespace is LostNamespace {
  return namespace.writer !== null && namespace.drop === null;
}

/** Omits namespaces whose first line arrives late. */
async function withoutLate(context: VerifyContext, silent: readonly SilentNamespace[], signal: AbortSignal) {
  const lost = silent.filter(isLost).map(({ name }) => name);
  if (lost.length === 0) return silent;
  const arrived = await poll({
    request: () => namespacesWithLines(context.loki, lost, signal),
    isEnough: (names) => names.size === lost.length,
    timeout: ARRIVAL_TIMEOUT,
    signal,
  });
  return silent.filter(({ name }) => !arrived.has(name));
}

/** The kubelets and Loki are asked for lines of this period. */
const PERIOD = Duration.minutes(10);

/** How far a node's clock may be behind. A line has the node's time, but the query has this machine's. */
const MAX_CLOCK_BEHIND = Duration.minutes(20);

/** Fewer than Loki's limit (volume_max_series), and short enough for a URL through a proxy (8 KiB). */
const NAMESPACES_PER_REQUEST = 100;
const REQUEST_CONCURRENCY = 5;

/** The namespaces with lines of their pods in the last minutes. */
export async function namespacesWithLines(
  loki: HttpService,
  names: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  const groups = Array.from({ length: Math.ceil(names.length / NAMESPACES_PER_REQUEST) }, (_, index) =>
    names.slice(index * NAMESPACES_PER_REQUEST, (index + 1) * NAMESPACES_PER_REQUEST),
  );
  const found = await mapConcurrent(groups, REQUEST_CONCURRENCY, (group) =>
    activeValues(
      loki,
      { label: "namespace", selector: podSelector(group), period: PERIOD.plus(MAX_CLOCK_BEHIND) },
      signal,
    ),
  );
  return new Set(found.flat());
}

function podSelector(names: readonly string[]): string {
  return `{namespace=~"${names.join("|")}", container=~".+"}`;
}

/** An agent may need this time to discover a new pod. */
const DISCOVERY_TIME = Duration.minutes(5);

const PODS_PER_NAMESPACE = 3;

/** Some pods of a namespace that have been running for minutes on the given nodes. */
export async function settledPods(
  core: Pick<CoreV1Api, "listNamespacedPod">,
  namespace: string,
  nodes: ReadonlySet<string>,
): Promise<readonly V1Pod[]> {
  const { items } = await core.listNamespacedPod({ namespace, fieldSelector: "status.phase=Running", limit: 50 });
  const youngest = Date.now() - DISCOVERY_TIME.toMilliseconds();
  return items
    .filter(({ spec }) => nodes.has(spec?.nodeName ?? ""))
    .filter(({ status }) => (status?.startTime?.getTime() ?? Date.now()) < youngest)
    .slice(0, PODS_PER_NAMESPACE);
}

export interface FirstLine {
  /** Null if no pod wrote. */
  readonly written: { readonly pod: string; readonly node: string; readonly line: Line } | null;
  /** Why the log of a pod cannot be read. Null if all were read. */
  readonly problem: string | null;
}

/** A line that one of the pods wrote in the last minutes. */
export async function firstLine(core: PodLogApi, namespace: string, pods: readonly V1Pod[]): Promise<FirstLine> {
  let problem: string | null = null;
  for (const pod of pods) {
    const name = podName(pod);
    const container = pod.spec?.containers[0]?.name ?? "";
    const request = { namespace, name, container, tailLines: 1, sinceSeconds: PERIOD.toSeconds() };
    const log = await readPodLog(core, request);
    problem ??= log.problem;
    const text = (log.text ?? "").trimEnd();
    const line = { text, labels: labelsOf(pod, namespace, container) };
    if (text !== "") return { written: { pod: name, node: pod.spec?.nodeName ?? "", line }, problem };
  }
  return { written: null, problem };
}

function labelsOf({ metadata, spec }: V1Pod, namespace: string, container: string): Line["labels"] {
  const { app = "", "app.kubernetes.io/name": name = app } = metadata?.labels ?? {};
  return new Map(
    Object.entries({ namespace, container, pod: metadata?.name ?? "", node: spec?.nodeName ?? "", app: name }),
  );
}

function notesOf(silent: readonly SilentNamespace[]): readonly string[] {
  const idle = silent.filter(({ writer }) => writer === null);
  const quiet = idle.flatMap(({ name, problem }) => (problem === null ? [name] : []));
  const unread = idle.flatMap(({ name, problem }) => (problem === null ? [] : [`${name} (${oneLine(problem)})`]));
  const dropped = silent.flatMap(({ name, writer, drop }) =>
    writer === null || drop === null ? [] : [`${name} (${drop})`],
  );
  return [
    ...(quiet.length > 0 ? [`pods run but write nothing: ${listed(quiet)}`] : []),
    ...(unread.length > 0 ? [`logs cannot be read: ${listed(unread)}`] : []),
    ...(dropped.length > 0 ? [`dropped by the settings: ${listed(dropped)}`] : []),
  ];
}
