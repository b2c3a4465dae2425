import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { ByteSize } from "../../../src/units";
import type { Texts } from "../../alerting/rule-fixture";
import { nanoseconds, type PushedStream } from "../loki-api";
import type { RunningLoki } from "../running-loki";

export interface SenderProps {
  readonly loki: RunningLoki;
  readonly streams: readonly Texts[];
  /** What its clock shows, in milliseconds since 1970. */
  readonly clock?: () => number;
  /** What a line carries beside its number; it doesn't compress. */
  readonly ballast?: ByteSize;
}

/** A batch that Loki has refused for good. */
export interface Refused {
  readonly status: number;
  readonly text: string;
}

/** Milliseconds between two batches. */
const PACE = 50;

/**
 * Writes numbered lines at a steady rate, and treats what Loki answers as the agents do: a batch is sent again until it is
 * taken, in order, and what is refused for good is dropped.
 * @see https://grafana.com/docs/alloy/latest/reference/components/loki/loki.write/
 */
export class Sender {
  private given = 0;
  private isStopped = false;
  private running: Promise<void> = Promise.resolve();
  private readonly refusals: Refused[] = [];
  private repeated = 0;

  constructor(private readonly props: SenderProps) {}

  /** How many lines have been written: their numbers are those below. */
  get written(): number {
    return this.given;
  }

  /** What Loki has refused for good. */
  get refused(): readonly Refused[] {
    return this.refusals;
  }

  /** How often a batch has been sent again. */
  get resent(): number {
    return this.repeated;
  }

  start(): void {
    this.isStopped = false;
    this.running = this.run();
  }

  /** Writes no more. What has been written is sent, however long that takes. */
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

  /** The numbers of its lines that a selector doesn't find. */
  async missing(selector: string): Promise<readonly number[]> {
    // Clocks may be wrong by half a day, and a query that ends in the future is no fault.
    const [day, now] = [24 * 3_600_000, Date.now()];
    const lines = await this.props.loki.api.lines(selector, { from: now - day, to: now + day });
    const found = new Set(lines.map(numberOf));
    return Array.from({ length: this.given }, (_, number) => number).filter((number) => !found.has(number));
  }

  private async run(): Promise<void> {
    while (!this.isStopped && !this.props.loki.isRemoved) {
      await this.deliver(this.batch());
      await sleep(PACE);
    }
  }

  private batch(): readonly PushedStream[] {
    const now = nanoseconds(this.props.clock?.() ?? Date.now());
    return this.props.streams.map((labels, index) => {
      // No two lines have one time, so that a page of an answer can go on after its last.
      const entry = [`${now + BigInt(index)}`, this.line()] as const;
      return { labels, entries: [entry] };
    });
  }

  private line(): string {
    const ballast = randomBytes((this.props.ballast?.toBytes() ?? 0) / 2).toString("hex");
    const line = `number=${this.given} ${ballast}`;
    this.given += 1;
    return line;
  }

  private async deliver(batch: readonly PushedStream[]): Promise<void> {
    // Where a test has failed its Loki is removed, and nobody takes the batch any more.
    while (!this.props.loki.isRemoved) {
      const { status, text } = await this.props.loki.api.post(batch);
      if (status === 204) return;
      if (status !== null && status < 500 && status !== 429) {
        this.refusals.push({ status, text });
        return;
      }
      this.repeated += 1;
      await sleep(PACE);
    }
  }
}

function numberOf(line: string): number {
  return Number(/^number=(\d+) /.exec(line)?.[1]);
}
