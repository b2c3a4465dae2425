import { createServer, type Server } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { V1Pod } from "@kubernetes/client-node";
import { EVENTS_JOB, JOURNAL_JOB } from "../../../../src/alloy/jobs";
import { type LokiApi, nanoseconds, type PushedStream } from "../../../components/loki-api";
import type { StandInNode } from "./world";

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

/** The port of every agent. */
const AGENT_PORT = 12_345;

/** The agents' port on every pod of theirs, by whose address it is told which of them is asked. */
export function serveAgents(agents: readonly Agent[]): Promise<Server> {
  const server = createServer(({ url = "", socket }, response) => {
    const agent = agents.find(({ podAddress }) => podAddress === socket.localAddress);
    if (url === "/-/ready") response.end("Alloy is ready.\n");
    // The collector of events, of which there is no more than its pod, has nothing to tell.
    else if (url === "/metrics") response.end(agent?.metrics() ?? "");
    else response.writeHead(404).end();
  });
  return new Promise((resolve) => {
    server.listen(AGENT_PORT, "0.0.0.0", () => resolve(server));
  });
}

/** Stand-in for the collector of events: sends the start of each pod in the words and with the labels of the real one. */
export class EventsCollector {
  /** False for one that found no API server at its start. */
  isWatching = true;

  constructor(private readonly loki: LokiApi) {}

  read({ metadata }: V1Pod): void {
    if (!this.isWatching) return;
    const labels = { job: EVENTS_JOB, namespace: metadata?.namespace ?? "" };
    const line = `name=${metadata?.name} kind=Pod reason=Started type=Normal count=1 msg="Container started"`;
    void this.loki.post([{ labels, entries: [[`${nanoseconds(Date.now())}`, line]] }]);
  }
}
