import { bytesPerEvent, Random, SHAPES, type Shape } from "../../test/components/log-text";
import { nanoseconds, type PushedStream } from "../../test/components/loki-api";
import type { Texts } from "../../test/helpers/rule-fixture";
import type { Load } from "./options";

const DAY = 86_400_000;
const MINUTE = 60_000;

/** What a pod that starts and ends writes, as the capacity model assumes it, and for how long. */
const ENDING = { events: 20, lifetime: 10 * MINUTE };

const NAMESPACES = 20;
const NODES = 5;

const SIZES = SHAPES.map((shape) => ({ shape, bytes: bytesPerEvent(shape) }));

/** The bytes of a stream that ends, on the average. */
export const BYTES_OF_ENDING = (SIZES.reduce((sum, { bytes }) => sum + bytes, 0) / SIZES.length) * ENDING.events;

/**
 * A cluster that logs, the same in every run. Its lasting streams have sizes by Zipf's law: the second writes half as
 * much as the first, the tenth a tenth.
 */
export class Cluster {
  private readonly starts = new Random(0);
  private readonly lasting: readonly LogStream[];
  private ending: LogStream[] = [];
  private nextStart: number;
  private started = 0;

  /** @param from milliseconds since 1970 */
  constructor(
    private readonly load: Load,
    from: number,
  ) {
    this.lasting = lastingStreams(load, from);
    this.nextStart = from;
  }

  /** What all of it has written since it was asked the last time. */
  *until(time: number): Generator<PushedStream> {
    this.start(time);
    for (const stream of [...this.lasting, ...this.ending]) {
      const written = stream.until(time);
      if (written !== null) yield written;
    }
    this.ending = this.ending.filter((stream) => !stream.hasEnded(time));
  }

  private start(time: number): void {
    const { endingStreamsPerDay } = this.load;
    if (endingStreamsPerDay === 0) return;
    while (this.nextStart < time) {
      this.ending.push(endingStream(this.started, this.nextStart));
      this.started += 1;
      this.nextStart += this.starts.waiting(DAY / endingStreamsPerDay);
    }
  }
}

function lastingStreams({ name, streams, endingStreamsPerDay, bytesPerDay }: Load, from: number): readonly LogStream[] {
  const bytes = bytesPerDay.toBytes() - endingStreamsPerDay * BYTES_OF_ENDING;
  if (bytes <= 0) throw new Error(`${name}: the streams that end write more than all are to write`);
  const weights = Array.from({ length: streams }, (_, index) => 1 / (index + 1));
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight, index) => {
    const { shape, bytes: ofEvent } = sizeOf(index);
    const interval = (DAY * ofEvent * all) / (bytes * weight);
    const labels = labelsOf(`app-${index}`, `app-${index}`, index);
    return new LogStream({ labels, shape, interval, from, to: Number.POSITIVE_INFINITY }, new Random(index));
  });
}

function endingStream(index: number, from: number): LogStream {
  const span = { from, to: from + ENDING.lifetime, interval: ENDING.lifetime / ENDING.events };
  const random = new Random(-index);
  const labels = labelsOf(`job-${random.hexadecimal(10)}`, "job", index);
  return new LogStream({ labels, shape: sizeOf(index).shape, ...span }, random);
}

function sizeOf(index: number) {
  const size = SIZES[index % SIZES.length];
  if (size === undefined) throw new Error("there are no shapes of text");
  return size;
}

/** The labels that the plan's agents give to a pod's lines. */
function labelsOf(pod: string, app: string, index: number): Texts {
  return {
    namespace: `namespace-${index % NAMESPACES}`,
    pod,
    container: "main",
    node: `node-${index % NODES}`,
    app,
  };
}

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
