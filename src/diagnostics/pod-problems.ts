import type { CoreV1Event, V1ContainerStatus, V1Pod } from "@kubernetes/client-node";
import { type Cause, type CauseTemplate, cause } from "./cause";
import { about, containersOf, podName } from "./pods";

/** Why a pod is not ready, as far as its state and its warnings show. */
export interface PodProblem {
  readonly kind: PodProblemKind;
  /** In the words of Kubernetes: "alloy: OOMKilled (exit code 137)". */
  readonly message: string;
  /** Null if it is not the problem of one container. */
  readonly container: string | null;
}

export type PodProblemKind =
  | "stopping"
  | "evicted"
  | "unschedulable"
  | "memory"
  | "image"
  | "container"
  | "sandbox"
  | "crash"
  | "mount"
  | "unhealthy"
  | "starting";

/** The kubelet's reasons for a container that it has not started yet. */
const NOT_STARTED = ["ContainerCreating", "PodInitializing"];

const IMAGE_REASONS = ["ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull"];

const BY_EVENT: Readonly<Record<string, PodProblemKind>> = {
  FailedMount: "mount",
  FailedAttachVolume: "mount",
  FailedScheduling: "unschedulable",
  FailedCreatePodSandBox: "sandbox",
  Unhealthy: "unhealthy",
};

export function podProblem(pod: V1Pod, warnings: readonly CoreV1Event[]): PodProblem {
  return ofPod(pod) ?? ofContainers(pod) ?? ofWarnings(pod, warnings) ?? STARTING;
}

const STARTING: PodProblem = { kind: "starting", message: "still starting", container: null };

function ofPod({ metadata, status }: V1Pod): PodProblem | null {
  if (metadata?.deletionTimestamp !== undefined) return { kind: "stopping", message: "stopping", container: null };
  if (status?.phase === "Failed") {
    return { kind: "evicted", message: withReason(status.reason ?? "Failed", status.message), container: null };
  }
  const unscheduled = status?.conditions?.find(({ type, status: is }) => type === "PodScheduled" && is === "False");
  if (unscheduled === undefined) return null;
  return {
    kind: "unschedulable",
    message: withReason(unscheduled.reason ?? "Unschedulable", unscheduled.message),
    container: null,
  };
}

function ofContainers(pod: V1Pod): PodProblem | null {
  for (const container of containersOf(pod).filter(({ ready }) => !ready)) {
    const problem = ofContainer(container);
    if (problem !== null) return problem;
  }
  return null;
}

function ofContainer(container: V1ContainerStatus): PodProblem | null {
  const { name, state } = container;
  const ended = lastEnd(container);
  const waiting = state?.waiting;
  if (ended?.reason === "OOMKilled") return { kind: "memory", message: `${name}: ${endText(ended)}`, container: name };
  if (waiting?.reason !== undefined && !NOT_STARTED.includes(waiting.reason)) {
    return {
      kind: waitingKind(waiting.reason),
      message: `${name}: ${withReason(waiting.reason, endOr(ended, waiting.message))}`,
      container: name,
    };
  }
  if (ended === undefined || ended.exitCode === 0) return null;
  return { kind: "crash", message: `${name}: ${endText(ended)}`, container: name };
}

function waitingKind(reason: string): PodProblemKind {
  if (IMAGE_REASONS.includes(reason)) return "image";
  return reason === "CrashLoopBackOff" ? "crash" : "container";
}

type End = NonNullable<NonNullable<V1ContainerStatus["state"]>["terminated"]>;

/** How a container ended last. Undefined if it never ended. */
export function lastEnd({ state, lastState }: V1ContainerStatus): End | undefined {
  return state?.terminated ?? lastState?.terminated;
}

export function endText({ reason, exitCode }: End): string {
  return `${reason ?? "ended"} (exit code ${exitCode})`;
}

function endOr(ended: End | undefined, message: string | undefined): string | undefined {
  return ended === undefined ? message : endText(ended);
}

function ofWarnings(pod: V1Pod, warnings: readonly CoreV1Event[]): PodProblem | null {
  for (const { reason = "", message } of about(warnings, { kind: "Pod", name: podName(pod) })) {
    const kind = Object.hasOwn(BY_EVENT, reason) ? BY_EVENT[reason] : undefined;
    if (kind !== undefined) return { kind, message: withReason(reason, message), container: null };
  }
  return null;
}

function withReason(reason: string, message: string | undefined): string {
  return message ? `${reason}: ${message.trim()}` : reason;
}

/** The facts of a pod that its causes contain. */
export interface PodFacts {
  readonly namespace: string;
  readonly pod: string;
  /** Used only by the causes of one container. */
  readonly container: string;
}

type CauseOf<Facts> = ((facts: Facts) => Cause) & Pick<CauseTemplate, "template">;

/** A cause for each problem of a pod. */
export type PodCauses<Facts extends PodFacts = PodFacts> = Readonly<Record<PodProblemKind, CauseOf<Facts>>>;

const DESCRIBE = "kubectl --namespace <namespace> describe pod <pod>";

/** The causes of a pod's problems, whatever runs in it. */
export const podCauses = {
  stopping: cause(
    "The pod <pod> is being replaced, or its node drained.",
    "kubectl --namespace <namespace> get pod <pod> --watch",
  ),
  evicted: cause("The kubelet ended the pod <pod>, usually because its node ran out of disk or memory.", DESCRIBE),
  unschedulable: cause(
    "No node fits the pod <pod>: its requests exceed what is free, or a selector or taint excludes it.",
    DESCRIBE,
  ),
  memory: cause("The container <container> exceeded its memory limit, and the kernel killed it.", "npm run capacity"),
  image: cause(
    "The node cannot pull the image: it cannot reach the registry, has no credentials for it, or the mirror lacks the digest.",
    DESCRIBE,
  ),
  container: cause("The node cannot create the container <container>. The message of Kubernetes is above.", DESCRIBE),
  sandbox: cause(
    "The node cannot create the sandbox of the pod <pod>, usually because its network is not up.",
    DESCRIBE,
  ),
  crash: cause(
    "The container <container> ended unexpectedly. Its last lines show why.",
    "kubectl --namespace <namespace> logs <pod> --container <container> --previous",
  ),
  mount: cause("The node cannot mount a volume of the pod <pod>. The message of Kubernetes is above.", DESCRIBE),
  unhealthy: cause(
    "The container runs, but its readiness probe fails.",
    "kubectl --namespace <namespace> logs <pod> --tail=50",
  ),
  starting: cause("The rollout is still in progress.", "npm run verify -- --watch"),
} satisfies PodCauses;

/** The cause of a problem. */
export function causeOfPod<Facts extends PodFacts>(
  { kind }: PodProblem,
  causes: PodCauses<Facts>,
  facts: Facts,
): Cause {
  return causes[kind](facts);
}
