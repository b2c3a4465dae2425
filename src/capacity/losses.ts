import type { Model } from "../model";
import { ByteSize, Duration } from "../units";
import { capacityOf, demandOf, streamsToFlush } from "./capacity";
import { lastingStreams } from "./demand";
import { flushTime, STOP } from "./volume";

export interface Loss {
  readonly event: string;
  /** What is gone for ever, "nothing" where it is nothing. */
  readonly lost: string;
  readonly because: string;
}

/** What the kubelet writes into a container's file before it begins another, which agents read; older ones they don't. */
const ROTATED_AT = ByteSize.mebibytes(10);

const OUTAGE = Duration.hours(1);

/** What is lost in which event, of the declared load. */
export function losses(model: Model): readonly Loss[] {
  const { ingester, wal } = model.loki;
  const { unflushed } = capacityOf(demandOf(model));
  const all = `up to ${ingester.maxChunkAge} of lines, ${unflushed.toHumanString()} of text`;
  return [
    { event: "Loki's process is killed", lost: "nothing", because: "the write-ahead log outlives the container" },
    stopped("Loki's pod is deleted or rolled", all, model),
    stopped("Loki's node is drained", all, model),
    {
      event: "Loki's pod is evicted",
      lost: all,
      because: "an eviction for memory ends the pod without its grace period",
    },
    { event: "Loki's node is lost", lost: all, because: "what isn't flushed is in the memory of that node alone" },
    {
      event: "the volume is full",
      lost: "nothing while Loki's pod stays and its log has room",
      because: `chunks stay in memory until they can be written; when the log is ${Math.round(wal.fullThreshold * 100)} % full Loki refuses lines, and the agents wait`,
    },
    {
      event: "the write-ahead log is full",
      lost: "nothing while lines wait in the nodes' files",
      because: `above ${Math.round(wal.fullThreshold * 100)} % Loki refuses lines until a checkpoint has made room, or, where one is larger than that, until chunks are flushed`,
    },
    {
      event: "Loki is away for an hour",
      lost: `what a container writes beyond ${ROTATED_AT.toHumanString()} in it, and the last lines of pods that are deleted meanwhile`,
      because: `agents try again for ever, and lines wait in the nodes' files; an average container of this load writes ${perContainer(model)} in an hour`,
    },
  ];
}

function stopped(event: string, all: string, model: Model): Loss {
  const { loki } = model;
  const needed = STOP.plus(flushTime(streamsToFlush(model)));
  return {
    event,
    lost: needed.isLongerThan(loki.gracePeriod) ? all : "nothing",
    because: `stopping and flushing take ${needed} of a grace period of ${loki.gracePeriod}, if whoever stops the pod grants it`,
  };
}

function perContainer({ load, cluster }: Model): string {
  return load.bytesPerDay.scaled(OUTAGE.toHours() / 24 / lastingStreams(load, cluster.nodes)).toHumanString();
}
