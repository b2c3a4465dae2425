import { EVENTS_JOB } from "../alloy/source-contracts";
import { cause } from "../diagnostics/cause";
import { diagnostic } from "../diagnostics/diagnostic";
import { absent, fail, pass, skipped } from "../diagnostics/outcome";
import { inNamespace } from "../diagnostics/rbac";
import type { Cluster } from "../kube/cluster";
import { ignoreNotFound } from "../kube/errors";
import { poll } from "../kube/poll";
import { Duration } from "../units";
import type { VerifyContext } from "./context";
import { drillPermissions } from "./log-path-drill/probes";
import { lokiPermission, streamsWith } from "./loki";
import { marker } from "./marker";

/** The collector watches events, and sends a line within a second. */
const ARRIVAL = Duration.seconds(20);

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
  notSent: cause(
    "The collector cannot send its lines to Loki.",
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
}

export interface EventsContext extends Pick<VerifyContext, "stack" | "loki" | "drill"> {
  readonly cluster: {
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
    ...drillPermissions(model, readOnly),
  ],
  // The event is one of the marker's pods.
  mutates: true,
  causes,
  collect: async ({ stack, cluster, loki, drill }, signal) => {
    const { alloy, namespace } = stack.model;
    const evidence = { namespace: namespace.name, collector: null, isReady: null, pod: null, hasArrived: false };
    if (alloy.events === null) return evidence;
    const { release: collector } = alloy.events;
    const request = { name: collector, namespace: namespace.name };
    const deployment = await ignoreNotFound(cluster.apps(signal).readNamespacedDeployment(request));
    if (deployment === null) return { ...evidence, collector };
    const isReady = (deployment.status?.readyReplicas ?? 0) > 0;
    const written = (await drill.probes(signal)).find(({ wroteAt }) => wroteAt !== null);
    if (written === undefined) return { ...evidence, collector, isReady };
    const query = `{job="${EVENTS_JOB}", namespace="${namespace.name}"} |= "${written.pod}"`;
    const found = await poll({
      request: () => streamsWith(loki, query, PERIOD, signal),
      isEnough: (streams) => streams.length > 0,
      timeout: ARRIVAL,
      signal,
    });
    return { ...evidence, collector, isReady, pod: written.pod, hasArrived: found.length > 0 };
  },
  analyze: ({ namespace, collector, isReady, pod, hasArrived }) => {
    if (collector === null) return skipped("alloy.events is false");
    if (isReady === null) return absent(`no Deployment ${collector}`);
    if (pod === null) return skipped("no pod of the drill ran");
    if (hasArrived) return pass(`one of ${pod}`);
    const facts = { namespace, collector };
    return fail({
      got: `no event of ${pod} in Loki, which Kubernetes just started`,
      expected: "the events of its start",
      causes: isReady
        ? [causes.gaveUp(facts), causes.notSent(facts), causes.notAllowed(facts)]
        : [causes.notReady(facts)],
    });
  },
});
