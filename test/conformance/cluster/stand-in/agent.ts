import { setTimeout as sleep } from "node:timers/promises";
import type { V1Pod } from "@kubernetes/client-node";
import { JOURNAL_JOB } from "../../../../src/alloy/jobs";
import { type LokiApi, nanoseconds, type PushedStream } from "../../loki-api";
import type { StandInNode } from "./node";

/** How long it waits between one look and the next; a real one looks for new files every five seconds. */
const LOOK_MS = 100;

const TOO_MANY = 429;

/**
 * Stand-in for the agent of a node: sends what pods of its node write, with the labels of the node pipeline, and again
 * until Loki takes or refuses it.
 */
export class Agent {
  /** The agent's own pod; null where the node has none. */
  podAddress: string | null = null;
  private sent = 0;
  private dropped = 0;
  private retries = 0;
  private readonly waiting: PushedStream[] = [];
  private hasEnded = false;
  private last = 0n;

  constructor(
    private readonly node: StandInNode,
    private readonly loki: LokiApi,
  ) {
    this.readJournal("Linux version 6.12.0");
    void this.send();
  }

  /** Takes a line from a container's log file. */
  read(pod: V1Pod, container: string, line: string): void {
    this.waiting.push({ labels: this.labels(pod, container), entries: [[this.now(), line, { stream: "stdout" }]] });
  }

  /** Takes a line from the node's journal. */
  readJournal(line: string): void {
    const labels = { job: JOURNAL_JOB, node: this.node.name, transport: "kernel" };
    this.waiting.push({ labels, entries: [[this.now(), line]] });
  }

  end(): void {
    this.hasEnded = true;
  }

  /** What it tells of itself. @see https://grafana.com/docs/alloy/latest/reference/components/loki/loki.write/ */
  metrics(): string {
    const labels = 'component_id="loki.write.pods",component_path="/"';
    return [
      `loki_write_sent_entries_total{${labels}} ${this.sent}`,
      `loki_write_dropped_entries_total{${labels},reason="ingester_error"} ${this.dropped}`,
      `loki_write_batch_retries_total{${labels}} ${this.retries}`,
      "",
    ].join("\n");
  }

  private async send(): Promise<void> {
    while (!this.hasEnded) {
      const [first] = this.waiting;
      if (first === undefined || this.podAddress === null || !this.node.agentReads) await sleep(LOOK_MS);
      else await this.post(first);
    }
  }

  private async post(stream: PushedStream): Promise<void> {
    const { status } = await this.loki.post([stream]);
    if (status === null || status === TOO_MANY || status >= 500) {
      this.retries += 1;
      return sleep(LOOK_MS);
    }
    this.waiting.shift();
    if (status < 300) this.sent += 1;
    else this.dropped += 1;
  }

  private labels({ metadata }: V1Pod, container: string): PushedStream["labels"] {
    const app = metadata?.labels?.["app.kubernetes.io/name"] ?? metadata?.labels?.["app"];
    return {
      namespace: metadata?.namespace ?? "",
      pod: metadata?.name ?? "",
      container,
      node: this.node.name,
      ...(app !== undefined && { app }),
    };
  }

  /** No two lines have one time. */
  private now(): string {
    const now = nanoseconds(Date.now());
    this.last = now > this.last ? now : this.last + 1n;
    return `${this.last}`;
  }
}
