import { setTimeout as sleep } from "node:timers/promises";
import type { RunningLoki } from "../../components/loki";
import { nanoseconds, type PushedStream } from "../../components/loki-api";
import { missingNumbers, numberedLine } from "../../components/numbered-lines";
import { until } from "../../components/until";

interface SenderProps {
  readonly loki: RunningLoki;
  /** The namespace of its pods, unique to this sender. */
  readonly namespace: string;
  /** The number of pods that write. */
  readonly pods: number;
  /** Its clock, in Unix milliseconds. @default the real time */
  readonly clock?: () => number;
  /** The text of a line after its number. @default none */
  readonly text?: () => string;
}

/** A permanent rejection of a batch. */
interface Rejection {
  readonly status: number;
  readonly text: string;
}

/** The pause between two batches. */
const PAUSE_MS = 50;

const SEVERAL_BATCHES = 3;

/**
 * Writes lines at a steady rate, in batches with one line of each pod. It handles Loki's responses as the agents do: it
 * retries each batch, in order, until Loki accepts it. It drops a batch that Loki rejects permanently.
 * @see https://grafana.com/docs/alloy/latest/reference/components/loki/loki.write/
 */
export class Sender {
  private lines = 0;
  private accepted = 0;
  private retried = 0;
  private isStopped = false;
  private running: Promise<void> = Promise.resolve();
  private readonly rejections: Rejection[] = [];

  constructor(private readonly props: SenderProps) {}

  /** The number of lines written so far, sent or not. They are numbered from 0. */
  get writtenLines(): number {
    return this.lines;
  }

  /** The number of batches that Loki accepted. */
  get acceptedBatches(): number {
    return this.accepted;
  }

  /** The permanent rejections. */
  get rejected(): readonly Rejection[] {
    return this.rejections;
  }

  /** The number of retries. */
  get retries(): number {
    return this.retried;
  }

  start(): void {
    this.isStopped = false;
    this.running = this.run();
  }

  /** Stops writing, and waits until all lines are sent. */
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

  /** Waits until Loki has accepted several more batches. */
  async waitForProgress(): Promise<void> {
    const enough = this.acceptedBatches + SEVERAL_BATCHES;
    await until("Loki accepts lines", { seconds: 180, everyMs: 50 }, async () => this.acceptedBatches >= enough);
  }

  /** Returns the numbers of written lines that a query doesn't find. */
  missing(): Promise<readonly number[]> {
    const { loki, namespace } = this.props;
    return missingNumbers(loki.api, `{namespace="${namespace}"}`, this.writtenLines);
  }

  private async run(): Promise<void> {
    while (!this.isStopped && !this.props.loki.isRemoved) {
      await this.deliver(this.batch());
      await sleep(PAUSE_MS);
    }
  }

  private batch(): readonly PushedStream[] {
    const { namespace, pods, clock = Date.now } = this.props;
    const now = nanoseconds(clock());
    return Array.from({ length: pods }, (_, index) => {
      // The times are distinct, because LokiApi.lines needs that for paging.
      const entry = [`${now + BigInt(index)}`, this.line()] as const;
      return { labels: { namespace, pod: `${namespace}-${index}`, container: "web" }, entries: [entry] };
    });
  }

  private line(): string {
    const line = numberedLine(this.lines, this.props.text?.());
    this.lines += 1;
    return line;
  }

  private async deliver(batch: readonly PushedStream[]): Promise<void> {
    // After a failed test, its Loki is removed, so nothing would ever accept the batch.
    while (!this.props.loki.isRemoved) {
      const { status, text } = await this.props.loki.api.post(batch);
      if (status === 204) {
        this.accepted += 1;
        return;
      }
      if (status !== null && status < 500 && status !== 429) {
        this.rejections.push({ status, text });
        return;
      }
      this.retried += 1;
      await sleep(PAUSE_MS);
    }
  }
}
