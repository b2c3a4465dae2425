import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import type { V1Container, V1Pod } from "@kubernetes/client-node";
import { PROJECT } from "../../../helpers/example";
import { portOf } from "./controllers";
import type { FakeNode } from "./world";

interface RunningPodProps {
  readonly pod: V1Pod;
  readonly node: FakeNode;
  readonly address: string;
  readonly onLine: (container: string, line: string) => void;
  readonly setStatus: (status: ReturnType<typeof podStatus>) => Promise<void>;
}

interface WrittenLine {
  readonly at: Date;
  readonly line: string;
}

/** The periods of readiness probes: until a container is ready, and afterwards, as the kubelet's default. */
const STARTING_MS = 300;
const READY_MS = 10_000;

/** A pod of a fake kubelet: it executes containers that run a shell script, and only reports all others as running. */
export class RunningPod {
  private readonly logs = new Map<string, readonly WrittenLine[]>();
  private readonly states = new Map<string, ContainerState>();
  private readonly processes = new Set<ChildProcess>();
  private readonly since = new Date();
  private hasEnded = false;

  constructor(private readonly props: RunningPodProps) {}

  get pod(): V1Pod {
    return this.props.pod;
  }

  log(container: string, timestamps: boolean): string {
    const lines = this.logs.get(container) ?? [];
    return lines.map(({ at, line }) => `${timestamps ? `${at.toISOString()} ` : ""}${line}\n`).join("");
  }

  end(): void {
    this.hasEnded = true;
    for (const process of this.processes) process.kill("SIGKILL");
  }

  async run(): Promise<void> {
    const { initContainers = [], containers = [] } = this.pod.spec ?? {};
    for (const container of initContainers) {
      const exitCode = await this.runScript(container);
      if (exitCode !== 0) return this.report("Pending");
    }
    const [script] = containers.filter((container) => scriptOf(container) !== null);
    if (script !== undefined) return this.runToEnd(script);
    for (const { name } of containers) this.write(name, `${name} starts`);
    await this.watch(containers);
  }

  private async runToEnd(container: V1Container): Promise<void> {
    this.states.set(container.name, { kind: "running", ready: true });
    await this.report("Running");
    const exitCode = await this.runScript(container);
    await this.report(exitCode === 0 ? "Succeeded" : "Failed");
  }

  /** @returns the exit code */
  private async runScript(container: V1Container): Promise<number> {
    const process = startScript(scriptOf(container) ?? ["true"], this.props.node, this.pod, container);
    this.processes.add(process);
    const closed = new Promise<number>((resolve) => process.once("close", (code) => resolve(code ?? 137)));
    for (const output of [process.stdout, process.stderr]) {
      if (output !== null) createInterface({ input: output }).on("line", (line) => this.write(container.name, line));
    }
    const exitCode = await closed;
    this.processes.delete(process);
    this.states.set(container.name, { kind: "ended", exitCode });
    return exitCode;
  }

  /** Reports the readiness of the containers whenever it changes. */
  private async watch(containers: readonly V1Container[]): Promise<void> {
    let reported: boolean | null = null;
    while (!this.hasEnded) {
      const answers = await Promise.all(containers.map((container) => this.isReady(container)));
      const ready = answers.every((answer) => answer);
      containers.forEach(({ name }, index) => {
        this.states.set(name, { kind: "running", ready: answers[index] ?? false });
      });
      if (ready !== reported) await this.report("Running");
      reported = ready;
      await sleep(ready ? READY_MS : STARTING_MS, undefined, { ref: false });
    }
  }

  private async isReady({ readinessProbe }: V1Container): Promise<boolean> {
    const probe = readinessProbe?.httpGet;
    if (probe === undefined) return true;
    const port = portOf(this.pod, probe.port);
    const answer = await fetch(`http://${this.props.address}:${port}${probe.path ?? "/"}`).catch(() => null);
    await answer?.text();
    return answer?.ok ?? false;
  }

  private write(container: string, line: string): void {
    this.logs.set(container, [...(this.logs.get(container) ?? []), { at: new Date(), line }]);
    this.props.onLine(container, line);
  }

  private report(phase: PodState["phase"]): Promise<void> {
    const { address, node, setStatus } = this.props;
    const at = { podAddress: address, hostAddress: node.address, since: this.since };
    return setStatus(podStatus(this.pod, { phase, states: this.states, ...at }));
  }
}

/** Returns the command of a container that runs a shell script, or null for any other container. */
function scriptOf({ command = [], args = [] }: V1Container): readonly string[] | null {
  const words = [...command, ...args];
  return /(^|\/)sh$/.test(words[0] ?? "") ? words : null;
}

/** Mounts the node's kernel parameters over the machine's, in the script's own mount namespace. */
const ON_THE_NODE = 'mount --bind "$1" /proc/sys/fs/inotify; shift; exec "$@"';

/** The programs of busybox that behave differently in a pod than on this machine. */
const PROGRAMS = join(PROJECT, "test", "conformance", "cluster", "fake", "bin");

/** The kubelet sets the address of the API server in every container. */
const API_SERVER = { KUBERNETES_SERVICE_HOST: "10.96.0.1", KUBERNETES_SERVICE_PORT: "443" };

/** Runs a container's script with the shell of this machine. */
function startScript(words: readonly string[], node: FakeNode, pod: V1Pod, container: V1Container): ChildProcess {
  const script = words.map((word) => withHostPaths(word, pod, container));
  return spawn("unshare", ["--mount", "sh", "-euc", ON_THE_NODE, "sh", node.folder, ...script], {
    env: { PATH: `${PROGRAMS}:${process.env["PATH"]}`, ...API_SERVER, ...environment(pod, container) },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/** Replaces the paths of the container's mounts by the node's own, because the script runs without a root of its own. */
function withHostPaths(word: string, { spec }: V1Pod, { volumeMounts = [] }: V1Container): string {
  return volumeMounts.reduce((text, { name, mountPath }) => {
    const volume = spec?.volumes?.find((candidate) => candidate.name === name);
    return text.replaceAll(mountPath, volume?.hostPath?.path ?? mountPath);
  }, word);
}

function environment({ metadata, spec }: V1Pod, { env = [] }: V1Container): NodeJS.ProcessEnv {
  const fields: Readonly<Record<string, string | undefined>> = {
    "spec.nodeName": spec?.nodeName,
    "metadata.name": metadata?.name,
    "metadata.namespace": metadata?.namespace,
  };
  return Object.fromEntries(
    env.map(({ name, value, valueFrom }) => [name, value ?? fields[valueFrom?.fieldRef?.fieldPath ?? ""] ?? ""]),
  );
}

/** The state of a container, as the kubelet reports it. */
type ContainerState =
  | { readonly kind: "waiting"; readonly reason: string; readonly message: string }
  | { readonly kind: "running"; readonly ready: boolean }
  | { readonly kind: "ended"; readonly exitCode: number };

interface PodState {
  readonly phase: "Pending" | "Running" | "Succeeded" | "Failed";
  readonly states: ReadonlyMap<string, ContainerState>;
  readonly podAddress: string;
  readonly hostAddress: string;
  readonly since: Date;
}

/** Returns the status of a pod for the API server. */
function podStatus({ spec }: V1Pod, { phase, states, podAddress, hostAddress, since }: PodState) {
  const startTime = since.toISOString();
  const statusOf = (container: V1Container) => containerStatus(container, states.get(container.name), startTime);
  const containerStatuses = (spec?.containers ?? []).map(statusOf);
  const isReady = phase === "Running" && containerStatuses.every(({ ready }) => ready);
  const condition = (type: string, isTrue: boolean) => ({ type, status: isTrue ? "True" : "False" });
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
