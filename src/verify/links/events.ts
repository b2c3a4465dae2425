import type { AppsV1Api } from "@kubernetes/client-node";
import { EVENTS_JOB } from "../../alloy/source-contracts";
import { absent, notMeasured, type Outcome } from "../../diagnostics/outcome";
import { inNamespace } from "../../diagnostics/permission";
import { ignoreNotFound } from "../../kube/errors";
import { poll } from "../../kube/poll";
import type { Model } from "../../model";
import { Duration } from "../../units";
import type { VerifyContext, VerifyLink } from "../context";
import { drillAccess } from "../drill/access";
import { GAVE_UP, judgeEvents, NOT_ALLOWED, NOT_SENT } from "../events/judgement";
import { askLoki } from "../loki/access";
import { streamsWith } from "../loki/queries";

/** The collector watches events, and sends a line a second after it has it. */
const ARRIVED = Duration.seconds(20);

const NEWEST = Duration.hours(1);

export const events: VerifyLink = {
  id: "events",
  title: "Events of the cluster are in Loki",
  after: ["marker"],
  failure: "lines",
  patience: Duration.minutes(1),
  access: (model, readOnly) => [
    askLoki(model),
    inNamespace(model.namespace.name, "deployments", ["get"], "apps"),
    ...drillAccess(model, readOnly),
  ],
  // It is an event of the marker's pods.
  creates: true,
  causes: [GAVE_UP, NOT_SENT, NOT_ALLOWED],
  look: ({ deployment, cluster, ...context }, signal) =>
    lookAtEvents(deployment.model, { apps: cluster.apps(signal), ...context }, signal),
};

interface EventsContext extends Pick<VerifyContext, "loki" | "drill"> {
  readonly apps: Pick<AppsV1Api, "readNamespacedDeployment">;
}

export async function lookAtEvents(
  { alloy, namespace: { name: namespace } }: Pick<Model, "alloy" | "namespace">,
  { apps, loki, drill }: EventsContext,
  signal: AbortSignal,
): Promise<Outcome> {
  if (alloy.events === null) return notMeasured("alloy.events is off in the settings");
  if (drill === null) return notMeasured("nothing may be made in this run");
  const name = alloy.events.release;
  const collector = await ignoreNotFound(apps.readNamespacedDeployment({ name, namespace }));
  if (collector === null) return absent(`there is no Deployment ${name}`);
  const written = (await drill.probes(signal)).find(({ wroteAt }) => wroteAt !== null);
  if (written === undefined) return notMeasured("no pod of the drill has run");
  const query = `{job="${EVENTS_JOB}", namespace="${namespace}"} |= "${written.pod}"`;
  const found = await poll({
    request: () => streamsWith(loki, query, NEWEST, signal),
    isEnough: (streams) => streams.length > 0,
    timeout: ARRIVED,
    signal,
  });
  return judgeEvents(found.length > 0, written.pod);
}
