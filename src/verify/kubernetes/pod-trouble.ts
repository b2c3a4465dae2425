import type { CoreV1Event, V1ContainerStatus, V1Pod } from "@kubernetes/client-node";
import { about } from "./events";
import { containersOf, podName } from "./pod";

/** Why a pod isn't ready, as far as its state and the warnings about it say. */
export interface PodTrouble {
  readonly kind: PodTroubleKind;
  /** In the words of Kubernetes: "alloy: OOMKilled (exit code 137)". */
  readonly says: string;
  /** Null where it is none of one container. */
  readonly container: string | null;
}

export type PodTroubleKind =
  | "stopping"
  | "evicted"
  | "unschedulable"
  | "memory"
  | "image"
  | "container"
  | "crash"
  | "mount"
  | "unhealthy"
  | "starting";

/** What the kubelet says of a container that it hasn't begun to start. */
const WAITING = ["ContainerCreating", "PodInitializing"];

const IMAGE = ["ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull"];

const EVENTS: Readonly<Record<string, PodTroubleKind>> = {
  FailedMount: "mount",
  FailedAttachVolume: "mount",
  FailedScheduling: "unschedulable",
  FailedCreatePodSandBox: "container",
  Unhealthy: "unhealthy",
};

export function troubleOf(pod: V1Pod, warnings: readonly CoreV1Event[]): PodTrouble {
  return ofPod(pod) ?? ofContainers(pod) ?? ofWarnings(pod, warnings) ?? STARTING;
}

const STARTING: PodTrouble = { kind: "starting", says: "still starting", container: null };

function ofPod({ metadata, status }: V1Pod): PodTrouble | null {
  if (metadata?.deletionTimestamp !== undefined) return { kind: "stopping", says: "stopping", container: null };
  if (status?.phase === "Failed") {
    return { kind: "evicted", says: said(status.reason ?? "Failed", status.message), container: null };
  }
  const unscheduled = status?.conditions?.find(({ type, status: is }) => type === "PodScheduled" && is === "False");
  if (unscheduled === undefined) return null;
  return {
    kind: "unschedulable",
    says: said(unscheduled.reason ?? "Unschedulable", unscheduled.message),
    container: null,
  };
}

function ofContainers(pod: V1Pod): PodTrouble | null {
  for (const container of containersOf(pod).filter(({ ready }) => !ready)) {
    const trouble = ofContainer(container);
    if (trouble !== null) return trouble;
  }
  return null;
}

function ofContainer(container: V1ContainerStatus): PodTrouble | null {
  const { name, state } = container;
  const ended = lastEnd(container);
  const waiting = state?.waiting;
  if (ended?.reason === "OOMKilled") return { kind: "memory", says: `${name}: ${endText(ended)}`, container: name };
  if (waiting?.reason !== undefined && !WAITING.includes(waiting.reason)) {
    return {
      kind: waitingKind(waiting.reason),
      says: `${name}: ${said(waiting.reason, endOr(ended, waiting.message))}`,
      container: name,
    };
  }
  if (ended === undefined || ended.exitCode === 0) return null;
  return { kind: "crash", says: `${name}: ${endText(ended)}`, container: name };
}

function waitingKind(reason: string): PodTroubleKind {
  if (IMAGE.includes(reason)) return "image";
  return reason === "CrashLoopBackOff" ? "crash" : "container";
}

type End = NonNullable<NonNullable<V1ContainerStatus["state"]>["terminated"]>;

/** How a container ended the last time, undefined where it never has. */
export function lastEnd({ state, lastState }: V1ContainerStatus): End | undefined {
  return state?.terminated ?? lastState?.terminated;
}

export function endText({ reason, exitCode }: End): string {
  return `${reason ?? "ended"} (exit code ${exitCode})`;
}

function endOr(ended: End | undefined, message: string | undefined): string | undefined {
  return ended === undefined ? message : endText(ended);
}

function ofWarnings(pod: V1Pod, warnings: readonly CoreV1Event[]): PodTrouble | null {
  for (const { reason = "", message } of about(warnings, { kind: "Pod", name: podName(pod) })) {
    const kind = Object.hasOwn(EVENTS, reason) ? EVENTS[reason] : undefined;
    if (kind !== undefined) return { kind, says: said(reason, message), container: null };
  }
  return null;
}

function said(reason: string, message: string | undefined): string {
  return message ? `${reason}: ${message.trim()}` : reason;
}
