import type { V1Namespace, V1Pod, V1SecurityContext, V1Volume, V1VolumeMount } from "@kubernetes/client-node";
import { agentMounts } from "../alloy/chart-values";
import type { AlloyModel } from "../alloy/model";
import { quantities } from "../cluster/resources";
import { type Cause, cause } from "../diagnostics/cause";
import { diagnostic } from "../diagnostics/diagnostic";
import { fail, type Outcome, pass, skipped, warn } from "../diagnostics/outcome";
import { inCluster } from "../diagnostics/rbac";
import type { Cluster } from "../kube/cluster";
import { ignoreNotFound, statusOf } from "../kube/errors";
import type { Model } from "../model";
import { ENFORCE, LEVEL } from "../stack/workloads";
import { INOTIFY, SYSCTL_CONTAINER, SYSCTL_TOLERATIONS } from "../sysctl/model";
import { reference } from "../terraform/artefacts";
import { Duration } from "../units";
import type { PreflightContext } from "./context";
import { namespace as namespaceExists } from "./namespace";

export const causes = {
  label: cause(
    'The namespace enforces the Pod Security level "<level>", which allows no host paths.',
    `kubectl label namespace <namespace> ${ENFORCE}=${LEVEL} --overwrite`,
  ),
  defaultLevel: cause(
    "The namespace has no level of its own, and the cluster's default is another one.",
    `kubectl label namespace <namespace> ${ENFORCE}=${LEVEL}`,
  ),
  scc: cause(
    "OpenShift admits a pod by the security context constraints that its ServiceAccount may use. Those of a new namespace allow neither host paths nor a fixed user.",
    "oc adm policy add-scc-to-user privileged --namespace <namespace> --serviceaccount default --serviceaccount alloy && oc adm policy add-scc-to-user nonroot-v2 --namespace <namespace> --serviceaccount loki --serviceaccount alloy-events",
  ),
  webhook: cause(
    "The admission webhook <webhook>, such as that of a policy engine (Kyverno, Gatekeeper), rejects such pods.",
    "kubectl get validatingwebhookconfigurations,mutatingwebhookconfigurations",
  ),
  policy: cause(
    "The validating admission policy <policy> rejects such pods.",
    "kubectl describe validatingadmissionpolicy <policy>",
  ),
  otherPlugin: cause(
    "Another admission plugin rejects the pod. Its message is above.",
    "kubectl describe namespace <namespace>",
  ),
};

/** What the API server did with a pod like the stack's, in a dry run. */
export type Trial =
  | { readonly kind: "admitted"; readonly isOpenShift: boolean }
  | { readonly kind: "rejected"; readonly message: string }
  /** The trial says nothing about security. */
  | { readonly kind: "inconclusive"; readonly reason: string };

export interface PodSecurityEvidence {
  readonly name: string;
  /** Null if it does not exist yet. */
  readonly namespace: V1Namespace | null;
  /** Null if the namespace alone decides: it does not exist yet, or its level rejects the pods. */
  readonly trial: Trial | null;
}

/**
 * A missing label proves nothing: the cluster has a default level, and policy engines have their own rules. So the
 * diagnostic creates a pod in a dry run, which ends after admission.
 */
export const podSecurity = diagnostic<PreflightContext, PodSecurityEvidence>({
  id: "pod-security",
  title: "The namespace admits the agents' pods",
  after: [namespaceExists],
  failure: "cluster",
  timeout: Duration.seconds(20),
  // The generated role does not allow creating pods. The trial runs only for users who may create them.
  permissions: () => [inCluster("namespaces", ["get"])],
  causes,
  collect: async ({ cluster, stack: { model } }, signal) => {
    const { name } = model.namespace;
    const namespace = await ignoreNotFound(cluster.core(signal).readNamespace({ name }));
    const isOpen = namespace !== null && (levelOf(namespace) ?? LEVEL) === LEVEL;
    return { name, namespace, trial: isOpen ? await tryPod(cluster, model, signal) : null };
  },
  analyze: ({ name, namespace, trial }) => {
    if (namespace === null) return pass(`the stack creates it with the level "${LEVEL}"`);
    const level = levelOf(namespace);
    if (level !== undefined && level !== LEVEL)
      return fail({
        got: `the level "${level}"`,
        expected: EXPECTED_TEXT,
        causes: [causes.label({ namespace: name, level })],
      });
    const detail = level === undefined ? "no level of its own" : `the level "${level}"`;
    return trial === null ? pass(detail) : analyzeTrial(trial, name, detail);
  },
});

const EXPECTED_TEXT = "pods with host paths and a container that runs as root without capabilities";

function levelOf({ metadata }: V1Namespace): string | undefined {
  return metadata?.labels?.[ENFORCE];
}

function analyzeTrial(trial: Trial, namespace: string, detail: string): Outcome {
  switch (trial.kind) {
    case "inconclusive":
      return skipped(`${detail}; ${trial.reason}`);
    case "admitted":
      // An administrator may create a pod that OpenShift denies to the DaemonSet controller.
      return trial.isOpenShift
        ? skipped(
            `${detail}; such a pod is admitted, but OpenShift also checks each pod's ServiceAccount. The stack needs: ${causes.scc({ namespace }).next}`,
          )
        : pass(`${detail}, and such a pod is admitted`);
    case "rejected": {
      const fault = { got: trial.message, expected: EXPECTED_TEXT };
      const proven = rejectionCause(trial.message, namespace);
      return proven === null
        ? warn({ ...fault, causes: [causes.otherPlugin({ namespace })] })
        : fail({ ...fault, causes: [proven] });
    }
  }
}

/**
 * The plugin that rejected the pod, from the API server's words. Null if they name none of these.
 * @see https://github.com/kubernetes/apiserver/blob/v0.34.0/pkg/admission/plugin/webhook/errors/statuserror.go
 */
function rejectionCause(message: string, namespace: string): Cause | null {
  if (message.includes("violates PodSecurity")) return causes.defaultLevel({ namespace });
  if (message.includes("security context constraint")) return causes.scc({ namespace });
  const webhook = /admission webhook "([^"]+)" denied the request/.exec(message)?.[1];
  if (webhook !== undefined) return causes.webhook({ webhook });
  const policy = /ValidatingAdmissionPolicy '([^']+)' .*denied request/.exec(message)?.[1];
  return policy === undefined ? null : causes.policy({ policy });
}

async function tryPod(cluster: Cluster, model: Model, signal: AbortSignal): Promise<Trial> {
  const namespace = model.namespace.name;
  if (!(await mayCreatePods(cluster, namespace, signal)))
    return { kind: "inconclusive", reason: "no such pod was tried: the user may not create pods here" };
  try {
    await cluster.core(signal).createNamespacedPod({ namespace, body: trialPod(model), dryRun: "All" });
  } catch (error) {
    const trial = trialOf(error);
    if (trial === null) throw error;
    return trial;
  }
  return { kind: "admitted", isOpenShift: await isOpenShift(cluster.apis(signal)) };
}

async function mayCreatePods(cluster: Cluster, namespace: string, signal: AbortSignal): Promise<boolean> {
  const review = await cluster.authorization(signal).createSelfSubjectAccessReview({
    body: { spec: { resourceAttributes: { namespace, verb: "create", resource: "pods" } } },
  });
  return review.status?.allowed === true;
}

/** How quotas and LimitRanges reject pods. The trial is one more pod than the stack needs. */
const OF_OTHER_DIAGNOSTICS = /exceeded quota|failed quota|usage per (Container|Pod)|limit to request ratio/;

/**
 * The API server rejects a dry run that would call a webhook with side effects.
 * @see https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#side-effects
 */
const NO_DRY_RUN = /does not support dry run/;

/** The conclusion from an error of the dry run. Null for an error that admission did not cause. */
export function trialOf(error: unknown): Trial | null {
  const status = statusOf(error);
  if (status === null || ![400, 403, 422].includes(status.code)) return null;
  const { message } = status;
  if (OF_OTHER_DIAGNOSTICS.test(message))
    return { kind: "inconclusive", reason: `such a pod has no room, which "limits" and "quota" examine: ${message}` };
  if (NO_DRY_RUN.test(message)) return { kind: "inconclusive", reason: `no such pod was tried: ${message}` };
  return { kind: "rejected", message };
}

/** Whether the API server has OpenShift's API for security context constraints. */
export async function isOpenShift(apis: Pick<ReturnType<Cluster["apis"]>, "getAPIVersions">): Promise<boolean> {
  const { groups } = await apis.getAPIVersions();
  return groups.some(({ name }) => name === "security.openshift.io");
}

/** One pod with the host paths of the agents and sysctl-inotify, and their restrictions. */
export function trialPod({ alloy, inotify }: Model): V1Pod {
  const container = { image: reference(inotify.busybox), resources: quantities(alloy.agent.resources) };
  const paths = pathsOf(alloy);
  return {
    metadata: { generateName: "log-collection-preflight-" },
    spec: {
      automountServiceAccountToken: false,
      tolerations: SYSCTL_TOLERATIONS,
      volumes: [...paths.map(({ volume }) => volume), LIMITS],
      initContainers: [{ ...container, name: SYSCTL_CONTAINER, securityContext: AGENT, volumeMounts: [LIMITS_MOUNT] }],
      containers: [
        { ...container, name: "alloy", securityContext: AGENT, volumeMounts: paths.map(({ mount }) => mount) },
      ],
    },
  };
}

/** The same as in values/alloy.yaml: a policy may require a restriction that the agents have. */
const AGENT: V1SecurityContext = {
  runAsUser: 0,
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ["ALL"] },
  seccompProfile: { type: "RuntimeDefault" },
};

const LIMITS: V1Volume = { name: INOTIFY.volume, hostPath: { path: INOTIFY.hostPath, type: "Directory" } };
const LIMITS_MOUNT: V1VolumeMount = { name: INOTIFY.volume, mountPath: INOTIFY.mountPath };

/** The chart itself mounts these two. */
const VARLOG = { name: "varlog", hostPath: { path: "/var/log" }, readOnly: true };
const DOCKER = { name: "dockercontainers", hostPath: { path: "/var/lib/docker/containers" }, readOnly: true };

interface NodePath {
  readonly volume: V1Volume;
  readonly mount: V1VolumeMount;
}

function pathsOf(alloy: AlloyModel): readonly NodePath[] {
  const mounts = [VARLOG, ...(alloy.runtime === "docker" ? [DOCKER] : []), ...agentMounts(alloy)];
  return mounts.map(({ name, hostPath, readOnly }) => ({
    volume: { name, hostPath },
    mount: { name, mountPath: hostPath.path, readOnly },
  }));
}
