import type { CoreV1Event, V1ContainerStatus, V1Pod, V1StatefulSet } from "@kubernetes/client-node";
import { type Cause, cause } from "../diagnostics/cause";
import { diagnostic } from "../diagnostics/diagnostic";
import { absent, fail, type Outcome, pass, warn } from "../diagnostics/outcome";
import {
  causeOfPod,
  endText,
  lastEnd,
  type PodCauses,
  type PodFacts,
  podCauses,
  podProblem,
} from "../diagnostics/pod-problems";
import { containersOf, isObserved, warningsIn } from "../diagnostics/pods";
import { inNamespace } from "../diagnostics/rbac";
import { oneLine } from "../diagnostics/text";
import { withTimeout } from "../kube/async";
import type { Cluster } from "../kube/cluster";
import { ignoreNotFound } from "../kube/errors";
import { HttpError } from "../kube/http-service";
import { isPodReady } from "../kube/pod";
import { LOKI_POD } from "../loki/layout";
import type { Model } from "../model";
import { Duration } from "../units";
import type { VerifyContext } from "./context";
import { reasonOfController, rejectionCauses } from "./missing-pods";
import { causeOfStoppedModule, hasStoppedModule, stoppedModuleCauses } from "./stopped-module";
import { volume } from "./volume";

interface LokiFacts extends PodFacts {
  readonly gracePeriod: string;
}

const problemCauses = {
  ...podCauses,
  stopping: cause(
    "Loki is being replaced. Before it ends, it writes a day of lines to the volume, which may take up to <gracePeriod>.",
    "kubectl --namespace <namespace> get pod <pod> --watch",
  ),
  memory: cause(
    "Loki exceeded its memory limit: there are more streams, or a larger write-ahead log in memory, than it is sized for.",
    "npm run capacity",
  ),
  mount: cause(
    "The node cannot mount the NFS export: the server does not answer or does not export the path to this node, or the directory does not exist.",
    "kubectl --namespace <namespace> describe pod <pod>",
  ),
  crash: cause(
    "Loki ended unexpectedly. Its last line shows why: an invalid setting, or a directory that its user 10001 cannot write to.",
    "kubectl --namespace <namespace> logs <pod> --container <container> --previous --tail=20",
  ),
  starting: cause("Loki is still starting: it replays its write-ahead log first.", "npm run verify -- --watch"),
} satisfies PodCauses<LokiFacts>;

export const causes = {
  ...problemCauses,
  ...rejectionCauses,
  ...stoppedModuleCauses,
  oldRevision: cause(
    "The pod is older than its StatefulSet: Helm's rollout is in progress, or stuck until Helm rolls it back.",
    "helm status <release> --namespace <namespace>",
  ),
  scaledDown: cause(
    "Loki was scaled to zero.",
    "kubectl --namespace <namespace> scale statefulset <release> --replicas=1",
  ),
};

export interface LokiPodEvidence {
  /** Null if it does not exist. */
  readonly statefulSet: V1StatefulSet | null;
  /** Null if it does not exist. */
  readonly pod: V1Pod | null;
  readonly warnings: readonly CoreV1Event[];
  /** Loki's own answer about its readiness. Null if the pod is ready, or Loki does not answer. */
  readonly readiness: string | null;
  readonly release: string;
  readonly namespace: string;
  /** The maximum time to stop. */
  readonly gracePeriod: Duration;
  readonly now: Date;
}

export const lokiPod = diagnostic<VerifyContext, LokiPodEvidence>({
  id: "loki-pod",
  title: "Loki's pod is ready",
  after: [volume],
  failure: "loki",
  timeout: Duration.seconds(30),
  permissions: ({ namespace: { name } }) => [
    inNamespace(name, "statefulsets", ["get"], "apps"),
    inNamespace(name, "pods", ["get"]),
    inNamespace(name, "pods/proxy", ["get"]),
    inNamespace(name, "events", ["list"]),
  ],
  causes,
  collect: async ({ cluster, stack }, signal) => {
    const { loki, namespace } = stack.model;
    const { release, gracePeriod } = loki;
    const [statefulSet, pod, warnings] = await Promise.all([
      ignoreNotFound(cluster.apps(signal).readNamespacedStatefulSet({ name: release, namespace: namespace.name })),
      ignoreNotFound(cluster.core(signal).readNamespacedPod({ name: LOKI_POD, namespace: namespace.name })),
      warningsIn(cluster, namespace.name, signal),
    ]);
    const readiness = pod === null || isPodReady(pod) ? null : await readinessOf(cluster, stack.model, signal);
    return { statefulSet, pod, warnings, readiness, release, namespace: namespace.name, gracePeriod, now: new Date() };
  },
  // There is one Loki. While its pod is not ready, nothing after it can work, not even during a rollout.
  analyze: (evidence) => {
    const { statefulSet, pod, release, namespace } = evidence;
    if (statefulSet === null) return absent(`no StatefulSet ${release} in the namespace ${namespace}`);
    if (pod === null) return withoutPod(evidence, statefulSet);
    if (!isPodReady(pod)) return notReady(evidence, pod);
    return oldRevision(evidence, statefulSet, pod) ?? killed(evidence, pod) ?? pass(restartsOf(pod), ...endsOf(pod));
  },
});

/** Loki's Service has no endpoint while the pod is not ready. */
const READINESS_TIMEOUT = Duration.seconds(5);

async function readinessOf(
  cluster: Pick<Cluster, "pod">,
  { namespace, loki }: Model,
  signal: AbortSignal,
): Promise<string | null> {
  const service = cluster.pod(namespace.name, LOKI_POD, loki.service.httpPort);
  try {
    return await service.request({ path: "ready", signal: withTimeout(signal, READINESS_TIMEOUT) });
  } catch (error) {
    if (!(error instanceof HttpError) || signal.aborted) throw error;
    return error.byProxy ? null : error.text;
  }
}

function withoutPod({ warnings, release, namespace }: LokiPodEvidence, { spec }: V1StatefulSet): Outcome {
  if (spec?.replicas === 0) return failure(`${release} is scaled to zero`, causes.scaledDown({ release, namespace }));
  const workload = { kind: "statefulset", name: release, namespace } as const;
  const reason = reasonOfController(warnings, { kind: "StatefulSet", names: [release] }, workload);
  return failure(`${LOKI_POD}: ${reason.message}`, reason.cause);
}

function notReady({ warnings, readiness, namespace, gracePeriod }: LokiPodEvidence, pod: V1Pod): Outcome {
  if (readiness !== null && hasStoppedModule(readiness))
    return failure(`${LOKI_POD} is not ready: ${oneLine(readiness)}`, causeOfStoppedModule(pod));
  const problem = podProblem(pod, warnings);
  const facts = { namespace, pod: LOKI_POD, container: problem.container ?? "", gracePeriod: `${gracePeriod}` };
  return failure(`${LOKI_POD} is not ready: ${problem.message}`, causeOfPod(problem, problemCauses, facts));
}

function failure(got: string, proven: Cause): Outcome {
  return fail({ got, expected: "one ready pod of the newest revision", causes: [proven] });
}

/** The old pod works as before, so the diagnostics after it can run. */
function oldRevision({ release, namespace }: LokiPodEvidence, statefulSet: V1StatefulSet, pod: V1Pod): Outcome | null {
  const revision = pod.metadata?.labels?.["controller-revision-hash"];
  const newest = statefulSet.status?.updateRevision;
  const isKnown = isObserved(statefulSet);
  if (isKnown && revision === newest) return null;
  return warn({
    got: `${LOKI_POD} has the revision ${revision}, not ${isKnown ? newest : "the newest"}`,
    expected: "the newest revision",
    causes: [causes.oldRevision({ release, namespace })],
    isTransient: true,
  });
}

/** After each kill, Loki replays the lines that it had not flushed. A replaced pod loses those lines. */
function killed({ now }: LokiPodEvidence, pod: V1Pod): Outcome | null {
  const container = containersOf(pod).find((status) => wasKilledRecently(status, now));
  if (container === undefined) return null;
  return warn({
    got: `${restartsOf(pod)}; ${endOf(container)}`,
    expected: "no kill for exceeded memory",
    causes: [causes.memory()],
  });
}

/** Kubernetes reports a container's last end indefinitely. After this time, its cause is believed fixed. */
const RECENT_PERIOD = Duration.hours(1);

function wasKilledRecently(container: V1ContainerStatus, now: Date): boolean {
  const end = lastEnd(container);
  if (end?.reason !== "OOMKilled") return false;
  return end.finishedAt === undefined || now.getTime() - end.finishedAt.getTime() < RECENT_PERIOD.toMilliseconds();
}

function restartsOf(pod: V1Pod): string {
  const restarts = containersOf(pod).reduce((sum, { restartCount }) => sum + restartCount, 0);
  return `ready, ${restarts} ${restarts === 1 ? "restart" : "restarts"}`;
}

/** How the restarted containers ended. */
function endsOf(pod: V1Pod): readonly string[] {
  return containersOf(pod)
    .filter(({ restartCount }) => restartCount > 0)
    .map(endOf);
}

function endOf(container: V1ContainerStatus): string {
  const end = lastEnd(container);
  if (end === undefined) return `${container.name} ended for an unknown reason`;
  const time = end.finishedAt === undefined ? "" : ` at ${end.finishedAt.toISOString().slice(0, 16)}Z`;
  return `${container.name} last ended: ${endText(end)}${time}`;
}
