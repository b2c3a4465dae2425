import { EVENTS_JOB } from "../alloy/source-contracts";
import { type Cause, cause } from "../diagnostics/cause";
import { diagnostic } from "../diagnostics/diagnostic";
import { absent, fail, pass, skipped } from "../diagnostics/outcome";
import { podName, podsLabelled } from "../diagnostics/pods";
import { inNamespace } from "../diagnostics/rbac";
import type { Cluster } from "../kube/cluster";
import { ignoreNotFound } from "../kube/errors";
import { isPodReady } from "../kube/pod";
import { poll } from "../kube/poll";
import { Duration } from "../units";
import { type AgentContext, agentMetrics, agentService, retries } from "./agents";
import type { VerifyContext } from "./context";
import { drillPermissions } from "./log-path-drill/probes";
import { lokiPermission, streamsWith } from "./loki";
import { marker } from "./marker";

/** The collector watches events, and sends a line within a second. */
const ARRIVAL_TIMEOUT = Duration.seconds(20);

const PERIOD = Duration.hours(1);

export const causes = {
  gaveUp: cause(
    "The collector found no API server when it started. Alloy then gives up for good, but stays ready.",
    "kubectl --namespace <namespace> rollout restart deployment/<collector>",
  ),
  notReady: cause(
    "The collector's pod is not ready.",
    "kubectl --namespace <namespace> describe deployment <collector>",
  ),
  // Alloy stores the time of the newest event that it has sent, whatever time its creator wrote into it. After a restart of
  // the container it skips every event before that time. A new pod has no stored time.
  skips: cause(
    "Somebody created an event with a time in the future, and the collector's container restarted. It skips every event before that time, but stays ready.",
    "kubectl --namespace <namespace> rollout restart deployment/<collector>",
  ),
  notSent: cause(
    "The collector cannot send its lines to Loki, and retries or drops them.",
    "kubectl --namespace <namespace> logs deployment/<collector> --since=10m | grep -E 'level=(error|warn)'",
  ),
  notAllowed: cause(
    "The collector may not read events: its cluster role was changed or deleted.",
    "kubectl auth can-i watch events --as system:serviceaccount:<namespace>:<collector> --all-namespaces",
  ),
};

export interface EventsEvidence {
  readonly namespace: string;
  /** The name of the collector's Deployment. Null if alloy.events is off. */
  readonly collector: string | null;
  /** Null if the Deployment does not exist. */
  readonly isReady: boolean | null;
  /** A pod of the drill that ran, and so had events. Null if none did. */
  readonly pod: string | null;
  /** Whether an event of this pod is in Loki. */
  readonly hasArrived: boolean;
  /** Whether the collector retried or dropped lines during the wait. Null if it does not answer or its event arrived. */
  readonly losesLines: boolean | null;
}

export interface EventsContext extends Pick<VerifyContext, "stack" | "loki" | "drill"> {
  readonly cluster: AgentContext["cluster"] & {
    apps(signal: AbortSignal): Pick<ReturnType<Cluster["apps"]>, "readNamespacedDeployment">;
  };
}

export const events = diagnostic<EventsContext, EventsEvidence>({
  id: "events",
  title: "The cluster's events reach Loki",
  after: [marker],
  failure: "lines",
  timeout: Duration.minutes(1),
  permissions: (model, readOnly) => [
    lokiPermission(model),
    inNamespace(model.namespace.name, "deployments", ["get"], "apps"),
    inNamespace(model.namespace.name, "pods", ["list"]),
    inNamespace(model.namespace.name, "pods/proxy", ["get"]),
    ...drillPermissions(model, readOnly),
  ],
  // The event is one of the marker's pods.
  mutates: true,
  causes,
  collect: async (context, signal) => {
    const { stack, cluster, loki, drill } = context;
    const { alloy, namespace } = stack.model;
    const evidence: EventsEvidence = { ...NOTHING, namespace: namespace.name };
    if (alloy.events === null) return evidence;
    const { release: collector } = alloy.events;
    const request = { name: collector, namespace: namespace.name };
    const deployment = await ignoreNotFound(cluster.apps(signal).readNamespacedDeployment(request));
    if (deployment === null) return { ...evidence, collector };
    const isReady = (deployment.status?.readyReplicas ?? 0) > 0;
    const written = (await drill.probes(signal)).find(({ wroteAt }) => wroteAt !== null);
    if (written === undefined) return { ...evidence, collector, isReady };
    const query = `{job="${EVENTS_JOB}"} |= "${written.pod}" | namespace="${drill.namespace}"`;
    const before = await lossesOf(context, collector, signal);
    const found = await poll({
      request: () => streamsWith(loki, query, PERIOD, signal),
      isEnough: (streams) => streams.length > 0,
      timeout: ARRIVAL_TIMEOUT,
      signal,
    });
    const hasArrived = found.length > 0;
    const now = hasArrived ? null : await lossesOf(context, collector, signal);
    const losesLines = before === null || now === null ? null : now > before;
    return { ...evidence, collector, isReady, pod: written.pod, hasArrived, losesLines };
  },
  analyze: ({ namespace, collector, isReady, pod, hasArrived, losesLines }) => {
    if (collector === null) return skipped("alloy.events is false");
    if (isReady === null) return absent(`no Deployment ${collector}`);
    if (pod === null) return skipped("no pod of the drill ran");
    if (hasArrived) return pass(`one of ${pod}`);
    return fail({
      got: `no event of ${pod} in Loki, which Kubernetes just started`,
      expected: "the events of its start",
      causes: causesOf({ isReady, losesLines }, { namespace, collector }),
    });
  },
});

/** The evidence without a collector. */
const NOTHING = { namespace: "", collector: null, isReady: null, pod: null, hasArrived: false, losesLines: null };

function causesOf(
  { isReady, losesLines }: Pick<EventsEvidence, "isReady" | "losesLines">,
  facts: { readonly namespace: string; readonly collector: string },
): readonly Cause[] {
  if (!isReady) return [causes.notReady(facts)];
  if (losesLines) return [causes.notSent(facts)];
  return [
    causes.gaveUp(facts),
    causes.skips(facts),
    causes.notAllowed(facts),
    ...(losesLines === null ? [causes.notSent(facts)] : []),
  ];
}

/** The batches that the collector has retried, and the lines that it has dropped. Null if it does not answer. */
async function lossesOf(context: EventsContext, collector: string, signal: AbortSignal): Promise<number | null> {
  const labels = { "app.kubernetes.io/instance": collector };
  const pods = await podsLabelled(context.cluster, context.stack.model.namespace.name, labels, signal);
  const pod = pods.find(isPodReady);
  const metrics = pod === undefined ? null : await agentMetrics(agentService(context, podName(pod)), signal);
  return metrics && retries(metrics) + metrics.sum("loki_write_dropped_entries_total");
}
