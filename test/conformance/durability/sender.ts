import { setTimeout as sleep } from "node:timers/promises";
import type { RunningLoki } from "../../components/loki";
import { nanoseconds, type PushedStream } from "../../components/loki-api";
import { until } from "../../components/until";

export interface SenderProps {
  readonly loki: RunningLoki;
  /** The namespace of its pods, and of no other sender's. */
  readonly namespace: string;
  /** How many pods write. */
  readonly pods: number;
  /** What its clock shows, in milliseconds since 1970. */
  readonly clock?: () => number;
  /** What a line carries beside its number. */
  readonly text?: () => string;
}

/** A batch that Loki has refused for good. */
export interface Refused {
  readonly status: number;
  readonly text: string;
}

/** Milliseconds between two batches. */
const PACE = 50;

const SEVERAL_BATCHES = 3;

/**
 * Writes writtenLines lines at a steady rate, a batch of one from each pod, and treats what Loki answers as the agents do: a
 * batch is sent again until it is taken, in order, and what is refused for good is dropped.
 * @see https://grafana.com/docs/alloy/latest/reference/components/loki/loki.write/
 */
export class Sender {
  private lines = 0;
  private batchesTaken = 0;
  private repeated = 0;
  private isStopped = false;
  private running: Promise<void> = Promise.resolve();
  private readonly refusals: Refused[] = [];

  constructor(private readonly props: SenderProps) {}

  /** How many lines it has written, be they sent or not: their numbers are those below. */
  get writtenLines(): number {
    return this.lines;
  }

  /** How many batches Loki has taken. */
  get taken(): number {
    return this.batchesTaken;
  }

  /** What Loki has refused for good. */
  get rejected(): readonly Refused[] {
    return this.refusals;
  }

  /** How often a batch has been sent again. */
  get retries(): number {
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

  /** Waits until Loki has taken several batches more. */
  async waitForProgress(): Promise<void> {
    const enough = this.taken + SEVERAL_BATCHES;
    await until("Loki takes lines", { seconds: 180, everyMs: 50 }, async () => this.taken >= enough);
  }

  /** The numbers of its lines that Loki doesn't find. */
  async missing(): Promise<readonly number[]> {
    // Clocks may be wrong by half a day, and a query that ends in the future is no fault.
    const [day, now] = [24 * 3_600_000, Date.now()];
    const { loki, namespace } = this.props;
    const lines = await loki.api.lines(`{namespace="${namespace}"}`, { from: now - day, to: now + day });
    const found = new Set(lines.map(numberOf));
    return Array.from({ length: this.writtenLines }, (_, number) => number).filter((number) => !found.has(number));
  }

  private async run(): Promise<void> {
    while (!this.isStopped && !this.props.loki.isRemoved) {
      await this.deliver(this.batch());
      await sleep(PACE);
    }
  }

  private batch(): readonly PushedStream[] {
    const { namespace, pods, clock = Date.now } = this.props;
    const now = nanoseconds(clock());
    return Array.from({ length: pods }, (_, index) => {
      // No two lines have one time, so that a page of an answer can go on after its last.
      const entry = [`${now + BigInt(index)}`, this.line()] as const;
      return { labels: { namespace, pod: `${namespace}-${index}`, container: "web" }, entries: [entry] };
    });
  }

  private line(): string {
    const line = `number=${this.lines} ${this.props.text?.() ?? ""}`;
    this.lines += 1;
    return line;
  }

  private async deliver(batch: readonly PushedStream[]): Promise<void> {
    // Where a test has failed its Loki is removed, and nobody takes the batch any more.
    while (!this.props.loki.isRemoved) {
      const { status, text } = await this.props.loki.api.post(batch);
      if (status === 204) {
        this.batchesTaken += 1;
        return;
      }
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
