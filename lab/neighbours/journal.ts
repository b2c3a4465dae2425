import { setTimeout as sleep } from "node:timers/promises";
import { JOURNAL_JOB } from "../../src/alloy/source-contracts";
import type { LokiApi, PushedStream } from "../../test/components/loki-api";
import { nanoseconds } from "../../test/components/loki-api";
import type { Source } from "./lags";

/** The backoff of the stack's loki.write, in milliseconds. */
const BACKOFF = { minimum: 500, maximum: 30_000 };

/**
 * The journal of a node. It sends its lines as the stack's agents do: in order, with their own retries, and beside the lines
 * of pods. (This machine's journal isn't read.)
 */
export class Journal {
  private readonly queue: PushedStream[] = [];
  private refusedMs = 0;

  constructor(
    private readonly api: LokiApi,
    private readonly node: string,
  ) {}

  write(source: Source): void {
    const labels = { job: JOURNAL_JOB, node: this.node, transport: "kernel" };
    this.send({ labels, entries: [[`${nanoseconds(Date.now())}`, source.next()]] });
  }

  send(stream: PushedStream): void {
    this.queue.push(stream);
  }

  /** The time during which Loki refused its lines, in seconds. */
  get refusedSeconds(): number {
    return this.refusedMs / 1_000;
  }

  /** Sends until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const batch = this.queue.splice(0);
      if (batch.length > 0) await this.deliver(batch, signal);
      await sleep(1_000);
    }
  }

  private async deliver(batch: readonly PushedStream[], signal: AbortSignal): Promise<void> {
    let refusedAt: number | null = null;
    for (let backoff = BACKOFF.minimum; !signal.aborted; backoff = Math.min(2 * backoff, BACKOFF.maximum)) {
      const { status } = await this.api.post(batch);
      if (refusedAt !== null) this.refusedMs += Date.now() - refusedAt;
      if (status === 204) return;
      refusedAt = Date.now();
      await sleep(backoff * (0.5 + Math.random() / 2));
    }
  }
}
