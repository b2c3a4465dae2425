import { listed } from "../../diagnostics/listed";
import { absent, broken, doubtful, holds, notDeployed, type Outcome } from "../../diagnostics/outcome";
import { inCluster, inNamespace } from "../../diagnostics/permission";
import { ignoreNotFound } from "../../kube/errors";
import { nodeName } from "../../kube/node";
import { Duration } from "../../units";
import type { VerifyContext, VerifyLink } from "../context";
import { ALL } from "../daemonsets/causes";
import { judgeDaemonSet, type WorkloadFault, type WorkloadJudgement } from "../daemonsets/daemon-set";
import { judgeDeployment } from "../daemonsets/deployment";
import { joiningNodes } from "../kubernetes/agent-nodes";
import { likelyFirst } from "../kubernetes/causes";
import { warningsIn } from "../kubernetes/events";
import { podsLabelled } from "../kubernetes/pods";

export const daemonsets: VerifyLink = {
  id: "daemonsets",
  title: "An agent is ready on every node",
  after: ["nodes"],
  failure: "nodes",
  patience: Duration.seconds(60),
  access: ({ namespace: { name } }) => [
    inCluster("nodes", ["list"]),
    inNamespace(name, "daemonsets", ["get"], "apps"),
    inNamespace(name, "deployments", ["get"], "apps"),
    inNamespace(name, "pods", ["list"]),
    inNamespace(name, "events", ["list"]),
  ],
  creates: false,
  causes: ALL,
  look: async (context, signal) => {
    const { inotify, alloy } = context.deployment.model;
    const [ofInotify, agent, events] = await Promise.all([
      daemonSet(context, inotify.name, signal),
      daemonSet(context, alloy.agent.release, signal),
      alloy.events && deployment(context, alloy.events.release, signal),
    ]);
    const joining = joiningNodes(await context.nodes(), await context.agentNodes());
    return judgeWorkloads({ inotify: ofInotify, agent, events }, joining.map(nodeName));
  },
};

/** A workload that isn't there, by its name. */
export interface Absent {
  readonly absent: string;
}

export interface SeenWorkloads {
  readonly inotify: WorkloadJudgement | Absent;
  readonly agent: WorkloadJudgement | Absent;
  /** Null where the settings have none. */
  readonly events: WorkloadJudgement | Absent | null;
}

async function daemonSet(context: VerifyContext, name: string, signal: AbortSignal) {
  const { cluster } = context;
  const namespace = context.deployment.model.namespace.name;
  const found = await ignoreNotFound(cluster.apps(signal).readNamespacedDaemonSet({ name, namespace }));
  if (found === null) return { absent: `DaemonSet ${name}` };
  const [pods, warnings, nodes] = await Promise.all([
    podsLabelled(cluster, namespace, found.spec?.selector.matchLabels ?? {}, signal),
    warningsIn(cluster, namespace, signal),
    context.agentNodes(),
  ]);
  return judgeDaemonSet({ daemonSet: found, pods, nodes, warnings });
}

async function deployment(context: VerifyContext, name: string, signal: AbortSignal) {
  const { cluster } = context;
  const namespace = context.deployment.model.namespace.name;
  const found = await ignoreNotFound(cluster.apps(signal).readNamespacedDeployment({ name, namespace }));
  if (found === null) return { absent: `Deployment ${name}` };
  const [pods, warnings] = await Promise.all([
    podsLabelled(cluster, namespace, found.spec?.selector.matchLabels ?? {}, signal),
    warningsIn(cluster, namespace, signal),
  ]);
  return judgeDeployment({ deployment: found, pods, warnings });
}

/** @param joining the nodes that have just joined, and may have no agent yet */
export function judgeWorkloads({ inotify, agent, events }: SeenWorkloads, joining: readonly string[]): Outcome {
  const seen = [inotify, agent, ...(events === null ? [] : [events])];
  const missing = seen.flatMap((workload) => ("absent" in workload ? [workload.absent] : []));
  // Without the others lines still reach Loki, and an alert Alertmanager.
  const notThere = "absent" in agent ? absent : notDeployed;
  if (missing.length > 0) return notThere(`there is no ${missing.join(", and no ")}`);
  const judgements = seen.flatMap((workload) => ("absent" in workload ? [] : [workload]));
  const faults = judgements.flatMap(({ fault }) => (fault === null ? [] : [fault]));
  const worst = faults.find(({ flows }) => flows !== "everywhere") ?? faults[0];
  if (worst === undefined) return holds(judgements.map(({ figure }) => figure).join(", "), ...notesOn(joining));
  return outcomeOf(worst, faults, !("absent" in agent) && agent.fault?.flows !== "nowhere");
}

function notesOn(joining: readonly string[]): readonly string[] {
  return joining.length === 0 ? [] : [`ready for less than three minutes, and not counted yet: ${listed(joining)}`];
}

function outcomeOf(worst: WorkloadFault, faults: readonly WorkloadFault[], isPartial: boolean): Outcome {
  const fault = {
    found: faults.map(({ found }) => found).join("; "),
    expected: worst.expected,
    causes: likelyFirst(
      worst.causes,
      faults.flatMap(({ causes }) => causes),
    ),
    names: worst.names,
  };
  return worst.flows === "everywhere" ? doubtful({ ...fault, isPassing: true }) : broken({ ...fault, isPartial });
}
