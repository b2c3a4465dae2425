import type { Texts } from "../../test/alerting/rule-fixture";
import { nanoseconds, type PushedStream } from "../../test/conformance/loki-api";
import type { Random } from "../../test/conformance/text/random";
import type { Shape } from "../../test/conformance/text/shape";

export interface LogStreamProps {
  readonly labels: Texts;
  readonly shape: Shape;
  /** Milliseconds from one event to the next, on the average. */
  readonly interval: number;
  /** When the container starts and ends, in milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
}

/** What the agents put beside a pod's line. */
const METADATA = { stream: "stdout" };

/** A container that logs: its events come independently of one another. */
export class LogStream {
  private next: number;
  private lastTime = 0n;

  constructor(
    private readonly props: LogStreamProps,
    private readonly random: Random,
  ) {
    this.next = props.from + random.waiting(props.interval);
  }

  /** Whether it has ended by then, with every line told. */
  hasEnded(time: number): boolean {
    return Math.max(this.next, time) > this.props.to;
  }

  /** What it has written since it was asked the last time, or null where that is nothing. */
  until(time: number): PushedStream | null {
    const entries: [string, string, Texts][] = [];
    const end = Math.min(time, this.props.to);
    while (this.next < end) {
      const first = nanoseconds(this.next);
      for (const line of this.props.shape(this.random, this.next))
        entries.push([this.timeAfter(first), line, METADATA]);
      this.next += this.random.waiting(this.props.interval);
    }
    return entries.length === 0 ? null : { labels: this.props.labels, entries };
  }

  /** No two lines of a stream have one time: lines of one event are a nanosecond apart. */
  private timeAfter(time: bigint): string {
    this.lastTime = time > this.lastTime ? time : this.lastTime + 1n;
    return `${this.lastTime}`;
  }
}
