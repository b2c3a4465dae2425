import type { Model } from "../model";
import { ByteSize, Duration } from "../units";
import { capacityOf, demandOf, streamsToFlush } from "./capacity";
import { longLivedStreams } from "./demand";
import { flushTime, SHUTDOWN_TIME } from "./volume";

export interface Loss {
  readonly event: string;
  /** The permanently lost lines, or "nothing". */
  readonly lost: string;
  readonly because: string;
}

/** The size at which the kubelet rotates a container's log file. Agents don't read rotated files. */
const ROTATION_SIZE = ByteSize.mebibytes(10);

const OUTAGE = Duration.hours(1);

/** Returns the lines that each kind of failure loses under the declared load. */
export function losses(model: Model): readonly Loss[] {
  const { ingester, wal } = model.loki;
  const { share } = model.alloy.limits;
  const { unflushed } = capacityOf(demandOf(model));
  const all = `up to ${ingester.maxChunkAge} of lines (${unflushed.toHumanString()} of text)`;
  const threshold = `${Math.round(wal.fullThreshold * 100)} %`;
  return [
    { event: "Loki's process is killed", lost: "nothing", because: "the write-ahead log outlives the container" },
    shutdown("Loki's pod is deleted or rolled", all, model),
    shutdown("Loki's node is drained", all, model),
    {
      event: "Loki's pod is evicted",
      lost: all,
      because: "an eviction due to memory pressure grants no grace period",
    },
    { event: "Loki's node is lost", lost: all, because: "unflushed text is only in that node's memory" },
    {
      event: "the volume is full",
      lost: "nothing, unless Loki's pod stops",
      because: `chunks stay in memory until Loki can write them; when the write-ahead log is ${threshold} full, Loki rejects lines and the agents wait`,
    },
    {
      event: "the write-ahead log is full",
      lost: "nothing while lines wait in the nodes' files",
      because: `above ${threshold} Loki rejects lines until a checkpoint frees space; if one checkpoint is larger than that, until chunks are flushed`,
    },
    {
      event: "a container writes without pause",
      lost: `its lines beyond ${share.rate} per second`,
      because: `agents drop what a namespace writes on a node beyond half of what Loki admits, after a burst of ${share.burst} lines`,
    },
    {
      event: "Loki is down for an hour",
      lost: `what a container writes beyond ${ROTATION_SIZE.toHumanString()} or a namespace beyond ${share.burst} lines on a node in that hour, and the last lines of pods that are deleted meanwhile`,
      because: `agents retry forever, and lines wait in the nodes' files; after the outage, the burst limits them; an average container of this load writes ${perContainer(model)} in an hour`,
    },
  ];
}

function shutdown(event: string, all: string, model: Model): Loss {
  const { loki } = model;
  const needed = SHUTDOWN_TIME.plus(flushTime(streamsToFlush(model)));
  return {
    event,
    lost: needed.isLongerThan(loki.gracePeriod) ? all : "nothing",
    because: `shutdown and flush take ${needed} of the grace period of ${loki.gracePeriod}, unless the pod is stopped with a shorter one`,
  };
}

function perContainer({ load, cluster }: Model): string {
  return load.bytesPerDay.scaled(OUTAGE.toHours() / 24 / longLivedStreams(load, cluster.nodes)).toHumanString();
}
