import { createServer, type Server } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { V1Pod } from "@kubernetes/client-node";
import type { AlloyModel } from "../../../../src/alloy/model";
import { OWN_STREAMS, ownStreamOf } from "../../../../src/alloy/own-streams";
import { EVENTS_JOB, JOURNAL_JOB } from "../../../../src/alloy/source-contracts";
import { type LokiApi, nanoseconds, type PushedStream } from "../../../components/loki-api";
import type { FakeNode } from "./world";

/** The pause between polls. Alloy polls for new files every five seconds. */
const POLL_MS = 100;

const TOO_MANY_REQUESTS = 429;

/**
 * A fake of a node's agent. It sends the lines of the node's pods with the labels of the node pipeline, and retries until
 * Loki accepts or rejects them.
 */
export class Agent {
  /** The address of the agent's pod, or null if the node has no agent. */
  podAddress: string | null = null;
  private sent = 0;
  private dropped = 0;
  private retries = 0;
  private readonly waiting: PushedStream[] = [];
  private hasEnded = false;
  private last = 0n;

  constructor(
    private readonly node: FakeNode,
    private readonly loki: LokiApi,
    private readonly own: Pick<AlloyModel, "namespace" | "drillNamespace">,
  ) {
    this.readJournal("Linux version 6.12.0");
    void this.send();
  }

  /** Reads a line of a container's log file. */
  read(pod: V1Pod, container: string, line: string): void {
    const app = pod.metadata?.labels?.["app.kubernetes.io/name"] ?? pod.metadata?.labels?.["app"];
    const metadata = { stream: "stdout", ...(app !== undefined && { app }) };
    this.waiting.push({ labels: this.labels(pod, container), entries: [[this.now(), line, metadata]] });
  }

  /** Reads a line of the node's journal. */
  readJournal(line: string): void {
    const labels = { job: JOURNAL_JOB, node: this.node.name, transport: "kernel" };
    this.waiting.push({ labels, entries: [[this.now(), line]] });
  }

  end(): void {
    this.hasEnded = true;
  }

  /** Its metrics, as Alloy exposes them. @see https://grafana.com/docs/alloy/latest/reference/components/loki/loki.write/ */
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
      if (first === undefined || this.podAddress === null || !this.node.agentReads) await sleep(POLL_MS);
      else await this.post(first);
    }
  }

  private async post(stream: PushedStream): Promise<void> {
    const { status } = await this.loki.post([stream]);
    if (status === null || status === TOO_MANY_REQUESTS || status >= 500) {
      this.retries += 1;
      return sleep(POLL_MS);
    }
    this.waiting.shift();
    if (status < 300) this.sent += 1;
    else this.dropped += 1;
  }

  private labels({ metadata }: V1Pod, container: string): PushedStream["labels"] {
    const own = ownStreamOf(this.own, metadata?.namespace ?? "", container);
    return {
      namespace: metadata?.namespace ?? "",
      pod: metadata?.name ?? "",
      container,
      node: this.node.name,
      ...(own !== null && { [OWN_STREAMS.label]: own }),
    };
  }

  /** Returns a new timestamp for every line. */
  private now(): string {
    const now = nanoseconds(Date.now());
    this.last = now > this.last ? now : this.last + 1n;
    return `${this.last}`;
  }
}

/** The port of every agent; the pods differ by their addresses. */
const AGENT_PORT = 12_345;

/** Serves the HTTP endpoints of all agents. The local address of a connection identifies the agent. */
export function serveAgents(agents: readonly Agent[]): Promise<Server> {
  const server = createServer(({ url = "", socket }, response) => {
    const agent = agents.find(({ podAddress }) => podAddress === socket.localAddress);
    if (url === "/-/ready") response.end("Alloy is ready.\n");
    // The fake events collector has no metrics.
    else if (url === "/metrics") response.end(agent?.metrics() ?? "");
    else response.writeHead(404).end();
  });
  return new Promise((resolve) => {
    server.listen(AGENT_PORT, "0.0.0.0", () => resolve(server));
  });
}

/** A fake of the events collector: it sends the start of each pod with the text and the labels of the real one. */
export class EventsCollector {
  /** False if it started without a reachable API server. */
  isWatching = true;

  constructor(private readonly loki: LokiApi) {}

  read({ metadata }: V1Pod): void {
    if (!this.isWatching) return;
    const labels = { job: EVENTS_JOB };
    const structured = { namespace: metadata?.namespace ?? "" };
    const line = `name=${metadata?.name} kind=Pod reason=Started type=Normal count=1 msg="Container started"`;
    void this.loki.post([{ labels, entries: [[`${nanoseconds(Date.now())}`, line, structured]] }]);
  }
}
