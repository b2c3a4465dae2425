import type { Texts } from "../../src/alerting/fixtures/fixture";
import { bytesPerEvent, Random, SHAPES, type Shape } from "../../test/components/log-text";
import { nanoseconds, type PushedStream } from "../../test/components/loki-api";
import type { Load } from "./options";

const DAY = 86_400_000;
const MINUTE = 60_000;

/** The number of events and the lifetime of a short-lived pod, as the capacity model assumes. */
const ENDING = { events: 20, lifetime: 10 * MINUTE };

const NAMESPACES = 20;
const NODES = 5;

const SIZES = SHAPES.map((shape) => ({ shape, bytes: bytesPerEvent(shape) }));

/** The average bytes of a stream that ends. */
export const BYTES_OF_ENDING = (SIZES.reduce((sum, { bytes }) => sum + bytes, 0) / SIZES.length) * ENDING.events;

/**
 * Generates the logs of a cluster, the same in every run. The sizes of its lasting streams follow Zipf's law: the second
 * stream writes half as much as the first, and the tenth stream a tenth.
 */
export class Cluster {
  private readonly starts = new Random(0);
  private readonly lasting: readonly LogStream[];
  private ending: LogStream[] = [];
  private nextStart: number;
  private started = 0;

  /** @param from Unix milliseconds */
  constructor(
    private readonly load: Load,
    from: number,
  ) {
    this.lasting = longLivedStreams(load, from);
    this.nextStart = from;
  }

  /** Returns the lines of all streams since the last call. */
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

function longLivedStreams(
  { name, streams, endingStreamsPerDay, bytesPerDay }: Load,
  from: number,
): readonly LogStream[] {
  const bytes = bytesPerDay.toBytes() - endingStreamsPerDay * BYTES_OF_ENDING;
  if (bytes <= 0) throw new Error(`${name}: the streams that end exceed the text of the load`);
  const weights = Array.from({ length: streams }, (_, index) => 1 / (index + 1));
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight, index) => {
    const { shape, bytes: ofEvent } = sizeOf(index);
    const interval = (DAY * ofEvent * all) / (bytes * weight);
    const labels = labelsOf(`app-${index}`, index);
    return new LogStream(
      { labels, app: `app-${index}`, shape, interval, from, to: Number.POSITIVE_INFINITY },
      new Random(index),
    );
  });
}

function endingStream(index: number, from: number): LogStream {
  const span = { from, to: from + ENDING.lifetime, interval: ENDING.lifetime / ENDING.events };
  const random = new Random(-index);
  const labels = labelsOf(`job-${random.hexadecimal(10)}`, index);
  return new LogStream({ labels, app: "job", shape: sizeOf(index).shape, ...span }, random);
}

function sizeOf(index: number) {
  const size = SIZES[index % SIZES.length];
  if (size === undefined) throw new Error("SHAPES is empty");
  return size;
}

/** Returns the labels that the stack's agents add to the lines of a pod. */
function labelsOf(pod: string, index: number): Texts {
  return {
    namespace: `namespace-${index % NAMESPACES}`,
    pod,
    container: "main",
    node: `node-${index % NODES}`,
  };
}

interface LogStreamProps {
  readonly labels: Texts;
  /** The name of the pod's application, which is structured metadata. */
  readonly app: string;
  readonly shape: Shape;
  /** The average milliseconds between two events. */
  readonly interval: number;
  /** The start and the end of the container, in Unix milliseconds. */
  readonly from: number;
  readonly to: number;
}

/** A container that logs. Its events are a Poisson process. */
class LogStream {
  private next: number;
  private lastTime = 0n;
  /** The structured metadata that the agents add to a line of a pod. */
  private readonly metadata: Texts;

  constructor(
    private readonly props: LogStreamProps,
    private readonly random: Random,
  ) {
    this.metadata = { stream: "stdout", app: props.app };
    this.next = props.from + random.waiting(props.interval);
  }

  /** Returns true if the container has ended by then and has no lines left. */
  hasEnded(time: number): boolean {
    return Math.max(this.next, time) > this.props.to;
  }

  /** Returns the lines since the last call, or null without any. */
  until(time: number): PushedStream | null {
    const entries: [string, string, Texts][] = [];
    const end = Math.min(time, this.props.to);
    while (this.next < end) {
      const first = nanoseconds(this.next);
      for (const line of this.props.shape(this.random, this.next))
        entries.push([this.timeAfter(first), line, this.metadata]);
      this.next += this.random.waiting(this.props.interval);
    }
    return entries.length === 0 ? null : { labels: this.props.labels, entries };
  }

  /** Gives each line of a stream a distinct time: lines of one event are a nanosecond apart. */
  private timeAfter(time: bigint): string {
    this.lastTime = time > this.lastTime ? time : this.lastTime + 1n;
    return `${this.lastTime}`;
  }
}
