import { setTimeout as sleep } from "node:timers/promises";
import type { Texts } from "../../alerting/rule-fixture";
import { type LokiApi, nanoseconds, type PushedStream } from "../loki-api";

export interface SenderProps {
  readonly api: LokiApi;
  readonly streams: readonly Texts[];
  /** What its clock shows, in milliseconds since 1970. */
  readonly clock?: () => number;
}

/** A batch that Loki refused for good. */
export interface Refused {
  readonly status: number;
  readonly text: string;
}

/** Between two batches, in milliseconds: loki.write waits a second at most (batch_wait). */
const PACE = 50;

/**
 * Writes numbered lines at a steady rate, and treats what Loki answers as the agents do (loki.write): a batch is sent
 * again until it is taken, in order, and what is refused for good is dropped.
 * @see https://grafana.com/docs/alloy/latest/reference/components/loki/loki.write/
 */
export class Sender {
  private sent = 0;
  private isStopped = false;
  private running: Promise<void> = Promise.resolve();
  private readonly refusedBatches: Refused[] = [];
  private retries = 0;

  constructor(private readonly props: SenderProps) {}

  /** Every number that has been given to a line. */
  get numbers(): readonly number[] {
    return Array.from({ length: this.sent }, (_, index) => index);
  }

  get refused(): readonly Refused[] {
    return this.refusedBatches;
  }

  /** How often a batch has been sent again. */
  get resent(): number {
    return this.retries;
  }

  start(): void {
    this.running = this.run();
  }

  /** Stops writing. What has been written is sent, however long that takes. */
  async stop(): Promise<void> {
    this.isStopped = true;
    await this.running;
  }

  /** Writes for a while. */
  async write(seconds: number): Promise<void> {
    this.start();
    await sleep(seconds * 1_000);
    await this.stop();
  }

  private async run(): Promise<void> {
    while (!this.isStopped) {
      await this.deliver(this.batch());
      await sleep(PACE);
    }
  }

  private batch(): readonly PushedStream[] {
    const now = nanoseconds(this.props.clock?.() ?? Date.now());
    return this.props.streams.map((labels, index) => {
      // No two lines have one time, so that a page of an answer can go on after the last.
      const entry = [`${now + BigInt(index)}`, lineOf(this.sent++)] as const;
      return { labels, entries: [entry] };
    });
  }

  private async deliver(batch: readonly PushedStream[]): Promise<void> {
    for (;;) {
      const { status, text } = await this.props.api.post(batch);
      if (status === 204) return;
      if (status !== null && status < 500 && status !== 429) {
        this.refusedBatches.push({ status, text });
        return;
      }
      this.retries += 1;
      await sleep(PACE);
    }
  }
}

export function lineOf(number: number): string {
  return `line number=${number} of the lines that must not be lost`;
}

/** The numbers of lines that are missing among those that were found. */
export function missing(numbers: readonly number[], found: readonly string[]): readonly number[] {
  const known = new Set(found);
  return numbers.filter((number) => !known.has(lineOf(number)));
}
