import type { ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import type { V1Container, V1Pod } from "@kubernetes/client-node";
import { portOf } from "./endpoints";
import type { StandInNode } from "./node";
import { type ContainerState, type PodState, podStatus } from "./pod-status";
import { scriptOf, startScript } from "./script";

export interface RunningPodProps {
  readonly pod: V1Pod;
  readonly node: StandInNode;
  readonly address: string;
  readonly onLine: (container: string, line: string) => void;
  readonly setStatus: (status: ReturnType<typeof podStatus>) => Promise<void>;
}

interface WrittenLine {
  readonly at: Date;
  readonly line: string;
}

/** How often a container is asked whether it is ready: until it is, and then as the kubelet does. */
const STARTING_MS = 300;
const READY_MS = 10_000;

/** A pod as a stand-in for the kubelet runs it: scripts are executed, everything else is said to run. */
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
      if (exitCode !== 0) return this.tell("Pending");
    }
    const [script] = containers.filter((container) => scriptOf(container) !== null);
    if (script !== undefined) return this.runToEnd(script);
    for (const { name } of containers) this.write(name, `${name} starts`);
    await this.watch(containers);
  }

  private async runToEnd(container: V1Container): Promise<void> {
    this.states.set(container.name, { kind: "running", ready: true });
    await this.tell("Running");
    const exitCode = await this.runScript(container);
    await this.tell(exitCode === 0 ? "Succeeded" : "Failed");
  }

  /** @returns its exit code */
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

  /** Tells whether its containers are ready, whenever that changes. */
  private async watch(containers: readonly V1Container[]): Promise<void> {
    let told: boolean | null = null;
    while (!this.hasEnded) {
      const answers = await Promise.all(containers.map((container) => this.isReady(container)));
      const ready = answers.every((answer) => answer);
      containers.forEach(({ name }, index) => {
        this.states.set(name, { kind: "running", ready: answers[index] ?? false });
      });
      if (ready !== told) await this.tell("Running");
      told = ready;
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

  private tell(phase: PodState["phase"]): Promise<void> {
    const { address, node, setStatus } = this.props;
    const at = { podAddress: address, hostAddress: node.address, since: this.since };
    return setStatus(podStatus(this.pod, { phase, states: this.states, ...at }));
  }
}
