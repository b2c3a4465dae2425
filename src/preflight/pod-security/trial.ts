import type { Cluster } from "../../kube/cluster";
import { statusOf } from "../../kube/errors";
import type { PreflightContext } from "../context";
import { isOpenShift, unknownOnOpenShift } from "./openshift";
import { trialPod } from "./trial-pod";

/** What became of the pod, or why that isn't known. */
export type Trial = { readonly refused: string | null } | { readonly unknown: string };

export async function trial({ cluster, deployment: { model } }: PreflightContext, signal: AbortSignal): Promise<Trial> {
  const namespace = model.namespace.name;
  if (!(await mayCreatePods(cluster, namespace, signal)))
    return { unknown: "no such pod was tried: whoever asks may not create pods here" };
  try {
    await cluster.core(signal).createNamespacedPod({ namespace, body: trialPod(model), dryRun: "All" });
  } catch (error) {
    const ended = endOf(error);
    if (ended === null) throw error;
    return ended;
  }
  return (await isOpenShift(cluster.apis(signal))) ? { unknown: unknownOnOpenShift(namespace) } : { refused: null };
}

async function mayCreatePods(cluster: Cluster, namespace: string, signal: AbortSignal): Promise<boolean> {
  const review = await cluster.authorization(signal).createSelfSubjectAccessReview({
    body: { spec: { resourceAttributes: { namespace, verb: "create", resource: "pods" } } },
  });
  return review.status?.allowed === true;
}

/** What admission says; null for an error of another kind. */
export function endOf(error: unknown): Trial | null {
  const status = statusOf(error);
  if (status === null || ![400, 403, 422].includes(status.code)) return null;
  if (OF_OTHER_LINKS.test(status.message))
    return { unknown: `such a pod found no room, which "limits" and "quota" judge: ${status.message}` };
  if (NO_DRY_RUN.test(status.message)) return { unknown: `no such pod was tried: ${status.message}` };
  return { refused: status.message };
}

/** How quotas and LimitRanges refuse: the trial is one pod more than the plan's. */
const OF_OTHER_LINKS = /exceeded quota|failed quota|usage per (Container|Pod)|limit to request ratio/;

/**
 * A webhook with side effects isn't asked in a dry run, and the API server refuses that run: it says nothing of pods.
 * @see https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#side-effects
 */
const NO_DRY_RUN = /does not support dry run/;
