import type { V1Namespace, V1Pod } from "@kubernetes/client-node";
import { quantities } from "../../cluster/resources";
import { inCluster } from "../../live/access";
import type { Cause } from "../../live/cause";
import { statusOf } from "../../live/cluster/status";
import { unlessAbsent } from "../../live/cluster/unless-absent";
import { broken, doubtful, holds, type Outcome } from "../../live/outcome";
import type { Model } from "../../model";
import { ENFORCE, LEVEL } from "../../namespace";
import { SYSCTL_TOLERATIONS } from "../../nodes/model";
import { reference } from "../../terraform/artefacts";
import { Duration } from "../../units";
import type { PreflightContext, PreflightLink } from "../context";

const LABEL: Cause = {
  cause: "The namespace enforces a Pod Security level that lets neither host paths nor privileged containers in.",
  next: `kubectl label namespace <namespace> ${ENFORCE}=${LEVEL} --overwrite`,
};
const DEFAULT_LEVEL: Cause = {
  cause: "The namespace has no level of its own, and the cluster's default is another one.",
  next: `kubectl label namespace <namespace> ${ENFORCE}=${LEVEL}`,
};
const POLICY: Cause = {
  cause: "A policy engine (Kyverno, Gatekeeper, a validating admission policy) refuses such pods.",
  next: "kubectl get validatingwebhookconfigurations,validatingadmissionpolicybindings",
};
const OTHER_REFUSAL: Cause = {
  cause:
    "Another admission plugin refuses the pod, such as the LimitRange or the quota, which have links of their own here.",
  next: "kubectl describe namespace <namespace>",
};

/**
 * Pods that read the node's files and set its limits are let in. A label alone doesn't tell: the cluster has a default,
 * and policy engines have their own. So a pod is created in a dry run, which goes through admission and ends there.
 */
export const podSecurity: PreflightLink = {
  id: "pod-security",
  title: "The namespace lets the agents' pods in",
  after: ["namespace"],
  failure: "cluster",
  patience: Duration.seconds(20),
  // Creating pods is not asked for: the dry run is made where whoever runs this may create them, as an apply must.
  access: () => [inCluster("namespaces", ["get"])],
  creates: false,
  causes: [LABEL, DEFAULT_LEVEL, POLICY, OTHER_REFUSAL],
  async look(context, signal) {
    const { name } = context.deployment.model.namespace;
    const namespace = await unlessAbsent(context.cluster.core(signal).readNamespace({ name }));
    if (namespace === null) return holds(`the plan creates it with the level "${LEVEL}"`);
    return judgeLevel(namespace) ?? judgeTrial(await trial(context, signal), namespace);
  },
};

/** What became of the pod: null where it was not tried. */
export type Trial = { readonly refused: string | null } | null;

async function trial({ cluster, deployment: { model } }: PreflightContext, signal: AbortSignal): Promise<Trial> {
  const namespace = model.namespace.name;
  const review = await cluster.authorization(signal).createSelfSubjectAccessReview({
    body: { spec: { resourceAttributes: { namespace, verb: "create", resource: "pods" } } },
  });
  if (review.status?.allowed !== true) return null;
  try {
    await cluster.core(signal).createNamespacedPod({ namespace, body: trialPod(model), dryRun: "All" });
    return { refused: null };
  } catch (error) {
    const words = refusalIn(error);
    if (words === null) throw error;
    return { refused: words };
  }
}

/** All that the agents and sysctl-inotify have and lower levels forbid, in one pod. */
export function trialPod({ alloy, inotify }: Model): V1Pod {
  const container = { image: reference(inotify.busybox), resources: quantities(alloy.agent.resources) };
  return {
    metadata: { generateName: "log-collection-preflight-" },
    spec: {
      hostPID: true,
      automountServiceAccountToken: false,
      tolerations: SYSCTL_TOLERATIONS,
      volumes: [{ name: "varlog", hostPath: { path: "/var/log" } }],
      initContainers: [{ ...container, name: "sysctl", securityContext: { privileged: true } }],
      containers: [
        {
          ...container,
          name: "alloy",
          securityContext: { runAsUser: 0 },
          volumeMounts: [{ name: "varlog", mountPath: "/var/log", readOnly: true }],
        },
      ],
    },
  };
}

/** What admission says; null for an error of another kind. */
export function refusalIn(error: unknown): string | null {
  const status = statusOf(error);
  return status !== null && [400, 403, 422].includes(status.code) ? status.message : null;
}

/** @returns null where the label alone doesn't tell */
export function judgeLevel({ metadata }: V1Namespace): Outcome | null {
  const level = metadata?.labels?.[ENFORCE] ?? LEVEL;
  if (level === LEVEL) return null;
  return broken({ ...wanted(metadata?.name), found: `the level "${level}"`, causes: [LABEL] });
}

export function judgeTrial(trial: Trial, { metadata }: V1Namespace): Outcome {
  const level = metadata?.labels?.[ENFORCE];
  const shown = level === undefined ? "no level of its own" : `the level "${level}"`;
  if (trial === null) return holds(shown, "it was not tried: whoever asks may not create pods here");
  const { refused } = trial;
  if (refused === null) return holds(`${shown}, and such a pod is let in`);
  const fault = { ...wanted(metadata?.name), found: refused };
  if (refused.includes("violates PodSecurity")) return broken({ ...fault, causes: [DEFAULT_LEVEL] });
  if (refused.includes("denied the request") || refused.includes("denied request"))
    return broken({ ...fault, causes: [POLICY] });
  return doubtful({ ...fault, causes: [OTHER_REFUSAL, POLICY] });
}

function wanted(namespace = "") {
  return { wanted: "pods with host paths, host PID and a privileged container", names: { namespace } };
}
