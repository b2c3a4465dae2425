import type { V1Container, V1Pod } from "@kubernetes/client-node";

/** How a container is, as the kubelet tells it. */
export type ContainerState =
  | { readonly kind: "waiting"; readonly reason: string; readonly message: string }
  | { readonly kind: "running"; readonly ready: boolean }
  | { readonly kind: "ended"; readonly exitCode: number };

export interface PodState {
  readonly phase: "Pending" | "Running" | "Succeeded" | "Failed";
  readonly states: ReadonlyMap<string, ContainerState>;
  readonly podAddress: string;
  readonly hostAddress: string;
  readonly since: Date;
}

/** The status of a pod in the words of Kubernetes. */
export function podStatus({ spec }: V1Pod, { phase, states, podAddress, hostAddress, since }: PodState) {
  const startTime = since.toISOString();
  const statusOf = (container: V1Container) => containerStatus(container, states.get(container.name), startTime);
  const containerStatuses = (spec?.containers ?? []).map(statusOf);
  const isReady = phase === "Running" && containerStatuses.every(({ ready }) => ready);
  const condition = (type: string, holds: boolean) => ({ type, status: holds ? "True" : "False" });
  return {
    phase,
    hostIP: hostAddress,
    podIP: podAddress,
    podIPs: [{ ip: podAddress }],
    startTime,
    conditions: [
      condition("PodScheduled", true),
      condition("Initialized", phase !== "Pending"),
      condition("ContainersReady", isReady),
      condition("Ready", isReady),
    ],
    containerStatuses,
    initContainerStatuses: (spec?.initContainers ?? []).map(statusOf),
  };
}

function containerStatus({ name, image = "" }: V1Container, state: ContainerState | undefined, startedAt: string) {
  const ready = state?.kind === "running" ? state.ready : state?.kind === "ended" && state.exitCode === 0;
  return { name, image, imageID: image, restartCount: 0, ready, started: true, state: stateOf(state, startedAt) };
}

function stateOf(state: ContainerState | undefined, startedAt: string) {
  switch (state?.kind) {
    case undefined:
      return { waiting: { reason: "PodInitializing" } };
    case "waiting":
      return { waiting: { reason: state.reason, message: state.message } };
    case "running":
      return { running: { startedAt } };
    case "ended": {
      const reason = state.exitCode === 0 ? "Completed" : "Error";
      return { terminated: { exitCode: state.exitCode, reason, startedAt, finishedAt: new Date().toISOString() } };
    }
  }
}
