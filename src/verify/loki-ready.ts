import type { V1Pod } from "@kubernetes/client-node";
import { type Cause, cause, provenOr } from "../diagnostics/cause";
import { diagnostic } from "../diagnostics/diagnostic";
import type { Metrics } from "../diagnostics/metrics";
import { fail, pass } from "../diagnostics/outcome";
import { inNamespace } from "../diagnostics/rbac";
import { oneLine } from "../diagnostics/text";
import { ignoreNotFound, readStatus } from "../kube/errors";
import { HttpError, type HttpService } from "../kube/http-service";
import { poll } from "../kube/poll";
import { Duration } from "../units";
import type { VerifyContext } from "./context";
import { lokiMetrics, lokiPermission, streamsWith } from "./loki";
import { lokiPod } from "./loki-pod";
import { causeOfStoppedModule, hasStoppedModule, stoppedModuleCauses } from "./stopped-module";

export const causes = {
  ...stoppedModuleCauses,
  controlPlane: cause(
    "The NetworkPolicy <policy> does not admit the address from which the API server's proxy connects. Loki's pod is ready, so its own node reaches it.",
    'write access: Access.networkPolicy({ controlPlane: [Peer.addresses("<address>/32")] }) into main.ts. With a tunnel between nodes, the address is another one: docs/network.md',
  ),
  replaying: cause(
    "Loki replays its write-ahead log, as after each start that follows a crash.",
    "npm run verify -- --watch",
  ),
  starting: cause(
    "A component of Loki is still starting. It does not replay the write-ahead log at the moment.",
    "npm run verify -- --watch",
  ),
  ring: cause(
    "A component of Loki does not find another in its ring: it has just started, or one of them has stopped.",
    "kubectl --namespace <namespace> logs <lokiPod> --since=10m | grep -E 'level=(error|warn)'",
  ),
  volume: cause(
    "Loki cannot read or write its volume: it is full, read-only, gone, or belongs to another user than 10001.",
    "kubectl --namespace <namespace> logs <lokiPod> --since=10m | grep level=error",
  ),
  overloaded: cause(
    "Queries wait for each other or for the volume until they time out.",
    "kubectl --namespace <namespace> top pod <lokiPod>",
  ),
};

/** How Loki answers. */
export type Readiness = Failing | Unreachable | { readonly state: "ready"; readonly metrics: Metrics };

/** The API server's proxy cannot connect to Loki's pod, and a policy of the stack isolates the pod. */
interface Unreachable {
  readonly state: "unreachable";
  readonly message: string;
  readonly policy: string;
  /** An address of the API server. */
  readonly address: string;
}

interface Failing {
  readonly state: "not-ready" | "no-queries";
  /** Of Loki's error. */
  readonly message: string;
  /** Whether Loki replays its write-ahead log. Null if it does not say. */
  readonly isReplaying: boolean | null;
}

export interface LokiReadyEvidence {
  readonly readiness: Readiness;
  readonly now: Date;
  /** Loki's pod, if Loki is not ready. */
  readonly pod: V1Pod | null;
  readonly namespace: string;
  readonly lokiPod: string;
}

export const lokiReady = diagnostic<VerifyContext, LokiReadyEvidence>({
  id: "loki-ready",
  title: "Loki is ready and answers queries",
  after: [lokiPod],
  failure: "loki",
  timeout: Duration.minutes(1),
  permissions: (model) => [
    lokiPermission(model),
    inNamespace(model.namespace.name, "pods", ["get"]),
    inNamespace(model.namespace.name, "networkpolicies", ["get"], "networking.k8s.io"),
    inNamespace("default", "endpoints", ["get"]),
  ],
  causes,
  collect: async (context, signal) => {
    const { namespace, lokiPod: podOfLoki } = context.names;
    const readiness = await readinessOf(context, signal).catch((error: unknown) => isolationOf(error, context));
    const request = { name: podOfLoki, namespace };
    const pod =
      readiness.state === "not-ready"
        ? await ignoreNotFound(context.cluster.core(signal).readNamespacedPod(request))
        : null;
    return { readiness, pod, now: new Date(), namespace, lokiPod: podOfLoki };
  },
  analyze: (evidence) => {
    const { readiness, now } = evidence;
    if (readiness.state === "ready") return pass(detailOf(readiness.metrics, now));
    const message = oneLine(readiness.message);
    if (readiness.state === "unreachable")
      return fail({
        got: `no answer through the API server's proxy: ${message}`,
        expected: "ready, and an answer to a query",
        causes: [causes.controlPlane(readiness)],
      });
    return fail({
      got: readiness.state === "not-ready" ? `not ready: ${message}` : `ready, but a query fails: ${message}`,
      expected: "ready, and an answer to a query",
      causes: causesOf(evidence, readiness, message),
    });
  },
});

async function readinessOf(context: VerifyContext, signal: AbortSignal): Promise<Readiness> {
  const { loki, names } = context;
  const message = await poll({
    request: () => errorOf(loki.request({ path: "ready", signal })),
    isEnough: (error) => error === null,
    timeout: Duration.seconds(20),
    signal,
  });
  if (message !== null) return { state: "not-ready", message, isReplaying: await isReplaying(loki, signal) };
  // Loki's own readiness covers no query.
  const query = `{namespace="${names.namespace}"}`;
  const error = await errorOf(streamsWith(loki, query, Duration.minutes(5), signal, 1));
  if (error === null) return { state: "ready", metrics: await context.lokiBefore() };
  return { state: "no-queries", message: error, isReplaying: await isReplaying(loki, signal) };
}

/** The diagnostic's own signal may have ended with the request. */
const EVIDENCE_TIMEOUT = Duration.seconds(5);

/**
 * Looks for the stack's policy behind an unanswered request.
 * @throws the error itself if it is another one, or no policy explains it
 */
async function isolationOf(error: unknown, context: VerifyContext): Promise<Unreachable> {
  if (!isUnanswered(error)) throw error;
  const { cluster, stack, names } = context;
  const until = AbortSignal.timeout(EVIDENCE_TIMEOUT.toMilliseconds());
  const request = { name: stack.model.loki.release, namespace: names.namespace };
  const evidence = Promise.all([
    cluster.networking(until).readNamespacedNetworkPolicy(request),
    cluster.core(until).readNamespacedEndpoints({ name: "kubernetes", namespace: "default" }),
  ]);
  const [, { subsets = [] }] = await evidence.catch(() => {
    throw error;
  });
  const [address] = subsets.flatMap(({ addresses = [] }) => addresses);
  const message = readStatus(error.text)?.message ?? error.text;
  return { state: "unreachable", message, policy: request.name, address: address?.ip ?? "…" };
}

/** A policy drops packets, so the API server waits for them. A pod on which nothing listens refuses at once. */
export function isUnanswered(error: unknown): error is HttpError {
  if (!(error instanceof HttpError) || !error.byProxy) return false;
  return error.status === null || /error trying to reach service.*(?:timeout|no route|unreachable)/.test(error.text);
}

/** The status and message of an error of Loki's own. Null if the request succeeds. */
async function errorOf(request: Promise<unknown>): Promise<string | null> {
  try {
    await request;
    return null;
  } catch (error) {
    if (!isLokis(error)) throw error;
    return `${error.status} ${error.text}`;
  }
}

function isLokis(error: unknown): error is HttpError {
  return error instanceof HttpError && !error.byProxy && (error.status ?? 0) >= 500;
}

/** Null if Loki does not say. */
async function isReplaying(loki: HttpService, signal: AbortSignal): Promise<boolean | null> {
  try {
    return replayState(await lokiMetrics(loki, signal));
  } catch (error) {
    if (isLokis(error) && !signal.aborted) return null;
    throw error;
  }
}

/** Whether Loki replays its write-ahead log. Null without the metric. */
export function replayState(metrics: Metrics): boolean | null {
  const [sample] = metrics.all("loki_ingester_wal_replay_active");
  return sample === undefined ? null : sample.value > 0;
}

const STARTING = /ingester not ready|waiting for|starting|replay/i;
const RING = /\bring\b|unhealthy instances|not enough healthy|no (?:ready )?(?:frontends|schedulers)/i;
const VOLUME = /no space|read-only file|permission denied|input\/output|stale|no such file/i;
const OVERLOADED = /deadline|timeout|too many outstanding|resource exhausted|canceled/i;

function causesOf(evidence: LokiReadyEvidence, readiness: Failing, message: string): readonly Cause[] {
  const { namespace, lokiPod: podOfLoki } = evidence;
  const facts = { namespace, lokiPod: podOfLoki };
  const [ring, volume, overloaded] = [causes.ring(facts), causes.volume(facts), causes.overloaded(facts)];
  if (evidence.pod !== null && hasStoppedModule(message)) return [causeOfStoppedModule(evidence.pod)];
  if (readiness.isReplaying === true) return [causes.replaying()];
  const starting = readiness.isReplaying === false ? [causes.starting()] : [causes.replaying(), causes.starting()];
  const proven = [
    ...(STARTING.test(message) ? starting : []),
    ...(RING.test(message) ? [ring] : []),
    ...(VOLUME.test(message) ? [volume] : []),
    ...(OVERLOADED.test(message) ? [overloaded] : []),
  ];
  // A ready Loki has started. One that is not ready has not failed a query.
  return provenOr(proven, readiness.state === "not-ready" ? [...starting, ring, volume] : [ring, volume, overloaded]);
}

function detailOf(metrics: Metrics, now: Date): string {
  const version = metrics.all("loki_build_info")[0]?.labels["version"];
  const { startedAt } = metrics;
  const uptime = startedAt === null ? [] : [`up for ${uptimeText(now.getTime() / 1_000 - startedAt)}`];
  return [...(version ? [version] : []), ...uptime].join(", ");
}

const UNITS = [
  { unit: "days", seconds: 86_400 },
  { unit: "h", seconds: 3_600 },
  { unit: "min", seconds: 60 },
] as const;

/** In the largest unit that makes at least two. */
function uptimeText(seconds: number): string {
  const fitting = UNITS.find((candidate) => seconds >= 2 * candidate.seconds);
  if (fitting === undefined) return `${Math.max(0, Math.round(seconds))} s`;
  return `${Math.floor(seconds / fitting.seconds)} ${fitting.unit}`;
}
