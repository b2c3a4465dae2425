import type { CoreV1Event, V1Deployment, V1Pod } from "@kubernetes/client-node";
import { isObserved } from "../kubernetes/observed";
import { isPodReady } from "../kubernetes/pod";
import { NOT_CREATED, OLD_REVISION } from "./causes";
import { reasonOfPod, type WorkloadFault, type WorkloadJudgement } from "./daemon-set";
import { lastRefusal } from "./refusals";

export interface SeenDeployment {
  readonly deployment: V1Deployment;
  readonly pods: readonly V1Pod[];
  readonly warnings: readonly CoreV1Event[];
}

/** Judges a Deployment of one pod. Lines of the nodes don't pass through it: the rest of the path can be looked at. */
export function judgeDeployment(seen: SeenDeployment): WorkloadJudgement {
  const name = seen.deployment.metadata?.name ?? "";
  const isServed = seen.pods.some(isPodReady);
  return {
    figure: `${name}: ${isServed ? "ready" : "not ready"}`,
    fault: isServed ? oldRevision(seen, name) : withoutPod(seen, name),
  };
}

function withoutPod(seen: SeenDeployment, name: string): WorkloadFault {
  const { says, cause, names = {} } = reason(seen);
  return {
    flows: "everywhere",
    found: `${name} isn't ready; ${says}`,
    expected: "one ready pod, which collects the cluster's events",
    causes: [cause],
    names: { ...namesOf(seen, name), ...names },
  };
}

function reason({ deployment, pods: [pod], warnings }: SeenDeployment) {
  if (pod !== undefined) return reasonOfPod(pod, warnings);
  const replicaSets = warnings
    .map(({ involvedObject }) => involvedObject)
    .filter(({ kind, name }) => kind === "ReplicaSet" && name?.startsWith(`${deployment.metadata?.name}-`));
  const refusals = replicaSets.map(({ name = "" }) => lastRefusal(warnings, { kind: "ReplicaSet", name }));
  return { ...(refusals.find((refusal) => refusal !== null) ?? { says: "no pod", cause: NOT_CREATED }), names: {} };
}

function oldRevision(seen: SeenDeployment, name: string): WorkloadFault | null {
  const { spec, status } = seen.deployment;
  if (isObserved(seen.deployment) && (status?.updatedReplicas ?? 0) >= (spec?.replicas ?? 1)) return null;
  return {
    flows: "everywhere",
    found: `${name} has not its newest revision`,
    expected: "a pod of the newest revision",
    causes: [OLD_REVISION],
    names: namesOf(seen, name),
  };
}

function namesOf({ deployment }: SeenDeployment, name: string) {
  return { kind: "deployment", name, namespace: deployment.metadata?.namespace ?? "" };
}
